import AccuracyTables
import Files
import Scores

extension ProtocolAblation {
  /// The ablation as tables for a terminal, one a data set, a row a variant. Scores that variants share are in the row of each.
  public func text(width: Int? = nil) -> String {
    let datasets = rows.reduce(into: [BenchmarkDataset]()) { if $0.last != $1.dataset { $0.append($1.dataset) } }
    return datasets.map { dataset in table(rows.filter { $0.dataset == dataset }, width) }.joined(separator: "\n")
  }

  private func table(_ rows: [Row], _ width: Int?) -> String {
    let header = [
      "protocol", "kappa ms", "kappa tau [95%]", "regions ms", "regions tau [95%]", "combined tau [95%]",
      "combined less base's [95%]", "on the front of",
    ]
    let byKey = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
    let body = variants.map { variant in
      let own = Measurement.all(of: variant, base: variants[0]).map { byKey[$0.key]! }
      let (kappa, regions, combined) = (own[0], own[1], own[2])
      let fronts = own.filter { $0.isOnFront && $0.variant == variant }.map(\.metric)
      return [
        variant.name, Self.time(kappa.milliseconds), kappa.kendall.text(), Self.time(regions.milliseconds),
        regions.kendall.text(), combined.kendall.text(), combined.difference?.text() ?? "",
        fronts.joined(separator: ", "),
      ]
    }
    return "\(rows[0].dataset), \(rows[0].count) cells; ms: processor time of a cell, all repeats\n"
      + TextTable.aligned([header] + body, width: width)
  }

  private static func time(_ milliseconds: Double?) -> String {
    TextNumber.aligned(milliseconds, places: 2, absent: "not recorded")
  }
}
