/// Tables for a terminal.
package enum TextTable {
  /// Rows as columns of equal width, the first row underlined.
  ///
  /// A table that is wider than the terminal is made to fit: first long texts are shortened in their middle, then columns are left out, and
  /// a line below the table says which. Shorter texts are cut only where that is not enough, and numbers last of all.
  ///
  /// - Parameters:
  ///   - rows: the header, and as many fields in every other row.
  ///   - width: the terminal's, in characters; nil for as wide as it is.
  ///   - dispensable: titles of the columns that may be left out, the first of them first; nil for all but the first column, the last one
  ///     first.
  ///   - rest: where what is left out can be seen.
  package static func aligned(
    _ rows: [[String]], width: Int? = nil, dispensable: [String]? = nil, rest: String = "a wider terminal shows it"
  ) -> String {
    let natural = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
    let areTexts = rows[0].indices.map { column in rows.dropFirst().contains { $0[column].isWords } }
    var layout = Layout(natural, areTexts: areTexts, header: rows[0])
    if let width { layout.fit(width, dispensable: dispensable ?? rows[0].dropFirst().reversed()) }
    let shown = rows.map { row in layout.columns.map { row[$0.place].shortened(to: $0.width) } }
    let lines = shown.map { fields in
      zip(fields, layout.columns).map { $0.paddedEnd(to: $1.width) }.joined(separator: gap).trimmedEnd
    }
    let rule = layout.columns.map { String(repeating: "-", count: $0.width) }.joined(separator: gap)
    let missing = layout.leftOut.map { rows[0][$0] }
    let note = missing.isEmpty ? [] : ["left out at \(width!) columns: \(missing.joined(separator: ", ")); \(rest)"]
    return ([lines[0], rule] + lines.dropFirst() + note).joined(separator: "\n") + "\n"
  }

  private static let gap = "  "

  /// The columns that are shown, and how wide each is.
  private struct Layout {
    var columns: [(place: Int, width: Int)]
    /// Places of those that are not shown.
    var leftOut: [Int] = []
    private let header: [String]
    /// By place, whether the column holds words; the others hold numbers.
    private let areTexts: [Bool]

    /// A long text is not made shorter than this, as long as a column can be left out instead.
    private static let leastText = 20
    /// What is longer than this is a long text.
    private static let longestWords = 30

    init(_ widths: [Int], areTexts: [Bool], header: [String]) {
      columns = widths.enumerated().map { ($0.offset, $0.element) }
      (self.areTexts, self.header) = (areTexts, header)
    }

    private func total(shortest: Bool = false) -> Int {
      columns.reduce(0) { $0 + (shortest ? min($1.width, Self.least($1.width)) : $1.width) } + gap.count
        * (columns.count - 1)
    }

    private static func least(_ width: Int) -> Int { width > longestWords ? leastText : width }

    mutating func fit(_ width: Int, dispensable: [String]) {
      var removed: [(place: Int, width: Int)] = []
      for title in dispensable where total(shortest: true) > width && columns.count > 1 {
        guard let place = columns.firstIndex(where: { header[$0.place] == title }) else { continue }
        removed.append(columns.remove(at: place))
      }
      // What had to go last may have made room for a narrower one before it.
      for column in removed.reversed() {
        columns.append(column)
        guard total(shortest: true) > width else { continue }
        columns.removeLast()
        leftOut.append(column.place)
      }
      columns.sort { $0.place < $1.place }
      leftOut.sort()
      shorten(to: width, least: Self.leastText, longest: Self.longestWords)
      shorten(to: width, least: 8, longest: 8, onlyTexts: true)
      shorten(to: width, least: 4, longest: 4)
    }

    /// Takes what is too much from the widest text, again and again.
    private mutating func shorten(to width: Int, least: Int, longest: Int, onlyTexts: Bool = false) {
      while total() > width {
        let long = columns.indices.filter {
          columns[$0].width > max(least, longest) && (areTexts[columns[$0].place] || !onlyTexts)
        }
        guard let widest = long.max(by: { columns[$0].width < columns[$1].width }) else { break }
        columns[widest].width = max(least, columns[widest].width - (total() - width))
      }
    }
  }
}

extension String {
  /// The text, or its beginning and end with three points between them where it is longer than that.
  package func shortened(to length: Int) -> String {
    guard count > length else { return self }
    guard length > 5 else { return String(prefix(length)) }
    let kept = length - 3
    return prefix((kept + 1) / 2) + "..." + suffix(kept / 2)
  }

  /// The text with blanks after it.
  package func paddedEnd(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }

  /// The text with lines longer than the width broken at blanks; what follows is indented as its line. A word that is longer stays
  /// whole, so that it can be copied.
  package func folded(to width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.count > width else { return String(line) }
      let indent = String(repeating: " ", count: min(line.prefix { $0 == " " }.count, width / 2))
      var (lines, current) = ([String](), indent)
      for word in line.drop(while: { $0 == " " }).split(separator: " ", omittingEmptySubsequences: false) {
        if current.count > indent.count, current.count + 1 + word.count > width {
          lines.append(current.trimmedEnd)
          current = indent
        }
        current += (current.count > indent.count ? " " : "") + word
      }
      return (lines + [current]).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// Whether it begins as words do; a number begins with a digit, a sign or a point, or is none.
  fileprivate var isWords: Bool {
    guard let first = first(where: { $0 != " " }), self != "not defined", self != "not measured" else { return false }
    return !(first.isNumber || "+-−.".contains(first))
  }

  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
