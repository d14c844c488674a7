import Files
import Scores

extension ScoreFile {
  /// The scores in long form: `index,architecture,repeat,metric,value`, a row a score that was computed, by index, repeat and
  /// the order of the metrics. Numbers are as in `scores.csv`: `inf` for +∞, `nan` for a score whose computation failed.
  public var tidyCSV: String {
    let lines = rows.sorted { $0.key < $1.key }.flatMap { row in
      zip(metrics, row.scores).compactMap { metric, score in
        score.map { [String(row.index), row.architecture, String(row.repeat), metric, CSV.number($0)] }
      }
    }
    return CSV.text(Self.tidyColumns, lines)
  }
}
