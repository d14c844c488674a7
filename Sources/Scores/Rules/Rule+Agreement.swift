import Foundation
import Metrics
import Statistics

extension Rule {
  /// The rule as scores that ``Agreement`` makes anew in every resample, under a name.
  public func agreement(named name: String) -> AgreementRule<String> {
    let inputs = metrics
    return AgreementRule([name], of: inputs) { scores in
      let columns = Dictionary(uniqueKeysWithValues: zip(inputs, scores.map(\.ranks)))
      let ranked = ranked { columns[$0]! }
      return { resample in [try RankedColumn(sum(ranked, in: resample), name: name)] }
    }
  }

  /// The rule's scores of cells; the highest is the best.
  ///
  /// - Parameter column: the scores of a metric, one a cell.
  public func scores(_ column: (String) throws -> [Double]) throws -> [Double] {
    let ranked = try ranked { try RankedColumn(column($0), name: $0) }
    return sum(ranked, in: Resample(everyRowOf: ranked.first?.count ?? 0))
  }

  /// The column that each term ranks by, the best last.
  private func ranked<Failure: Error>(
    _ column: (String) throws(Failure) -> RankedColumn
  ) throws(Failure) -> [RankedColumn] {
    var ranked: [RankedColumn] = []
    for term in terms {
      var columns: [RankedColumn] = []
      for metric in term.metrics {
        let values = try column(metric)
        columns.append(MetricTable.isLowerBetter(metric) ? values.reversed : values)
      }
      ranked.append(RankedColumn(lexicographic: columns))
    }
    return ranked
  }

  /// The weighted sum of what the terms make of their ranks.
  private func sum(_ ranked: [RankedColumn], in resample: Resample) -> [Double] {
    var sum = [Double](repeating: 0, count: resample.multiplicities.count)
    let count = Double(resample.total)
    for (term, column) in zip(terms, ranked) {
      for (row, share) in column.rankShares(resample).enumerated() {
        sum[row] += term.weight * term.form.value(share, of: count)
      }
    }
    return sum
  }
}

extension Rule.Term.Form {
  /// What becomes of a rank.
  ///
  /// - Parameters:
  ///   - share: the rank divided by the number of cells.
  ///   - count: the number of cells.
  func value(_ share: Double, of count: Double) -> Double {
    switch self {
    case .log: Foundation.log(share)
    case .rank: share
    case .penalty: Foundation.log(min(1, 2 * share))
    case .z:
      // Cells that a resample did not draw may stand half a rank outside.
      normalQuantile(min(max(share - 0.5 / count, 0.25 / count), 1 - 0.25 / count))
    }
  }
}

extension MetricTable {
  /// Whether the smallest score of a metric is its best; false for metrics that are not in the table.
  package static func isLowerBetter(_ name: String) -> Bool {
    entry(named: name)?.description.direction == .lowerIsBetter
  }
}
