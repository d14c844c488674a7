import Files
import Reports
import Scores

extension CombinationStudy {
  /// How the rule and others rank cells, a row a ranking, data set and population.
  public var table: ResultTable { rows.table(less: "held-out less this [95%]") }

  /// The rule, how it and others rank cells, how τ grows with its terms, and what it is made of, for a terminal.
  public func text(width: Int? = nil) -> String {
    let chosen = choices.last!
    let chosenOn = options.chosenOn.map { sets in " for " + sets.map(\.rawValue).joined(separator: ", ") } ?? ""
    var text = """
      rule: \(rule)
      chosen on \(chosen.cells) cells of population \(options.population.rawValue)\(chosenOn); its \(options.objective.rawValue) tau there: \(TextNumber.plain(chosen.bySize[chosen.terms - 1].objective))

      """
    text += "\nheld-out: every cell scored by a rule chosen without it and its isomorphs\n"
    text += table.aligned(width: width)
    text += "\nnumber of terms against held-out tau\n"
    text += TextTable.aligned(
      [["terms", "data set", "tau [95%]", "ms a cell", "the rule on all cells"]]
        + curve.map { step in
          [
            "\(step.terms)", step.dataset.rawValue, step.kendall.text(),
            step.milliseconds.map { TextNumber.plain($0, places: 1) } ?? "",
            "\(chosen.bySize[step.terms - 1].rule)",
          ]
        }, width: width)
    text += "\nchosen without each fold\n"
    text += TextTable.aligned(
      [["fold", "terms", "rule"]]
        + choices.dropLast().map { ["\($0.fold!)", "\($0.terms)", "\($0.rule)"] }, width: width)
    text +=
      "\nmetrics by the number of folds that chose them: "
      + frequency.map { "\($0.metric) \($0.folds)" }.joined(separator: ", ") + "\n"
    return text
  }
}
