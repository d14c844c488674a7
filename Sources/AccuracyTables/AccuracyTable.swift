import Files
import HDF5

/// Ground truth: what every cell of a search space reached when it was trained, one number per cell in each column.
///
/// ```swift
/// let table = try AccuracyTable(readingFrom: "nas-bench-201.h5")
/// let accuracies = try table.values(ColumnName(.cifar100))               // percent, NaN where unknown
/// let cell = try table.index(of: "|nor_conv_3x3~0|+|...")
/// ```
///
/// Cells are numbered in the order of `architectures`, the benchmark's own. A table opened from a file has its layout
/// checked at once and reads a column's values when they are asked for.
public struct AccuracyTable: Sendable {
  enum Storage: Sendable {
    case values([Double])
    case stored(Dataset)
  }

  /// The `format` attribute of every table file.
  public static let format = "tenas-accuracy-table"
  /// The version of the file format this module reads and writes.
  public static let version: Int64 = 1

  /// Where the numbers come from, in words.
  public let source: String
  /// The architecture strings; a cell's index is its place here.
  public let architectures: [String]
  /// The file the table was opened from, if it was.
  public let file: String?
  /// What a reader should know of the file, a line each, without its name: objects that were passed over, doubtful values.
  public let notes: [String]
  /// What the further targets are.
  public let kinds: [BenchmarkDataset: TargetKind]
  let indices: [String: Int]
  let columns: [ColumnName: Storage]

  /// A table of the given columns.
  ///
  /// - Parameters:
  ///   - source: where the numbers come from, in words.
  ///   - architectures: distinct architecture strings, in the benchmark's index order.
  ///   - columns: per column one value per cell, NaN where unknown; a column whose name ends in `_by_seed` has an equal
  ///     number of values for each cell, the seed varying fastest.
  ///   - kinds: what the further targets are; one that is not named has no unit and is better the higher.
  /// - Throws: `FileError` if an architecture occurs twice, a column has the wrong length or holds an accuracy
  ///   outside 0...100, or there are no cells or no columns to rank by.
  public init(
    source: String, architectures: [String], columns: [ColumnName: [Double]],
    kinds: [BenchmarkDataset: TargetKind] = [:]
  ) throws {
    for (name, values) in columns {
      guard Self.fits(values.count, cells: architectures.count, bySeed: name.isBySeed) else {
        throw FileError(
          "has \(values.count) values for \(architectures.count) architectures", place: name.description)
      }
      try Self.check(values, of: name, file: nil)
    }
    try self.init(
      source: source, architectures: architectures, columns: columns.mapValues { .values($0) }, kinds: kinds, file: nil)
  }

  init(
    source: String, architectures: [String], columns: [ColumnName: Storage], kinds: [BenchmarkDataset: TargetKind],
    file: String?, notes: [String] = []
  ) throws {
    (self.kinds, self.notes) = (kinds, notes)
    self.source = source
    self.architectures = architectures
    self.columns = columns
    self.file = file
    var indices = [String: Int](minimumCapacity: architectures.count)
    for (index, architecture) in architectures.enumerated() {
      if let earlier = indices.updateValue(index, forKey: architecture) {
        throw FileError(
          "the architecture '\(architecture)' occurs twice, at \(earlier) and \(index)", file: file,
          place: "/architectures")
      }
    }
    self.indices = indices
    guard !architectures.isEmpty else {
      throw FileError("has no architectures", file: file, place: "/architectures")
    }
    guard columns.keys.contains(where: { $0.section != .costs }) else {
      throw FileError(
        "has no column; at least one is needed, such as /datasets/cifar10/test_accuracy", file: file,
        place: "/datasets")
    }
  }

  private static func fits(_ count: Int, cells: Int, bySeed: Bool) -> Bool {
    bySeed ? cells > 0 && count > 0 && count % cells == 0 : count == cells
  }

  static func check(_ values: [Double], of name: ColumnName, file: String?) throws {
    guard name.isAccuracy, let bad = values.firstIndex(where: { !($0.isNaN || (0...100).contains($0)) }) else { return }
    throw FileError(
      "value \(bad) is \(values[bad]), where a percentage from 0 to 100 or NaN is needed", file: file,
      place: name.description)
  }
}
