import Files
import Statistics

extension CellSearchReport {
  /// `cells.csv`: every search's preferred cell at every step.
  package var csv: String {
    let names = SearchReport.datasets.map(\.rawValue)
    let header =
      ["rule", "strategy", "seed", "cells", "index"] + names + names.map { "\($0)_rank" }
    return CSV.text(
      header,
      rows.map { row in
        [row.rule, row.strategy.rawValue, String(row.seed), String(row.step.cells), String(row.step.cell)]
          + row.accuracies.map { CSV.number($0?.value, absent: "") }
          + row.accuracies.map { $0.map { String($0.rank) } ?? "" }
      })
  }

  /// `cells-summary.csv`: over the seeds.
  package var summaryCSV: String {
    let names = SearchReport.datasets.map(\.rawValue)
    let header =
      ["rule", "strategy", "cells", "seeds", "seconds"]
      + names.flatMap { [$0, "\($0)_deviation", "\($0)_median_rank"] }
    return CSV.text(
      header,
      summaries.map { row in
        [row.rule, row.strategy.rawValue, String(row.cells), String(row.seeds), CSV.number(row.seconds, absent: "")]
          + row.accuracies.indices.flatMap { place in
            [row.accuracies[place]?.mean, row.accuracies[place]?.deviation, row.places[place]].map {
              CSV.number($0, absent: "")
            }
          }
      })
  }

  /// What was found for a terminal: accuracy and place by cells scored.
  public func text(width: Int? = nil) -> String {
    let known = SearchReport.datasets.indices.filter { place in summaries.contains { $0.accuracies[place] != nil } }
    var text = ""
    for group in groups {
      text += "\(group[0].rule), \(group[0].strategy.rawValue), \(Self.seeds(group[0].seeds)):\n"
      text += TextTable.aligned(
        [["cells", "seconds"] + known.map { "\(SearchReport.datasets[$0].rawValue) (place)" }]
          + group.map { row in
            [String(row.cells), row.seconds.map { TextNumber.plain($0, places: 1) } ?? ""]
              + known.map { place in
                guard let accuracy = row.accuracies[place], let rank = row.places[place] else { return "" }
                let spread = accuracy.deviation.map { " ± \(TextNumber.plain($0, places: 2))" } ?? ""
                return "\(TextNumber.plain(accuracy.mean, places: 2))\(spread) (\(Int(rank.rounded())))"
              }
          }, width: width)
    }
    guard !known.isEmpty else { return text + found }
    let bounds = known.map { place in
      "\(SearchReport.datasets[place].rawValue) \(TextNumber.plain(self.bounds[place]!.mean, places: 2)) and \(TextNumber.plain(self.bounds[place]!.best, places: 2))"
    }.joined(separator: ", ")
    text += "Accuracy in percent: mean ± standard deviation over seeds, and the cell's median place among all cells.\n"
    text += "A cell drawn blindly reaches, and the best cell: \(bounds). Seconds are processor time.\n"
    return text
  }

  /// The cells found, where no accuracy tells how good they are.
  private var found: String {
    last.map {
      "\($0.rule), \($0.strategy.rawValue), seed \($0.seed): cell \($0.step.cell), \($0.architecture)\n"
    }.joined()
  }

  private var groups: [[Summary]] {
    summaries.reduce(into: []) { groups, row in
      if let last = groups.last?[0], last.rule == row.rule, last.strategy == row.strategy {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
  }

  private static func seeds(_ count: Int) -> String { count == 1 ? "1 seed" : "\(count) seeds" }
}
