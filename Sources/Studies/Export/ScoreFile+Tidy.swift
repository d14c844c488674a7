extension ScoreFile {
  /// The scores in long form: `index,architecture,repeat,metric,value`, a row a score that was computed, by index, repeat and
  /// the order of the metrics. Numbers are as in `scores.csv`: `inf` for +∞, `nan` for a score whose computation failed.
  public var tidyCSV: String {
    var text = "index,architecture,repeat,metric,value\n"
    for row in rows.sorted(by: { $0.key < $1.key }) {
      let cell = "\(row.index),\(ScoreRow.quoted(row.architecture)),\(row.repeat)"
      for (metric, score) in zip(metrics, row.scores) {
        guard let score else { continue }
        text += "\(cell),\(metric),\(ScoreRow.format(score))\n"
      }
    }
    return text
  }
}
