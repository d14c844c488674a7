import AccuracyTables
import Files
import Scores
import Statistics

extension SearchReport {
  /// Mean and deviation over the seeds of a rule, on one data set.
  public struct Summary: Sendable, Hashable {
    /// How κ and R decided.
    public let rule: PruningRule
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// Test accuracy over the seeds that have one, percent.
    public let accuracy: Spread
  }

  /// A summary for every rule and data set with known accuracy.
  public var summaries: [Summary] {
    PruningRule.allCases.flatMap { rule in
      Self.datasets.indices.compactMap { place in
        let values = found.filter { $0.name.rule == rule }.compactMap { $0.accuracies[place]?.value }
        guard !values.isEmpty else { return nil }
        return Summary(rule: rule, dataset: Self.datasets[place], accuracy: Spread(values))
      }
    }
  }

  /// `summary.csv`: ``summaries`` beside the paper's numbers; empty where there is none.
  public var summaryCSV: String {
    let rows = summaries.map { row in
      let paper = PaperNumbers.searchedAccuracy(row.rule, row.dataset)
      let numbers = [row.accuracy.mean, row.accuracy.deviation, paper?.mean, paper?.deviation].map {
        CSV.number($0, absent: "")
      }
      return [row.rule.rawValue, row.dataset.rawValue, String(row.accuracy.count)] + numbers
    }
    return CSV.text(["rule", "dataset", "seeds", "mean", "deviation", "paper_mean", "paper_deviation"], rows)
  }

  /// The cells found and the summary, for a terminal.
  public func text(width: Int? = nil) -> String {
    let known = Self.datasets.indices.filter { place in found.contains { $0.accuracies[place] != nil } }
    // A cell has an index to ask for it by, whatever else a narrow terminal leaves out; a genotype is longer than any terminal is wide.
    let areCells = found.allSatisfy { $0.index != nil }
    var text = TextTable.aligned(
      [
        ["rule", "seed"] + (areCells ? ["cell"] : []) + known.map { Self.datasets[$0].rawValue } + ["seconds"]
          + (areCells ? ["architecture"] : [])
      ] + found.map { Self.row($0, known) }, width: width,
      dispensable: ["architecture", "seconds"] + known.reversed().map { Self.datasets[$0].rawValue })
    if !areCells {
      text += found.map { "\($0.name.rule.rawValue), seed \($0.name.seed): \($0.cell)\n" }.joined()
    }
    if !summaries.isEmpty {
      text +=
        "\n"
        + TextTable.aligned(
          [["rule", "data set", "seeds", "test accuracy", "paper (tables 1, 4, 5)"]]
            + summaries.map { row in
              [
                row.rule.rawValue, row.dataset.rawValue, String(row.accuracy.count),
                Self.spread(row.accuracy.mean, row.accuracy.deviation),
                PaperNumbers.searchedAccuracy(row.rule, row.dataset).map { Self.spread($0.mean, $0.deviation) } ?? "",
              ]
            }, width: width)
      text +=
        "Accuracy in percent, with the cell's place among all cells; mean ± standard deviation over seeds. The paper searched each data set on its own images; here one source of images served all.\n"
    }
    let alone = found.filter { $0.name.rule == .ranks && $0.isMeasuredAlone }.map(\.seconds)
    if !alone.isEmpty {
      let mean = TextNumber.plain(alone.mean, places: 1)
      text += "Seconds a search by ranks: \(mean) (mean of \(alone.count)); the paper's, on one GTX 1080Ti: "
      text += "\(CSV.number(PaperNumbers.searchSeconds)), on NAS-Bench-201.\n"
    }
    if found.contains(where: { !$0.isMeasuredAlone }) {
      text +=
        "(s) shared: part of what the search needed had been measured for another rule, and is not in its seconds.\n"
    }
    return text
  }

  private static func row(_ found: Found, _ known: [Int]) -> [String] {
    let accuracies = known.map { place in
      found.accuracies[place].map { "\(TextNumber.plain($0.value, places: 2)) (\($0.rank))" } ?? ""
    }
    let seconds = TextNumber.plain(found.seconds, places: 1) + (found.isMeasuredAlone ? "" : " (s)")
    return [found.name.rule.rawValue, String(found.name.seed)] + (found.index.map { [String($0)] } ?? []) + accuracies
      + [seconds] + (found.index == nil ? [] : [found.cell])
  }

  private static func spread(_ mean: Double, _ deviation: Double?) -> String {
    TextNumber.plain(mean, places: 2) + (deviation.map { " ± \(TextNumber.plain($0, places: 2))" } ?? "")
  }
}
