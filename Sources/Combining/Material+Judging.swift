import AccuracyTables
import Scores
import SearchSpaces
import Statistics

extension Material {
  private typealias Ranking = CombinationStudy.Ranking

  /// Compares held-out scores, the rule chosen on all cells and its rivals with accuracy.
  func judge(
    _ choices: [CombinationStudy.Choice], _ outer: ClassFolds, milliseconds: [String: Double],
    options: CombinationOptions
  ) throws -> (rows: [CombinationStudy.Row], curve: [CombinationStudy.Step]) {
    let rivals = options.rivals.compactMap { Rule.published(named: $0) }.filter {
      Set($0.rule.metrics).isSubset(of: scores.keys)
    }
    let folds = choices.dropLast()
    var agreementOptions = options.agreement
    agreementOptions.resamplesClasses = true
    var (rows, curve) = ([CombinationStudy.Row](), [CombinationStudy.Step]())
    let populations = options.judged.filter { $0 != options.population }
    for population in [options.population] + populations {
      let members = Set(NASBench201.population(population))
      let places = cells.indices.filter { members.contains(cells[$0]) }
      // A run of live cells alone has nothing to say of all.
      guard population == options.population || places.count > chosenFrom.count || population == .unique else {
        continue
      }
      func heldOut(_ rule: (CombinationStudy.Choice) -> Rule) throws -> [Double] {
        try self.heldOut(places, outer, rules: folds.map(rule))
      }
      let used = Set(rivals.flatMap(\.rule.metrics)).union(choices.last!.rule.metrics)
      var columns: [JoinedScores<Ranking>.Column] = [.init(.heldOut, try heldOut(\.rule))]
      columns += used.sorted().map { metric in
        .init(.metric(metric), isCompared: false, places.map { scores[metric]![$0] })
      }
      let agreement = try agreement(
        columns, places,
        rules: rivals.map { $0.rule.ranking(.rival($0.name)) } + [choices.last!.rule.ranking(.final)],
        [.kendall, .spearman, .gain, .regret10], agreementOptions)
      for dataset in datasets {
        let target = ColumnName(dataset)
        for ranking in [.heldOut, .final] + rivals.map({ Ranking.rival($0.name) }) {
          func estimate(_ statistic: RankStatistic) -> Estimate { agreement[ranking, statistic, target]! }
          rows.append(
            .init(
              ranking: ranking, dataset: dataset, population: population, count: places.count,
              kendall: estimate(.kendall), spearman: estimate(.spearman), gain: estimate(.gain),
              regret: estimate(.regret10),
              advantage: ranking == .heldOut
                ? nil : agreement.difference(.heldOut, less: ranking, .kendall, target)))
        }
      }
      guard population == options.population else { continue }
      let sizes = folds.map(\.bySize.count).min()!
      let bySize = try self.agreement(
        (0..<sizes).map { size in .init(.heldOutTerms(size + 1), try heldOut { $0.bySize[size].rule }) }, places,
        rules: [], [.kendall], agreementOptions)
      for size in 0..<sizes {
        let times = choices.last!.bySize[size].rule.metrics.map { milliseconds[$0] }
        curve += datasets.map { dataset in
          .init(
            terms: size + 1, dataset: dataset,
            kendall: bySize[.heldOutTerms(size + 1), .kendall, ColumnName(dataset)]!,
            milliseconds: times.contains(nil) ? nil : times.reduce(0) { $0 + $1! })
        }
      }
    }
    return (rows, curve)
  }

  private func agreement(
    _ columns: [JoinedScores<Ranking>.Column], _ places: [Int], rules: [AgreementRule<Ranking>],
    _ statistics: [RankStatistic], _ options: AgreementOptions
  ) throws -> Agreement<Ranking> {
    var joined = JoinedScores<Ranking>(cells: places.map { cells[$0] }, columns)
    for (dataset, values) in zip(datasets, accuracies) {
      joined.join(ColumnName(dataset), values: places.map { values[$0] })
    }
    return try Agreement(joined, rules: rules, statistics: statistics, options: options)
  }

  /// The score of every cell by the rule that was chosen without its fold: its place by that rule among all the cells.
  private func heldOut(_ places: [Int], _ outer: ClassFolds, rules: [Rule]) throws -> [Double] {
    let shares = try rules.map { rule in
      let sum = try rule.scores { metric in places.map { scores[metric]![$0] } }
      return try RankedColumn(sum).rankShares(Resample(everyRowOf: places.count))
    }
    return places.enumerated().map { row, place in shares[outer.fold[place]][row] }
  }
}

extension Rule {
  /// The rule under a ranking's name, of metrics that are there for rules.
  fileprivate func ranking(_ name: CombinationStudy.Ranking) -> AgreementRule<CombinationStudy.Ranking> {
    let plain = agreement(named: "\(name)")
    return AgreementRule([name], of: plain.inputs.map { .metric($0) }, prepare: plain.prepare)
  }
}
