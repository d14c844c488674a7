import Files
import Statistics

extension ProtocolAblation {
  /// The ablation as tables for a terminal, one a data set, a row a variant. Scores that variants share are in the row of each.
  public var text: String {
    let width = places.flatMap(\.values).max().map { $0 + 1 } ?? 0
    return stride(from: 0, to: rows.count, by: max(width, 1)).map { start in
      table(Array(rows[start..<start + width]))
    }.joined(separator: "\n")
  }

  private func table(_ rows: [Row]) -> String {
    let header = [
      "protocol", "kappa ms", "kappa tau [95%]", "regions ms", "regions tau [95%]", "combined tau [95%]",
      "combined less base's [95%]", "on the front of",
    ]
    let body = zip(variants, places).map { variant, places in
      let (kappa, regions, combined) = (rows[places["kappa"]!], rows[places["regions"]!], rows[places["combined"]!])
      let fronts = [kappa, regions, combined].filter { $0.isOnFront && $0.variant == variant }.map(\.metric)
      return [
        variant.name, Self.time(kappa.milliseconds), Self.cell(kappa.kendall, kappa.interval),
        Self.time(regions.milliseconds), Self.cell(regions.kendall, regions.interval),
        Self.cell(combined.kendall, combined.interval),
        combined.difference == nil ? "" : Self.cell(combined.difference, combined.differenceInterval),
        fronts.joined(separator: ", "),
      ]
    }
    return "\(rows[0].dataset), \(rows[0].count) cells; ms: processor time of a cell, all repeats\n"
      + TextTable.aligned([header] + body)
  }

  private static func time(_ milliseconds: Double?) -> String {
    milliseconds.map { TextNumber.aligned($0, places: 2) } ?? "not recorded"
  }

  private static func cell(_ value: Double?, _ interval: BootstrapInterval) -> String {
    guard let value, let bounds = interval.bounds else { return "not defined" }
    return TextNumber.estimate(value, bounds)
  }
}
