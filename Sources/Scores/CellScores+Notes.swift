import Files
import Metrics

extension CellScores {
  /// What was left out of a run or changed, a line each.
  public var notes: [String] { [incompleteNote, strangeNote, failedNote, degenerateNote, lowNote].compactMap(\.self) }

  private var lowNote: String? {
    let low = column(Kappa.description.name)?.count { $0 < 1 } ?? 0
    return low == 0 ? nil : ScoreTable.lowKappa(low)
  }

  private var incompleteNote: String? {
    guard incomplete > 0 else { return nil }
    return "the run is not finished: \(incomplete) cells lack repeats that others have, and were left out"
  }

  private var strangeNote: String? {
    strange > 0 ? "\(strange) cells are not in the table, and were left out" : nil
  }

  private var failedNote: String? {
    guard failed > 0 else { return nil }
    return "\(failed) cells have a score that could not be computed (nan), and were left out; failures.csv says why"
  }

  private var degenerateNote: String? {
    guard degenerate > 0 else { return nil }
    let fate =
      switch policy {
      case .inf: "ranked last"
      case .authors: "counted as \(CSV.number(DegeneratePolicy.authorsValue))"
      case .drop: "left out"
      }
    let total = policy == .drop ? indices.count + degenerate : indices.count
    return "kappa is infinite (no path, or a singular kernel) for \(degenerate) of \(total) cells, which were \(fate)"
  }
}
