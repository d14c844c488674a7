import Foundation
import Metrics
import Statistics

extension Rule {
  /// The rule as scores that ``Agreement`` makes anew in every resample, under a name.
  public func agreement(named name: String) -> AgreementRule<String> {
    let (inputs, terms) = (metrics, terms)
    return AgreementRule([name], of: inputs) { scores in
      let columns = Dictionary(uniqueKeysWithValues: zip(inputs, scores.map(\.ranks)))
      let ranked = terms.map { term in
        RankedColumn(
          lexicographic: term.metrics.map { metric in
            let column = columns[metric]!
            return MetricTable.isLowerBetter(metric) ? column.reversed : column
          })
      }
      return { resample in
        var sum = [Double](repeating: 0, count: resample.multiplicities.count)
        for (term, column) in zip(terms, ranked) {
          for (row, share) in column.rankShares(resample).enumerated() {
            sum[row] += term.weight * (term.form == .log ? log(share) : share)
          }
        }
        return [try RankedColumn(sum, name: name)]
      }
    }
  }

  /// The rule's scores of cells; the highest is the best.
  ///
  /// - Parameter column: the scores of a metric, one a cell.
  public func scores(_ column: (String) throws -> [Double]) throws -> [Double] {
    var sum: [Double] = []
    for term in terms {
      let ranked = try RankedColumn(
        lexicographic: term.metrics.map { metric in
          let values = try RankedColumn(column(metric), name: metric)
          return MetricTable.isLowerBetter(metric) ? values.reversed : values
        })
      let shares = ranked.rankShares(Resample(everyRowOf: ranked.count))
      if sum.isEmpty { sum = [Double](repeating: 0, count: shares.count) }
      for row in shares.indices { sum[row] += term.weight * (term.form == .log ? log(shares[row]) : shares[row]) }
    }
    return sum
  }
}

extension MetricTable {
  /// Whether the smallest score of a metric is its best; false for metrics that are not in the table.
  static func isLowerBetter(_ name: String) -> Bool { entry(named: name)?.description.direction == .lowerIsBetter }
}
