/// One chart of a figure, with its own title.
public struct Panel: Sendable {
  /// The rows of a figure's table that a panel shows.
  public struct Subset: Sendable {
    /// A column of texts.
    public let column: String
    /// The text that the rows of the panel have there.
    public let value: String

    /// The rows whose `column` is `value`.
    public init(_ column: String, equals value: String) { (self.column, self.value) = (column, value) }
  }

  /// The heading; empty for none.
  public let title: String
  /// What is below it, such as `τ = −0.484 [−0.492, −0.476], n = 15,625`; empty for nothing.
  public let subtitle: String
  /// The chart.
  public let chart: any Chart
  /// The rows it shows; nil for all.
  public let subset: Subset?
  /// Width and height of the plotting area, in pixels; nil for the chart's own.
  public let size: (width: Int, height: Int)?

  /// Makes a panel without a title of its own, for a figure that has no other.
  public init(_ chart: some Chart) { self.init("", chart) }

  /// Makes a panel.
  public init(
    _ title: String, subtitle: String = "", only subset: Subset? = nil, size: (width: Int, height: Int)? = nil,
    _ chart: some Chart
  ) {
    (self.title, self.subtitle, self.subset, self.size, self.chart) = (title, subtitle, subset, size, chart)
  }
}

extension Panel {
  /// What has no place on an axis, one clause each: `341 of 15,625 not drawn: κ is infinite`, or `341 of 15,625 at κ = ∞` where that
  /// has a place beyond the axis.
  func omissions(_ table: DataTable) -> [String] {
    let rows = self.rows(of: table)
    return chart.axes.flatMap { axis -> [String] in
      let numbers = table[axis.column]?.numbers ?? []
      let infinite = axis.showsInfinity ? rows.count { numbers[$0] == .infinity } : 0
      let beyond = infinite > 0 ? ["\(grouped(infinite)) of \(grouped(rows.count)) at \(axis.label(table)) = ∞"] : []
      let undrawn = rows.map { numbers[$0] }.filter { !axis.shows($0) }
      let reasons: [(String, (Double) -> Bool)] = [
        ("infinite", \.isInfinite), ("unknown", \.isNaN), ("not positive", \.isFinite),
      ]
      return beyond
        + reasons.compactMap { reason, holds in
          let count = undrawn.count(where: holds)
          guard count > 0 else { return nil }
          return "\(grouped(count)) of \(grouped(rows.count)) not drawn: \(axis.label(table)) is \(reason)"
        }
    }
  }

  private func rows(of table: DataTable) -> [Int] {
    guard let subset, let column = table[subset.column] else { return Array(0..<table.count) }
    return (0..<table.count).filter { column.field($0) == subset.value }
  }

  /// The panel as a Vega-Lite view of the figure's data.
  func view(_ table: DataTable) -> JSON {
    let (width, height) = size ?? chart.size(table)
    // The ticks are for what is seen.
    let table = table.showing(rows(of: table))
    var conditions = chart.axes.map(\.condition)
    if let subset { conditions.insert("datum['\(subset.column)'] === \(Self.literal(subset.value))", at: 0) }
    let filters =
      conditions.map { JSON.object(["filter": .string($0)]) } + chart.axes.flatMap { $0.transforms(table) }

    var view = chart.view(table)
    if case .object(var members) = view {
      var transforms: [JSON] = []
      if case .array(let own) = members["transform"] { transforms = own }
      members["transform"] = .array(filters + transforms)
      view = .object(members)
    }
    let lines = ([subtitle] + omissions(table)).flatMap { wrapped($0, width: width, pixelsPerLetter: 5.7) }
    return view.merging(["width": .integer(width), "height": .integer(height)])
      .merging(heading(title.isEmpty ? [] : [title], lines))
  }

  /// A text in Vega's expression language.
  private static func literal(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}

/// A `title` member; none where there is no text, because an empty one would take room.
func heading(_ title: [String], _ subtitle: [String], _ look: JSON = [:]) -> JSON {
  var members: JSON = look
  guard !title.isEmpty || !subtitle.isEmpty else { return [:] }
  members = members.merging(["text": .array(title.map { .string(typeset($0)) })])
  if !subtitle.isEmpty { members = members.merging(["subtitle": .array(subtitle.map { .string(typeset($0)) })]) }
  return ["title": members]
}

/// A text with real minus signs: those between a blank or bracket and a digit.
func typeset(_ text: String) -> String { text.replacing(/(^|[ \[(])-(\d)/) { "\($0.1)−\($0.2)" } }

/// A count with a comma every three digits.
package func grouped(_ count: Int) -> String {
  let digits = Array(String(count.magnitude))
  let groups = digits.indices.map { place in
    (place > 0 && (digits.count - place) % 3 == 0 ? "," : "") + String(digits[place])
  }
  return (count < 0 ? "-" : "") + groups.joined()
}

/// A text in lines that fit into a width; Vega does not break lines itself. Line breaks in the text stay.
func wrapped(_ text: String, width: Int, pixelsPerLetter: Double) -> [String] {
  let letters = Int(Double(width) / pixelsPerLetter)
  return text.split(separator: "\n").flatMap { paragraph in
    paragraph.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= letters {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
