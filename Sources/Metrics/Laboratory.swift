import Kernels
import Networks

/// Scores one cell in one repeat: builds the networks that probes name, runs the union of the passes that metrics ask for, each
/// once, and lets the metrics make numbers of what they leave.
///
/// ```swift
/// let laboratory = Laboratory(Evaluation(cell: cell, key: 284, repeat: 0, seed: 0, images: pool))
/// let kappa = try laboratory.score(Kappa(batch: 32))
/// ```
///
/// A score depends on its metric and on the material alone, never on which other metrics were asked for. Memory: the
/// observations of one cell; one forward pass at a time.
public struct Laboratory {
  /// Which kernels run.
  public enum KernelKind: Sendable {
    /// The compiled float32 kernels of one instruction set.
    case fast(InstructionSet)
    /// The plain float64 loops.
    case reference
    /// The plain float64 loops with those ReLUs open that the compiled kernels of an instruction set have open: what tells a
    /// ReLU whose input rounding has put on the other side of 0 from an error.
    case referenceFollowing(InstructionSet)
  }

  /// A metric's score, or why there is none.
  public struct Measurement {
    /// The score.
    public let score: Result<Double, any Error>
    /// Seconds of processor time; a pass that metrics share is divided among them.
    public let seconds: Double
  }

  private let material: any Material
  private let kernels: KernelKind
  private let arena: Arena

  /// Prepares to score a cell.
  ///
  /// - Parameter arena: scratch memory of the calling thread.
  public init(_ material: any Material, kernels: KernelKind = .fast(.best), arena: Arena = Arena()) {
    (self.material, self.kernels, self.arena) = (material, kernels, arena)
  }

  /// The score of one metric.
  public func score(_ metric: any Metric) throws -> Double { try score([metric])[0].score.get() }

  /// The scores of metrics, in their order; one that fails leaves the others as they are.
  public func score(_ metrics: [any Metric]) -> [Measurement] {
    let (observations, seconds) = run(metrics)
    return zip(metrics, seconds).map { metric, seconds in
      let start = ProcessorTime.ofThread
      let score = Result { try metric.score(observations) }
      return Measurement(score: score, seconds: seconds + ProcessorTime.ofThread - start)
    }
  }

  /// What the passes of metrics leave.
  public func observe(for metrics: [any Metric]) -> Observations { run(metrics).observations }

  /// Runs the passes of metrics, and says how long those of each took.
  private func run(_ metrics: [any Metric]) -> (observations: Observations, seconds: [Double]) {
    let networks = NetworkMemo(material)
    var notes = PassNotes(metrics: metrics.count)
    for group in PassGroup.all(of: metrics) { run(group, networks: networks, notes: &notes) }
    let observations = Observations(
      cell: material.cell, built: networks.network, found: notes.found, labelled: notes.labels)
    return (observations, notes.seconds)
  }

  /// Runs the passes of one probe, batch after batch.
  private func run(_ group: PassGroup, networks: NetworkMemo, notes: inout PassNotes) {
    let everyone = Set(group.requests.flatMap(\.metrics.keys))
    do {
      let setUp = try notes.time(for: everyone) {
        try networks.network(group.probe).map { built in
          (built, try material.batches(group.probe.inputs, of: built.network))
        }
      }
      guard let (built, next) = setUp else { return notes.noteMissing(group.probes) }
      for batch in 0..<group.batches {
        let requests = group.requests.filter { batch < $0.batches }
        let users = Set(requests.flatMap { $0.users(ofBatch: batch) })
        let inputs = try notes.time(for: users, next)
        notes.note(labels: inputs.labels, probes: group.probes)
        observe(requests, batch: batch, of: built, inputs: inputs, users: users, notes: &notes)
      }
    } catch {
      notes.note(error, probes: group.probes)
    }
  }

  /// One forward pass, at which every observer looks.
  private func observe(
    _ requests: [PassRequest], batch: Int, of built: Observations.Built, inputs: Inputs, users: Set<Int>,
    notes: inout PassNotes
  ) {
    func look(_ body: (any AnyPass) -> any Sendable) {
      for request in requests {
        let left = notes.time(for: request.users(ofBatch: batch)) { body(request.passes[0]) }
        for pass in request.passes { notes.note(left, pass: pass) }
      }
    }
    let (network, values) = (built.network, built.values)
    func forward(_ set: InstructionSet) -> LaneForward {
      LaneForward(network, values: values, inputs: inputs, set: set, arena: arena)
    }
    switch kernels {
    case .fast where requests[0].passes[0].probe.isOneSample:
      let forward = notes.time(for: users) { OneSampleForward(network, values: values, inputs: inputs) }
      lazy var plain = ReferenceNetwork(network, values: values, inputs: inputs)
      look { $0.observe(forward) ?? $0.observe(plain) }
    case .fast(let set):
      arena.releasing {
        let forward = notes.time(for: users) { forward(set) }
        look { $0.observe(forward) }
      }
    case .reference:
      let network = notes.time(for: users) { ReferenceNetwork(network, values: values, inputs: inputs) }
      look { $0.observe(network) }
    case .referenceFollowing(let set):
      let patterns = arena.releasing { ActivationPatterns().observe(forward(set)) }
      let network = ReferenceNetwork(network, values: values, inputs: inputs, following: patterns)
      look { $0.observe(network) }
    }
  }
}
