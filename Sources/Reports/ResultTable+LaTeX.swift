import Files

extension ResultTable {
  /// A `tabular` of the package booktabs as a paper prints it: three decimals, intervals small, in each group the best in bold. The first
  /// column names the groups, each once.
  ///
  /// - Parameter notes: comments above it.
  public func latex(notes: [String] = []) -> String {
    let shown = columns.filter { $0.heading != nil }
    let groups = rowNumbers.map { shown[0].cells[$0].typeset }
    let best = shown.map { column in
      Dictionary(grouping: rowNumbers, by: { groups[$0] }).mapValues { rows in
        rows.compactMap { column.cells[$0].merit }.filter { !$0.isNaN }.max()
      }
    }
    var lines = ([#"needs \usepackage{booktabs}"#] + notes).map { "% \($0.onOneLine)" }
    let alignment = shown.map { $0.cells.first?.typeset.hasPrefix("$") == true ? "r" : "l" }.joined()
    lines += [#"\begin{tabular}{\#(alignment)}"#, #"\toprule"#]
    lines += [shown.map { $0.heading! }.joined(separator: " & ") + #" \\"#, #"\midrule"#]
    for row in rowNumbers {
      let isFirst = row == 0 || groups[row] != groups[row - 1]
      if isFirst && row > 0 { lines.append(#"\addlinespace"#) }
      let fields = shown.enumerated().map { place, column in
        let cell = column.cells[row]
        if place == 0 { return isFirst ? cell.typeset : "" }
        let isBest = cell.merit != nil && cell.merit == (best[place][groups[row]] ?? nil)
        return isBest ? TeX.bold(cell.typeset) : cell.typeset
      }
      lines.append(fields.joined(separator: " & ") + #" \\"#)
    }
    return (lines + [#"\bottomrule"#, #"\end{tabular}"#]).joined(separator: "\n") + "\n"
  }
}

/// Texts and numbers as TeX has them.
public enum TeX {
  /// A text with TeX's special characters escaped.
  public static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "_", "&", "%", "#", "$", "{", "}": escaped += "\\\(character)"
      case "\\": escaped += #"\textbackslash{}"#
      case "~": escaped += #"\textasciitilde{}"#
      case "^": escaped += #"\textasciicircum{}"#
      case "<", ">", "|": escaped += "$\(character)$"
      case "κ": escaped += #"$\kappa$"#
      case "τ": escaped += #"$\tau$"#
      case "₀": escaped += "$_0$"
      case "₁": escaped += "$_1$"
      default: escaped.append(character)
      }
    }
  }

  /// Three decimals; the interval small.
  static func number(_ value: Double, _ bounds: ClosedRange<Double>? = nil) -> String {
    func spelled(_ value: Double) -> String {
      value.isInfinite ? (value < 0 ? #"-\infty"# : #"\infty"#) : TextNumber.plain(value)
    }
    let interval = bounds.map { #" {\scriptsize$[\#(spelled($0.lowerBound)), \#(spelled($0.upperBound))]$}"# } ?? ""
    return "$\(spelled(value))$\(interval)"
  }

  /// The number that a field begins with in bold.
  static func bold(_ field: String) -> String {
    let parts = field.split(separator: "$", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? #"$\mathbf{\#(parts[1])}$\#(parts[2])"# : #"\textbf{\#(field)}"#
  }

  /// A title with the letters of statistics.
  static func heading(_ title: String) -> String {
    escaped(title).replacing("Kendall tau", with: #"Kendall $\tau$"#).replacing(
      "Spearman rho", with: #"Spearman $\rho$"#
    )
    .replacing("tau ", with: #"$\tau$ "#)
  }
}
