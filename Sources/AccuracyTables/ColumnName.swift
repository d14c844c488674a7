/// Which column of an accuracy table is meant: a data set, a section of the table and a name.
public struct ColumnName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// A part of the table with one group per data set.
  public enum Section: Int, CaseIterable, Sendable {
    /// Accuracies and losses after the full 200 epochs: `/datasets/<name>`.
    case epochs200
    /// Accuracies and losses after 12 epochs: `/datasets/<name>/epochs12`.
    case epochs12
    /// Multiply-adds, parameters and latency in seconds: `/costs/<name>`.
    case costs
    /// Whatever else cells were measured by, each with its unit and direction: `/targets/<name>`.
    case targets
  }

  /// The data set the values belong to.
  public let dataset: BenchmarkDataset
  /// The part of the table.
  public let section: Section
  /// The column's own name, for example `test_accuracy`.
  public let name: String

  /// Names a column; test accuracy after 200 epochs unless told otherwise. A further target is a column itself.
  public init(_ dataset: BenchmarkDataset, _ name: String = "test_accuracy", section: Section = .epochs200) {
    self.dataset = dataset
    self.name = dataset.isTarget ? dataset.rawValue : name
    self.section = dataset.isTarget ? .targets : section
  }

  /// Whether there is one value per cell and training seed, rather than one per cell.
  public var isBySeed: Bool { section != .targets && name.hasSuffix("_by_seed") }

  /// Whether the values are percentages, the higher the better.
  public var isAccuracy: Bool { section != .costs && section != .targets && name.contains("accuracy") }

  /// The path of the column's group within an HDF5 table.
  var groupPath: String {
    switch section {
    case .epochs200: "/datasets/\(dataset)"
    case .epochs12: "/datasets/\(dataset)/epochs12"
    case .costs: "/costs/\(dataset)"
    case .targets: "/targets"
    }
  }

  /// The column's path within an HDF5 table, for example `/datasets/cifar10/test_accuracy`.
  public var description: String { "\(groupPath)/\(name)" }

  /// By section, then by data set, then by name.
  public static func < (left: Self, right: Self) -> Bool {
    (left.section.rawValue, left.dataset, left.name) < (right.section.rawValue, right.dataset, right.name)
  }
}
