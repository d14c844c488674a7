import Kernels

/// An observer at work on a probe, asked for by one or more metrics.
struct PassRequest {
  /// The passes that it answers; they differ in how many batches they want, or in whether their probes ask for labels.
  private(set) var passes: [any AnyPass]
  /// How many batches each metric wants looked at, by the metric's place in the list.
  private(set) var metrics: [Int: Int]

  init(_ pass: any AnyPass, metric: Int) { (passes, metrics) = ([pass], [metric: pass.batches]) }

  /// How many batches are looked at.
  var batches: Int { metrics.values.max()! }

  /// The metrics that want the given batch.
  func users(ofBatch batch: Int) -> Set<Int> { Set(metrics.filter { batch < $0.value }.keys) }

  mutating func add(_ pass: any AnyPass, metric: Int) {
    if !passes.contains(where: { $0.probe == pass.probe }) { passes.append(pass) }
    metrics[metric] = max(metrics[metric] ?? 0, pass.batches)
  }
}

/// All that is asked of one probe, and of those that differ from it only in asking for no labels: labels change no images.
struct PassGroup {
  private(set) var probe: Probe
  private(set) var requests: [PassRequest]

  /// How many batches are drawn.
  var batches: Int { requests.map(\.batches).max()! }

  /// The probes of all requests.
  var probes: Set<Probe> { Set(requests.flatMap(\.passes).map(\.probe)) }

  /// The passes of the given metrics by probe, in the order in which they are first asked for.
  static func all(of metrics: [any Metric]) -> [PassGroup] {
    var groups: [PassGroup] = []
    for (place, metric) in metrics.enumerated() {
      for pass in metric.passes {
        let group = groups.firstIndex { $0.canServe(pass.probe) } ?? groups.count
        if group == groups.count { groups.append(PassGroup(probe: pass.probe, requests: [])) }
        groups[group].add(pass, metric: place)
      }
    }
    return groups
  }

  private func canServe(_ other: Probe) -> Bool {
    probe.inputs.labels == .none || other.inputs.labels == .none
      ? probe.withoutLabels == other.withoutLabels : probe == other
  }

  private mutating func add(_ pass: any AnyPass, metric: Int) {
    if probe.inputs.labels == .none { probe = pass.probe }
    if let request = requests.firstIndex(where: { $0.passes[0].name == pass.name }) {
      requests[request].add(pass, metric: metric)
    } else {
      requests.append(PassRequest(pass, metric: metric))
    }
  }
}

extension Probe {
  /// The same without labels.
  fileprivate var withoutLabels: Probe {
    var probe = self
    probe.inputs.labels = .none
    return probe
  }
}
