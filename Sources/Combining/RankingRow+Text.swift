import Files
import Scores

extension [RankingRow] {
  /// The rows as a table for a terminal.
  func text(less: String) -> String {
    TextTable.aligned(
      [["data set", "cells", "n", "ranking", "tau [95%]", "rho", "nDCG", "regret 10 (%)", less]]
        + map { row in
          [
            row.dataset.rawValue, row.population.rawValue, "\(row.count)", row.ranking.description,
            row.kendall.text(), TextNumber.aligned(row.spearman.value, absent: ""),
            TextNumber.aligned(row.gain.value, absent: ""), TextNumber.aligned(row.regret.value, places: 2, absent: ""),
            row.advantage?.text() ?? "",
          ]
        })
  }

  /// The rows as CSV; what is not defined is `nan`.
  var csv: String {
    CSV.text(
      self,
      [
        (
          "ranking,dataset,population,n",
          { ["\($0.ranking)", $0.dataset.rawValue, $0.population.rawValue, "\($0.count)"] }
        ),
        ("kendall_tau,kendall_tau_low,kendall_tau_high", { $0.kendall.fields }),
        ("spearman_rho,spearman_rho_low,spearman_rho_high", { $0.spearman.fields }),
        ("ndcg,ndcg_low,ndcg_high", { $0.gain.fields }),
        ("regret_10,regret_10_low,regret_10_high", { $0.regret.fields }),
        ("advantage,advantage_low,advantage_high", { $0.advantage?.fields ?? ["", "", ""] }),
      ])
  }
}
