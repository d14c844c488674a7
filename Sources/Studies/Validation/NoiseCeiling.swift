import AccuracyTables
import Scores
import Statistics

/// How well accuracy ranks cells by itself: the τ of two trainings, which no metric can be expected to exceed by much.
public struct NoiseCeiling: Sendable {
  /// Where the second opinion comes from.
  public enum Source: String, Sendable {
    /// Between training seeds of the table: the mean over pairs of seeds. Accuracy averaged over seeds is less noisy than that.
    case seeds
    /// Between the table and a second one.
    case secondTable = "second table"
  }

  /// The data set.
  public let dataset: BenchmarkDataset
  /// The cells.
  public let slice: CellSlice
  /// Where the second opinion comes from.
  public let source: Source
  /// Cells that both trainings know.
  public let count: Int
  /// Kendall's τ_b.
  public let kendall: Estimate
  /// Spearman's ρ; nil where it is not defined.
  public let spearman: Double?

  /// Correlates trainings with each other.
  ///
  /// - Parameters:
  ///   - pairs: the trainings to compare, each a pair of accuracies by cell, NaN where unknown.
  ///   - cells: indices of the slice's cells.
  /// - Returns: nil if fewer than two cells are known in all of them.
  init?(
    dataset: BenchmarkDataset, slice: CellSlice, source: Source, pairs: [([Double], [Double])], cells: [Int],
    options: AgreementOptions
  ) throws {
    let known = cells.filter { cell in pairs.allSatisfy { !$0.0[cell].isNaN && !$0.1[cell].isNaN } }
    guard known.count >= 2, !pairs.isEmpty else { return nil }
    let ranked = try pairs.map { pair in
      (try RankedColumn(known.map { pair.0[$0] }), try RankedColumn(known.map { pair.1[$0] }))
    }
    @Sendable func mean(_ values: [Correlation]) -> Double? {
      let defined = values.compactMap(\.value)
      return defined.count == values.count ? defined.reduce(0, +) / Double(defined.count) : nil
    }
    let whole = Resample(everyRowOf: known.count)
    (self.dataset, self.slice, self.source, count) = (dataset, slice, source, known.count)
    spearman = mean(ranked.map { spearmanRho($0.0, $0.1, in: whole) })
    let interval = try bootstrapIntervals(
      count: known.count, resamples: options.resamples, seed: options.seed, threads: options.threads
    ) { resample in [mean(ranked.map { kendallTauB($0.0, $0.1, in: resample) })] }[0]
    kendall = Estimate(mean(ranked.map { kendallTauB($0.0, $0.1, in: whole) }), interval)
  }

  /// The trainings of a table that can be compared: every two seeds of its test accuracy.
  static func seeds(of table: AccuracyTable, dataset: BenchmarkDataset) throws -> [([Double], [Double])] {
    let column = ColumnName(dataset, "test_accuracy_by_seed")
    guard table.columnNames.contains(column) else { return [] }
    let (values, seeds) = (try table.values(column), try table.seeds(of: column))
    let columns = (0..<seeds).map { seed in stride(from: seed, to: values.count, by: seeds).map { values[$0] } }
    return (0..<seeds).flatMap { first in ((first + 1)..<seeds).map { (columns[first], columns[$0]) } }
  }
}
