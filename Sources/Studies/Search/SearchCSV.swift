import SearchSpaces

/// The course of searches as CSV.
enum SearchCSV {
  typealias Search<Supernet: PrunableSupernet> = (name: SearchName, outcome: PruningSearch<Supernet>.Outcome)

  /// A line for the start and every round of every search.
  static func trajectory<Supernet>(_ searches: [Search<Supernet>]) -> String {
    table(["rule", "seed", "step", "phase", "kappa", "regions", "operations", "supernet"], searches) { outcome in
      outcome.states.map { state in
        [
          String(state.step), state.phase.rawValue, ScoreRow.format(state.kappa), ScoreRow.format(state.regions),
          String(state.supernet.operationCount), state.supernet.stateText,
        ]
      }
    }
  }

  /// A line for every operation or edge that was pruned.
  static func pruned<Supernet>(_ searches: [Search<Supernet>]) -> String {
    let columns = [
      "rule", "seed", "step", "phase", "cell", "edge", "operation", "kappa_change", "regions_change", "kappa_rank",
      "regions_rank",
    ]
    return table(columns, searches) { outcome in
      outcome.removals.map { removal in
        let (row, candidate) = (removal.row, removal.row.candidate)
        let place = [
          Supernet.cellNames[candidate.cell], Supernet.edgeNames[candidate.edge],
          candidate.operation.map { Supernet.operationNames[$0] } ?? "",
        ]
        return [String(removal.step), removal.phase.rawValue] + place
          + [row.kappaChange, row.regionsChange].map { $0.map(ScoreRow.format) ?? "" }
          + [row.kappaRank, row.regionsRank].map { $0.map { String($0) } ?? "" }
      }
    }
  }

  /// A field, quoted if it has to be: genotypes may have commas.
  static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func table<Supernet>(
    _ columns: [String], _ searches: [Search<Supernet>], rows: (PruningSearch<Supernet>.Outcome) -> [[String]]
  ) -> String {
    let lines = searches.flatMap { name, outcome in
      rows(outcome).map { ([name.rule.rawValue, String(name.seed)] + $0).joined(separator: ",") }
    }
    return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }
}
