import Files
import SearchSpaces

/// The course of searches as CSV.
enum SearchCSV {
  typealias Search<Supernet: PrunableSupernet> = (name: SearchName, outcome: PruningSearch<Supernet>.Outcome)

  /// A line for the start and every round of every search.
  static func trajectory<Supernet>(_ searches: [Search<Supernet>]) -> String {
    table(["rule", "seed", "step", "phase", "kappa", "regions", "operations", "supernet"], searches) { outcome in
      outcome.states.map { state in
        [
          String(state.step), state.phase.rawValue, CSV.number(state.kappa), CSV.number(state.regions),
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
          + [row.kappaChange, row.regionsChange].map { CSV.number($0, absent: "") }
          + [row.kappaRank, row.regionsRank].map { $0.map { String($0) } ?? "" }
      }
    }
  }

  private static func table<Supernet>(
    _ columns: [String], _ searches: [Search<Supernet>], rows: (PruningSearch<Supernet>.Outcome) -> [[String]]
  ) -> String {
    CSV.text(
      columns,
      searches.flatMap { name, outcome in rows(outcome).map { [name.rule.rawValue, String(name.seed)] + $0 } })
  }
}
