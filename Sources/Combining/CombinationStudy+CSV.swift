import Files
import Scores

extension CombinationStudy {
  /// The study's files by name: `rankings.csv`, `terms.csv`, `choices.csv` and `frequency.csv`, each tidy; what is not defined is
  /// `nan`.
  public var files: [(name: String, text: String)] {
    let steps = CSV.text(
      curve,
      [
        ("terms,dataset", { ["\($0.terms)", $0.dataset.rawValue] }),
        ("kendall_tau,kendall_tau_low,kendall_tau_high", { $0.kendall.fields }),
        ("milliseconds", { [CSV.number($0.milliseconds)] }),
        ("rule", { ["\(choices.last!.bySize[$0.terms - 1].rule)"] }),
      ])
    let chosen = CSV.text(
      ["fold", "cells", "terms", "is_chosen", "objective", "inner_objective", "rule"],
      choices.flatMap { choice in
        choice.bySize.enumerated().map { place, found in
          [
            choice.fold.map { "\($0)" } ?? "all", "\(choice.cells)", "\(place + 1)",
            place + 1 == choice.terms ? "1" : "0", CSV.number(found.objective), CSV.number(choice.inner[place]),
            "\(found.rule)",
          ]
        }
      })
    let often = CSV.text(["metric", "folds"], frequency.map { [$0.metric, "\($0.folds)"] })
    return [("rankings.csv", table.csv), ("terms.csv", steps), ("choices.csv", chosen), ("frequency.csv", often)]
  }

  /// Writes the files and the figures into a directory, which is made if it is not there; each is replaced in one step.
  ///
  /// - Throws: `FileError` naming the file that cannot be written; `ReportError` for a figure that cannot be made.
  public func write(to directory: String) throws {
    try AtomicFile.write(files, into: directory)
    for figure in try figures() { try figure.write(to: directory) }
  }
}
