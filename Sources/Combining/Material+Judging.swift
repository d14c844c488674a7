import AccuracyTables
import Scores
import SearchSpaces
import Statistics

extension Material {
  /// Compares held-out scores, the rule chosen on all cells and its rivals with accuracy.
  func judge(
    _ choices: [CombinationStudy.Choice], _ outer: ClassFolds, milliseconds: [String: Double],
    options: CombinationOptions, progress: AgreementProgress?
  ) throws -> (rows: [RankingRow], curve: [CombinationStudy.Step]) {
    let folds = choices.dropLast()
    var rows: [RankingRow] = []
    let populations = try judged(options)
    let meters = Self.meters(populations.map(\.places.count), progress)
    for ((population, places), meter) in zip(populations, meters) {
      rows += try compare(
        .heldOut, scores: try heldOut(places, outer, rules: folds.map(\.rule)), places, population,
        [(.final, choices.last!.rule)] + rivals(options), options, meter)
    }
    let places = chosenFrom
    let sizes = folds.map(\.bySize.count).min()!
    let columns = try (0..<sizes).map { size in
      JoinedScores<Ranking>.Column(
        .heldOutTerms(size + 1), try heldOut(places, outer, rules: folds.map { $0.bySize[size].rule }))
    }
    let bySize = try agreement(columns, places, rules: [], [.kendall], options)
    let curve = (0..<sizes).flatMap { size in
      let times = choices.last!.bySize[size].rule.metrics.map { milliseconds[$0] }
      return datasets.map { dataset in
        CombinationStudy.Step(
          terms: size + 1, dataset: dataset,
          kendall: bySize[.heldOutTerms(size + 1), .kendall, ColumnName(dataset)]!,
          milliseconds: times.contains(nil) ? nil : times.reduce(0) { $0 + $1! })
      }
    }
    return (rows, curve)
  }

  /// Compares a rule that was fixed before with its rivals.
  func judge(_ rule: Rule, options: CombinationOptions, progress: AgreementProgress?) throws -> [RankingRow] {
    let populations = try judged(options)
    return try zip(populations, Self.meters(populations.map(\.places.count), progress)).flatMap { judged, meter in
      try compare(
        .fixed, scores: nil, judged.places, judged.population,
        [(.fixed, rule)] + rivals(options).filter { $0.rule != rule }, options, meter)
    }
  }

  /// What several comparisons of so many cells each, one after another, tell one listener.
  private static func meters(_ counts: [Int], _ progress: AgreementProgress?) -> [AgreementProgress?] {
    guard let progress else { return counts.map { _ in nil } }
    let (whole, parts) = (1000.0, Double(counts.reduce(0, +)))
    var before = 0.0
    return counts.map { count in
      let (first, share) = (before, Double(count) / parts)
      before += share
      return { done, total in
        progress(Int(whole * (first + share * Double(done) / Double(total))), Int(whole))
      }
    }
  }

  private func rivals(_ options: CombinationOptions) -> [(ranking: Ranking, rule: Rule)] {
    options.rivals.compactMap { Rule.published(named: $0) }.filter {
      Set($0.rule.metrics).isSubset(of: scores.keys)
    }.map { (.rival($0.name), $0.rule) }
  }

  /// The populations to judge on, that of the choice first, and the places of their cells.
  private func judged(_ options: CombinationOptions) throws -> [(population: NASBench201.Population, places: [Int])] {
    // DARTS has one population.
    let others = list.space == .darts ? [] : options.judged.filter { $0 != options.population }
    return try ([options.population] + others).compactMap { population in
      let places = try Self.places(of: population, among: cells, of: list)
      // A run of live cells alone has nothing to say of all.
      let isNew = population == options.population || population == .unique || places.count > chosenFrom.count
      return isNew ? (population, places) : nil
    }
  }

  /// A row a data set and ranking; the advantage is that of the first ranking.
  ///
  /// - Parameter scores: of the first ranking, one of the places each; nil if it is a rule.
  private func compare(
    _ first: Ranking, scores given: [Double]?, _ places: [Int], _ population: NASBench201.Population,
    _ rules: [(ranking: Ranking, rule: Rule)], _ options: CombinationOptions, _ progress: AgreementProgress?
  ) throws -> [RankingRow] {
    var columns = given.map { [JoinedScores<Ranking>.Column(first, $0)] } ?? []
    columns += Set(rules.flatMap(\.rule.metrics)).sorted().map { metric in
      .init(.metric(metric), isCompared: false, places.map { scores[metric]![$0] })
    }
    let agreement = try agreement(
      columns, places, rules: rules.map { $0.rule.ranking($0.ranking) }, [.kendall, .spearman, .gain, .regret10],
      options, progress)
    return datasets.flatMap { dataset in
      ((given == nil ? [] : [first]) + rules.map(\.ranking)).map { ranking in
        let target = ColumnName(dataset)
        func estimate(_ statistic: RankStatistic) -> Estimate { agreement[ranking, statistic, target]! }
        return RankingRow(
          ranking: ranking, dataset: dataset, population: population, count: places.count,
          kendall: estimate(.kendall), spearman: estimate(.spearman), gain: estimate(.gain),
          regret: estimate(.regret10),
          advantage: ranking == first ? nil : agreement.difference(first, less: ranking, .kendall, target))
      }
    }
  }

  private func agreement(
    _ columns: [JoinedScores<Ranking>.Column], _ places: [Int], rules: [AgreementRule<Ranking>],
    _ statistics: [RankStatistic], _ options: CombinationOptions, _ progress: AgreementProgress? = nil
  ) throws -> Agreement<Ranking> {
    var joined = JoinedScores<Ranking>(cells: places.map { cells[$0] }, of: list, columns)
    var options = options.agreement
    options.resamplesClasses = true
    for (dataset, values) in zip(datasets, accuracies) {
      joined.join(ColumnName(dataset), values: places.map { values[$0] })
    }
    return try Agreement(joined, rules: rules, statistics: statistics, options: options, progress: progress)
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
  fileprivate func ranking(_ name: Ranking) -> AgreementRule<Ranking> {
    let plain = agreement(named: "\(name)")
    return AgreementRule([name], of: plain.inputs.map { .metric($0) }, prepare: plain.prepare)
  }
}
