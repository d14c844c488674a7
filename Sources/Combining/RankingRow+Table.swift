import Files
import Reports
import Scores
import Statistics

extension [RankingRow] {
  /// The rows as a table; what is not defined is `nan` for programs.
  ///
  /// - Parameter less: the title of the column in which the first ranking is compared with the others.
  func table(less: String) -> ResultTable {
    let columns: [ResultTable.Column<RankingRow>] = [
      .text("ranking") { "\($0.ranking)" },
      .text("dataset", title: "data set") { $0.dataset.rawValue },
      .text("population", title: "cells") { $0.population.rawValue }, .integer("n", title: "n") { $0.count },
      .mixed([], title: "ranking", fields: { _ in [] }, shown: { $0.ranking.description }),
      .estimate("kendall_tau", ends: "kendall_tau", title: "tau [95%]") { $0.kendall.ends },
      .mixed([], title: less, fields: { _ in [] }, shown: { $0.advantage?.text() ?? "" }),
      .mixed(["spearman_rho", "spearman_rho_low", "spearman_rho_high"], title: "rho") {
        $0.spearman.numbers.map(ResultTable.Field.number)
      } shown: {
        TextNumber.aligned($0.spearman.value, absent: "")
      },
      .mixed(["ndcg", "ndcg_low", "ndcg_high"], title: "nDCG") {
        $0.gain.numbers.map(ResultTable.Field.number)
      } shown: {
        TextNumber.aligned($0.gain.value, absent: "")
      },
      .mixed(["regret_10", "regret_10_low", "regret_10_high"], title: "regret 10 (%)") {
        $0.regret.numbers.map(ResultTable.Field.number)
      } shown: {
        TextNumber.aligned($0.regret.value, places: 2, absent: "")
      },
      .mixed(["advantage", "advantage_low", "advantage_high"], title: nil) {
        $0.advantage?.numbers.map(ResultTable.Field.number) ?? [.absent, .absent, .absent]
      } shown: { _ in
        ""
      },
    ]
    return ResultTable(self, columns, dispensable: ["regret 10 (%)", "nDCG", "n", "rho", less])
  }
}
