import HDF5
import Kernels
import Metrics
import Networks

/// Compares metrics with recorded values, case by case: the same metrics that score cells, on recorded parameters and inputs.
public struct MetricVerification: Sendable {
  /// One metric of a case.
  public struct Check: Sendable, Codable {
    /// What became of a comparison.
    public enum Verdict: String, Sendable, Codable {
      /// The error is within the limit.
      case passed
      /// It is not.
      case failed
      /// The cell has no path: it gets the score that ranks last, whatever the formula gives.
      case degenerate
    }

    /// The recorded value's name.
    public let metric: String
    /// The recorded value, and what the formula gave here.
    public let recorded, found: Double
    /// |found − recorded| relative to |recorded|; absolute for counts and where 0 is recorded.
    public let error: Double
    /// The largest error allowed.
    public let limit: Double
    /// ReLUs that float32 opened and float64 closed, or the other way round; nil where none can be.
    public let flips: Int?
    /// The error beside float64 loops whose ReLUs open where the fast kernels' do; nil where the recorded value was met without.
    public let errorWithSameReLUs: Double?
    /// What became of it.
    public let verdict: Verdict
  }

  /// The outcome of a case.
  public struct Outcome: Sendable, Encodable {
    /// The case, for example `/metrics/nas-bench-201/01651`.
    public let path: String
    /// Its metrics.
    public let checks: [Check]
    /// Whether none failed.
    public var passed: Bool { checks.allSatisfy { $0.verdict != .failed } }
  }

  private let implementation: Verification.Implementation

  /// Prepares a verification of the given implementation.
  public init(_ implementation: Verification.Implementation) { self.implementation = implementation }

  /// Whether a file is one of recorded metrics.
  ///
  /// - Throws: `HDF5Error` if it cannot be read.
  public static func recognises(file path: String) throws -> Bool {
    let file = try HDF5File(reading: path)
    return try file.attributeNames().contains("format")
      && file.attribute("format").string() == "tenas-metric-reference"
  }

  /// Runs every case of a file.
  ///
  /// - Parameters:
  ///   - path: the reference file.
  ///   - spaces: the spaces to run; nil for all.
  ///   - report: called with each outcome as it is known.
  /// - Throws: `HDF5Error`, ``VerificationError``, and errors of the architecture strings.
  public func run(
    file path: String, spaces: Set<String>? = nil, report: (Outcome) -> Void = { _ in }
  ) throws -> [Outcome] {
    let cases = try MetricCase.all(in: HDF5File(reading: path))
    if let unknown = spaces?.subtracting(cases.map(\.space)).sorted().first {
      let known = Set(cases.map(\.space)).sorted().joined(separator: ", ")
      throw VerificationError(path: path, reason: "has no space '\(unknown)'; it has \(known)")
    }
    return try cases.filter { spaces?.contains($0.space) ?? true }.map { recorded in
      let outcome = Outcome(path: recorded.path, checks: try checks(recorded))
      report(outcome)
      return outcome
    }
  }

  private func checks(_ recorded: MetricCase) throws -> [Check] {
    let entries = RecordedMetric.all.map { ($0, $0.metric(recorded.setup)) }
    let observations = laboratory(recorded).observe(for: entries.map(\.1))
    let flips = try flips(recorded, observations)
    return try entries.compactMap { entry, metric in
      guard let value = try recorded.value(entry.name) else { return nil }
      let check = try check(
        entry, metric, recorded: value, observations: observations, hasPath: recorded.architecture.hasPath,
        flips: entry.countsReLUs ? flips[metric.setup.input]! : nil)
      guard check.verdict == .failed, case .fast(let set) = implementation else { return check }
      let followed = Laboratory(recorded, kernels: .referenceFollowing(set)).observe(for: [metric])
      return check.compared(
        withSameReLUs: try metric.value(followed), flips: flips[metric.setup.input]!, limit: entry.fastLimit)
    }
  }

  private func check(
    _ entry: RecordedMetric, _ metric: any LiteratureMetric, recorded: Double, observations: Observations,
    hasPath: Bool,
    flips: Int?
  ) throws -> Check {
    let (found, score) = (try metric.value(observations), try metric.score(observations))
    let limit = limit(entry, flips: flips)
    let error = entry.isCount ? abs(found - recorded) : Self.error(found, recorded)
    var isRight = error <= limit && (flips ?? 0) <= Self.mostFlips
    if !hasPath { isRight = (isRight || recorded.isNaN) && score == type(of: metric).description.direction.worst }
    return Check(
      metric: entry.name, recorded: recorded, found: found, error: error, limit: limit, flips: flips,
      errorWithSameReLUs: nil, verdict: isRight ? (hasPath ? .passed : .degenerate) : .failed)
  }

  private func laboratory(
    _ material: some Material, _ implementation: Verification.Implementation? = nil
  ) -> Laboratory {
    switch implementation ?? self.implementation {
    case .fast(let set): Laboratory(material, kernels: .fast(set))
    case .reference: Laboratory(material, kernels: .reference)
    }
  }

  /// |a − b| / |b|, absolute where b is 0; 0 for equal infinities, +∞ if not a number.
  static func error(_ a: Double, _ b: Double) -> Double {
    if a == b { return 0 }
    let difference = abs(a - b) / (b == 0 ? 1 : abs(b))
    return difference.isNaN ? .infinity : difference
  }
}

extension MetricVerification {
  /// ReLUs of a case, of some 5e5, whose input float32 may put on the other side of 0.
  static let mostFlips = 16

  /// The largest error allowed: 1e-9 for the plain loops; 1e-4 for fast kernels, or as the metric needs.
  private func limit(_ entry: RecordedMetric, flips: Int?) -> Double {
    switch implementation {
    case .reference: entry.isCount ? 0 : 1e-9
    // A flipped ReLU changes the pattern of one neuron, which adds or takes one pattern at most.
    case .fast: entry.isCount ? Double(flips ?? 0) : entry.fastLimit
    }
  }

  /// By input, how many ReLUs of a case fast kernels and plain loops see differently.
  private func flips(_ recorded: MetricCase, _ observations: Observations) throws -> [Setup.Input: Int] {
    let metrics = Setup.Input.allCases.map { input in
      var setup = recorded.setup
      setup.input = input
      return NASWOT(setup)
    }
    guard case .fast = implementation else {
      return Dictionary(uniqueKeysWithValues: metrics.map { ($0.setup.input, 0) })
    }
    let exact = laboratory(recorded, .reference).observe(for: metrics)
    return try Dictionary(
      uniqueKeysWithValues: metrics.map { metric in
        let (fast, exact) = (try metric.patterns(observations), try metric.patterns(exact))
        let flips = zip(fast.maps, exact.maps).reduce(0) { sum, maps in
          zip(maps.0.bits, maps.1.bits).reduce(sum) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        }
        return (metric.setup.input, flips)
      })
  }
}

extension MetricVerification.Check {
  /// The check where a few ReLUs were flipped by rounding: the fast kernels must then give what the plain loops give with the
  /// same ReLUs open.
  func compared(withSameReLUs value: Double, flips: Int, limit: Double) -> Self {
    let error = MetricVerification.error(found, value)
    let isRight = flips > 0 && flips <= MetricVerification.mostFlips && error <= limit
    return Self(
      metric: metric, recorded: recorded, found: found, error: self.error, limit: limit, flips: flips,
      errorWithSameReLUs: error, verdict: isRight ? .passed : .failed)
  }
}
