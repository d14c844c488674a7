/// A figure: data, and one or more panels that draw it.
///
/// ```swift
/// let data = try DataTable([
///   .init("architecture", cells), .init("kappa", title: "κ_N", kappa),
///   .init("cifar100", title: "CIFAR-100 test accuracy (%)", accuracy),
/// ])
/// let figure = try Figure(
///   "fig1", title: "Trainability against accuracy", data: data,
///   panels: [
///     Panel("CIFAR-100", subtitle: "τ = −0.484 [−0.492, −0.476], n = 15,625",
///       Scatter(x: Axis("kappa", .log), y: Axis("cifar100"), tooltip: ["architecture"]))
///   ])
/// try figure.write(to: "results/figures")                  // fig1.csv, fig1.vl.json
/// ```
public struct Figure: Sendable {
  /// The name of its files, without extension: letters, digits, `_` and `-`.
  public let name: String
  /// The heading.
  public let title: String
  /// What is below it; empty for nothing.
  public let subtitle: String
  /// What the panels draw, and what the CSV holds; it may have columns that are not drawn.
  public let data: DataTable
  /// The panels, in reading order.
  public let panels: [Panel]
  /// Panels side by side before a new row begins.
  public let panelsPerRow: Int
  /// What a page says under it, a sentence or two each.
  public let remarks: [String]

  /// Makes a figure.
  ///
  /// - Throws: ``ReportError`` naming a column that a panel reads and the data lacks, or one that must hold numbers and does
  ///   not; or a name that cannot be a file's.
  public init(
    _ name: String, title: String, subtitle: String = "", data: DataTable, panels: [Panel], panelsPerRow: Int = 3,
    remarks: [String] = []
  ) throws {
    (self.name, self.title, self.subtitle) = (name, title, subtitle)
    (self.data, self.panels, self.panelsPerRow, self.remarks) = (data, panels, panelsPerRow, remarks)
    guard name.wholeMatch(of: /[A-Za-z0-9_\-]+/) != nil else {
      throw ReportError(.badData, "figure '\(name)': a name has only letters, digits, _ and -")
    }
    for panel in panels { try check(panel) }
  }

  private func check(_ panel: Panel) throws {
    for column in panel.chart.axes.map(\.column) + panel.chart.columns + [panel.subset?.column].compactMap(\.self) {
      guard data[column] != nil else {
        let known = data.columns.map(\.name).joined(separator: ", ")
        throw ReportError(.badData, "figure \(name): there is no column '\(column)'; there are \(known)")
      }
    }
    for axis in panel.chart.axes where data[axis.column]!.numbers == nil {
      throw ReportError(.badData, "figure \(name): column '\(axis.column)' must hold numbers, and holds texts")
    }
  }
}
