import Foundation
import HDF5
import Kernels
import Networks

/// Compares κ_N's and R_N's kernels with recorded reference values, case by case.
public struct Verification: Sendable {
  /// Which implementation is checked.
  public enum Implementation: Sendable {
    /// The compiled kernels of one instruction set.
    case fast(InstructionSet)
    /// The plain float64 loops.
    case reference
  }

  /// How far a result may be from the reference.
  public struct Tolerances: Sendable {
    /// Largest deviation of K relative to its largest entry (absolute if K is zero), of a logit (absolute), of κ (relative).
    public let tangentKernel, logits, kappa: Double

    /// float32 gradients.
    public static let fast = Tolerances(tangentKernel: 1e-5, logits: 1e-4, kappa: 1e-3)
    /// float64 throughout: three digits more.
    public static let reference = Tolerances(tangentKernel: 1e-8, logits: 1e-7, kappa: 1e-6)
  }

  /// One quantity of a case.
  public struct Check: Sendable, Codable {
    /// What was compared, for example `ntk (coupled)`.
    public let name: String
    /// The deviation found, and the largest allowed.
    public let deviation, tolerance: Double
    /// Whether it is within the tolerance.
    public var passed: Bool { deviation <= tolerance }
  }

  /// The outcome of a case.
  public struct Outcome: Sendable, Encodable {
    /// The case, for example `/ntk/nas-bench-201/1462`.
    public let path: String
    /// Its checks; nil if the space is not supported.
    public let checks: [Check]?
    /// Whether all checks passed; an unsupported case has not failed.
    public var passed: Bool { checks?.allSatisfy(\.passed) ?? true }
  }

  private let implementation: Implementation
  private let tolerances: Tolerances

  /// Prepares a verification of the given implementation.
  public init(_ implementation: Implementation) {
    self.implementation = implementation
    switch implementation {
    case .fast: tolerances = .fast
    case .reference: tolerances = .reference
    }
  }

  /// Runs every case of a file.
  ///
  /// - Parameters:
  ///   - path: the reference file.
  ///   - spaces: the spaces to run, for example `nas-bench-201-supernet`; nil for all.
  ///   - report: called with each outcome as it is known.
  /// - Throws: `HDF5Error`, ``VerificationError``, and errors of the architecture strings.
  public func run(
    file path: String, spaces: Set<String>? = nil, report: (Outcome) -> Void = { _ in }
  ) throws -> [Outcome] {
    let file = try HDF5File(reading: path)
    let cases = try ReferenceCase.all(in: file)
    guard !cases.isEmpty else {
      throw VerificationError(path: path, reason: "has no cases under /ntk or /regions; it is not a reference file")
    }
    if let unknown = spaces?.subtracting(cases.map(\.space)).sorted().first {
      let known = Set(cases.map(\.space)).sorted().joined(separator: ", ")
      throw VerificationError(path: path, reason: "has no space '\(unknown)'; it has \(known)")
    }
    return try cases.filter { spaces?.contains($0.space) ?? true }.map { reference in
      let outcome = Outcome(path: reference.path, checks: try checks(reference))
      report(outcome)
      return outcome
    }
  }

  private func checks(_ reference: ReferenceCase) throws -> [Check]? {
    guard reference.isSupported else { return nil }
    return reference.isTangentKernel ? try tangentKernel(reference) : try regions(reference)
  }

  private func tangentKernel(_ reference: ReferenceCase) throws -> [Check] {
    let (shape, images) = try reference.input()
    guard shape.count == 4 else {
      throw VerificationError(
        path: "\(reference.path)/input", reason: "has \(shape.count) axes instead of [B, C, H, W]")
    }
    let image = FeatureShape(channels: shape[1], rows: shape[2], columns: shape[3])
    let network = try reference.network(image: image)
    let values = try reference.values(for: network)
    return try BatchNormCoupling.allCases.flatMap { coupling in
      let suffix = coupling == .coupled ? "" : "_frozen_batchnorm"
      let kernel = evaluate(network, values: values, images: images, batch: shape[0], coupling: coupling)
      let expected = try reference.doubles("ntk\(suffix)")
      let largest = expected.map(abs).max() ?? 0
      let kappa = network.hasPath ? kernel.conditionNumber : .infinity
      return [
        Check(
          name: "ntk (\(coupling.rawValue))",
          deviation: largestDifference(kernel.matrix, expected) / (largest > 0 ? largest : 1),
          tolerance: tolerances.tangentKernel),
        Check(
          name: "logits (\(coupling.rawValue))",
          deviation: largestDifference(kernel.logits, try reference.doubles("logits")), tolerance: tolerances.logits),
        Check(
          name: "kappa (\(coupling.rawValue))",
          deviation: relativeDifference(kappa ?? .nan, try reference.number("kappa\(suffix)")),
          tolerance: tolerances.kappa),
      ]
    }
  }

  private func evaluate(
    _ network: Network, values: ParameterValues, images: [Float], batch: Int, coupling: BatchNormCoupling
  ) -> TangentKernel {
    switch implementation {
    case .fast(let set):
      return TangentKernel(
        network, values: values, images: images, batch: batch, coupling: coupling, set: set, arena: Arena())
    case .reference:
      let reference = ReferenceNetwork(network, values: values, images: images, batch: batch)
      return TangentKernel(batch: batch, matrix: reference.tangentKernel(coupling), logits: reference.logits)
    }
  }

  private func regions(_ reference: ReferenceCase) throws -> [Check] {
    let (shape, images) = try reference.input()
    guard shape.count == 5 else {
      throw VerificationError(
        path: "\(reference.path)/input", reason: "has \(shape.count) axes instead of [batches, B, C, H, W]")
    }
    let image = FeatureShape(channels: shape[2], rows: shape[3], columns: shape[4])
    let network = try reference.network(image: image)
    let values = try reference.values(for: network)
    let size = images.count / shape[0]
    let batches = (0..<shape[0]).map { Array(images[$0 * size..<($0 + 1) * size]) }
    let count: Int
    switch implementation {
    case .fast(let set):
      count = LinearRegions.count(
        network, values: values, batches: batches, batch: shape[1], set: set, arena: Arena())
    case .reference:
      count =
        Set(
          batches.flatMap {
            ReferenceNetwork(network, values: values, images: $0, batch: shape[1]).activationPatterns
          }
        ).count
    }
    return [Check(name: "regions", deviation: abs(Double(count - (try reference.integer("regions")))), tolerance: 0)]
  }

  /// The largest |a − b|; +∞ if the extents differ or a difference is NaN.
  private func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return difference.isNaN ? .infinity : max(largest, difference)
    }
  }

  /// |a − b| / |b|; 0 for equal infinities, +∞ if not a number.
  private func relativeDifference(_ a: Double, _ b: Double) -> Double {
    if a == b { return 0 }
    let difference = abs(a - b) / abs(b)
    return difference.isNaN ? .infinity : difference
  }
}

extension Verification.Outcome {
  /// The case as one line for a terminal.
  public var line: String {
    guard let checks else { return "unsupported  \(path)" }
    let found = checks.map { "\($0.name) \(Self.short($0.deviation))\($0.passed ? "" : " > \($0.tolerance)")" }
    return "\(passed ? "passed     " : "FAILED     ")  \(path)  \(found.joined(separator: ", "))"
  }

  /// Two significant digits.
  static func short(_ value: Double) -> String {
    guard value.isFinite && value > 0 else { return value == 0 ? "0" : "\(value)" }
    let exponent = Int(log10(value).rounded(.down))
    let mantissa = (value / pow(10, Double(exponent)) * 10).rounded() / 10
    return "\(mantissa)e\(exponent)"
  }
}

extension Verification {
  /// How many cases passed, failed and are unsupported.
  public static func summary(_ outcomes: [Outcome]) -> String {
    let supported = outcomes.filter { $0.checks != nil }
    let failed = supported.count { !$0.passed }
    return "\(supported.count - failed) passed, \(failed) failed, \(outcomes.count - supported.count) unsupported"
  }
}
