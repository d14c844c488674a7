import Kernels
import Networks

/// What scoring a cell once is expected to cost, in floating-point operations.
///
/// Only ratios matter: to divide a run into parts that take equally long, and to tell from a few cells how long all will take.
/// The operations are counted for 32x32 images, whatever the run's are, so that a cost depends on the settings alone.
public struct MetricCost {
  private let groups: [PassGroup]
  private static let image = FeatureShape(channels: 3, rows: 32, columns: 32)
  /// What a 3x3 crop costs, by the measured time of R_N beside that of κ_N: the crops' networks are too small to be counted.
  private static let perCrop = 1e4
  /// What a row costs that needs no arithmetic.
  private static let perRow = 1e6

  /// The cost of metrics that share what passes they can.
  public init(_ metrics: [any Metric]) { groups = PassGroup.all(of: metrics) }

  /// The cost of one repeat of a cell.
  public func operations(of cell: any Cell) -> Double {
    groups.reduce(Self.perRow) { $0 + operations($1, cell) }
  }

  private func operations(_ group: PassGroup, _ cell: any Cell) -> Double {
    let (choice, inputs) = (group.probe.network, group.probe.inputs)
    if let patch = choice.patch {
      return Double(group.batches * inputs.batch) * Self.perCrop * Double(patch * patch) / 9
    }
    var network = cell.network(choice.skeleton(image: Self.image))
    if choice.dropsDead {
      guard let live = network.droppingDeadNodesAtInitialization() else { return 0 }
      network = live
    }
    return (0..<group.batches).reduce(0) { total, batch in
      let passes = group.requests.filter { batch < $0.batches }.map { $0.passes[0] }
      return total + passes.reduce(network.forwardOperations(batch: inputs.batch)) { $0 + $1.operations(network) }
    }
  }
}
