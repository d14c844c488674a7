/// What passes left, what kept others from being run, and the processor time they took of each metric.
struct PassNotes {
  private struct Place: Hashable {
    let probe: Probe
    let observer: AnyHashable

    init(_ pass: any AnyPass) { (probe, observer) = (pass.probe, pass.name) }
  }

  /// Seconds by the metric's place in the list.
  private(set) var seconds: [Double]
  private var observations: [Place: [any Sendable]] = [:]
  private var labels: [Probe: [[Int]]] = [:]
  private var errors: [Probe: any Error] = [:]
  private var missing: Set<Probe> = []

  init(metrics: Int) { seconds = [Double](repeating: 0, count: metrics) }

  /// Runs something for some metrics, and divides the time it takes among them.
  mutating func time<Value>(for metrics: Set<Int>, _ body: () throws -> Value) rethrows -> Value {
    let start = ProcessorTime.ofThread
    defer {
      let share = (ProcessorTime.ofThread - start) / Double(metrics.count)
      for metric in metrics { seconds[metric] += share }
    }
    return try body()
  }

  /// Keeps what a pass left of its next batch.
  mutating func note(_ left: any Sendable, pass: any AnyPass) { observations[Place(pass), default: []].append(left) }

  /// Keeps the labels of the next batch of some probes.
  mutating func note(labels batch: [Int], probes: Set<Probe>) {
    for probe in probes { labels[probe, default: []].append(batch) }
  }

  /// Keeps why the passes of some probes were not run.
  mutating func note(_ error: any Error, probes: Set<Probe>) {
    for probe in probes { errors[probe] = error }
  }

  /// Keeps that no path is left of some probes' network.
  mutating func noteMissing(_ probes: Set<Probe>) { missing.formUnion(probes) }

  /// The labels of a batch.
  func labels(_ probe: Probe, batch: Int) throws -> [Int] {
    if let error = errors[probe] { throw error }
    guard let known = labels[probe], batch < known.count else {
      preconditionFailure("a metric looks for the labels of a probe that none of its passes has")
    }
    return known[batch]
  }

  /// What a pass left of a batch; nil if no path was left.
  func found(_ pass: any AnyPass, batch: Int) throws -> (any Sendable)? {
    if let error = errors[pass.probe] { throw error }
    if missing.contains(pass.probe) { return nil }
    guard let left = observations[Place(pass)], batch < left.count else {
      preconditionFailure("a metric looks for a pass that is not among its passes")
    }
    return left[batch]
  }
}
