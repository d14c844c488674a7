import AccuracyTables
import Files
import Metrics
import Scores
import SearchSpaces
import Statistics

/// How well scores from anywhere rank cells by accuracy: one metric or several, over all cells and where it is hard.
///
/// Every score is turned so that higher is better, so that a good metric's correlations are positive whichever way it points.
/// Comparisons are among the cells of the population that have accuracy and every metric's score; the others are in
/// ``missing``.
public struct ValidationStudy: Sendable {
  /// A statistic of one metric.
  public struct Row: Sendable {
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// The cells.
    public let slice: CellSlice
    /// The metric.
    public let metric: String
    /// Which statistic.
    public let statistic: RankStatistic
    /// P of nDCG, k of precision; nil for others.
    public let parameter: Int?
    /// The number of cells.
    public let count: Int
    /// The statistic.
    public let estimate: Estimate
  }

  /// Two metrics of one data set's cells beside each other.
  public struct Pair: Sendable {
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The two metrics.
    public let first, second: String
    /// The number of cells.
    public let count: Int
    /// τ_b and ρ between the two; nil where a score is constant.
    public let kendall, spearman: Double?
    /// τ_b of the first with accuracy less that of the second, paired.
    public let difference: Estimate
    /// τ_b of the two metrics' rank sum with accuracy.
    public let sum: Double?
  }

  /// What a metric adds to all others in a rank sum.
  public struct Addition: Sendable {
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The metric.
    public let metric: String
    /// τ_b of the rank sum of all metrics, and of all but this one.
    public let all, without: Double?
    /// ``all`` less ``without``, paired.
    public let gain: Estimate
  }

  /// A cell of the population that was left out for a data set, and what it lacks.
  public struct MissingCell: Sendable {
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The cell's index.
    public let index: Int
    /// Metrics without a score, or `test_accuracy`.
    public let lacks: [String]
  }

  /// What is compared with accuracy.
  enum Score: Hashable, Sendable {
    case metric(String)
    /// The rank sum of all metrics, and of all but one.
    case sum, sumWithout(String)
    /// What metrics are set beside without being asked for.
    case rival(String)

    /// The metric's name; nil of a sum.
    var name: String? { if case .metric(let name) = self { name } else { nil } }
  }

  /// How the study was done.
  public let options: AgreementOptions
  /// Every statistic, by data set, slice, metric.
  public private(set) var rows: [Row] = []
  /// Every two metrics.
  public private(set) var pairs: [Pair] = []
  /// What each metric adds; empty for a single one.
  public private(set) var additions: [Addition] = []
  /// Agreement of accuracy with itself.
  public private(set) var ceilings: [NoiseCeiling] = []
  /// Cells of the population that were left out.
  public private(set) var missing: [MissingCell] = []
  /// Which scores were taken to be good, by metric.
  public private(set) var directions: [String: MetricDescription.Direction] = [:]
  /// What a reader of the numbers must know, a line each.
  public private(set) var notes: [String]
  /// What the metrics are set beside without being asked for: TE-NAS's rank sum and the size of a cell.
  private(set) var rivalNames: [String] = []
  /// Fewer cells than this say little.
  static let fewCells = 30
  /// Which bands and groups of cells are too small to be compared, a line each.
  public private(set) var sliceNotes: [String] = []
  /// The data sets, and the metrics that are compared with each.
  private(set) var metrics: [(dataset: BenchmarkDataset, names: [String])] = []
  let agreement: Agreement<Score>
  /// The list that cells' indices are places of.
  let list: CellList

  /// Validates scores against a table.
  ///
  /// - Parameters:
  ///   - scores: the metrics.
  ///   - table: accuracy in the benchmark's index order.
  ///   - secondTable: another training of the same cells, for the noise ceiling.
  ///   - chosen: the metrics; nil for all.
  ///   - given: which scores are good, where it is given; it wins over what a metric says of itself.
  ///   - options: data sets, population, resamples.
  ///   - progress: told how far the resamples are.
  /// - Throws: ``StudyError`` if a metric is not there, or fewer than two cells have all scores and accuracy;
  ///   `FileError` if a data set is not in the table.
  public init(
    _ scores: ScoreTable, table: AccuracyTable, secondTable: AccuracyTable? = nil, metrics chosen: [String]? = nil,
    directions given: [String: MetricDescription.Direction] = [:], options: AgreementOptions = AgreementOptions(),
    progress: AgreementProgress? = nil
  ) throws {
    (self.options, notes) = (options, scores.notes)
    let columns = try Self.columns(chosen, known: scores.columns, given.keys.sorted())
    list = try CellList(of: table)
    guard scores.cells == list else {
      throw StudyError(.usage, "the scores and the accuracies are of other cells")
    }
    let cells = try list.population(options.population)
    var joined = JoinedScores(
      cells: cells, of: list,
      columns.map { column in
        JoinedScores<Score>.Column(
          .metric(column.name), for: column.dataset.map { ColumnName($0) }, cells.map { column.values[$0] })
      })
    let rivals = Self.rivals(of: columns, scores, given, &joined)
    rivalNames = rivals.names
    var detected: [(metric: String, finding: String)] = []
    var second: [ColumnName: [Double]] = [:]
    for dataset in try options.datasets(in: table) {
      let name = ColumnName(dataset)
      let places = columns.indices.filter { joined.columns[$0].isFor(name) }
      guard !places.isEmpty else {
        notes.append("\(dataset): no score is for this data set")
        continue
      }
      metrics.append((dataset, places.map { columns[$0].name }))
      let target = try joined.join(name, of: table)
      missing += Self.missing(target, joined)
      notes += try Self.notes(target, joined, options.population)
      for place in places where directions[columns[place].name] == nil {
        let column = columns[place]
        if let known = given[column.name] ?? column.direction {
          directions[column.name] = known
          continue
        }
        guard target.complete.count >= Self.fewCells else {
          notes.append(
            "\(column.name): higher is taken for better, as \(target.complete.count) cells are too few to guess from; "
              + "--direction \(column.name)=lower says otherwise")
          directions[column.name] = .higherIsBetter
          continue
        }
        let (direction, finding) = try Self.detect(joined.columns[place].values, target)
        directions[column.name] = direction
        detected.append((column.name, finding))
      }
      if let secondTable {
        if secondTable.columnNames.contains(name) {
          second[name] = try secondTable.merits(name)
        } else {
          notes.append("\(dataset): the second table has no test accuracy, so there is no noise ceiling from it")
        }
      }
      for slice in CellSlice.every {
        guard let count = joined.members(of: slice, for: target)?.count, count < 2 else { continue }
        let cells = count == 1 ? "1 cell" : "\(count) cells"
        sliceNotes.append("\(dataset), \(slice): \(cells); correlation needs 2, so there is no row")
      }
    }
    for (place, column) in columns.enumerated() where directions[column.name] == .lowerIsBetter {
      joined.columns[place].values = joined.columns[place].values.map(-)
    }
    agreement = try Agreement(
      joined, rules: Self.rankSums(metrics) + rivals.rules, slices: CellSlice.every, statistics: RankStatistic.allCases,
      options: options, progress: progress)
    for (target, metrics) in zip(joined.targets, metrics) { gather(target.name, metrics.names) }
    for target in joined.targets {
      let dataset = target.name.dataset
      let seeds = try NoiseCeiling.seeds(of: table, dataset: dataset)
      let other = try second[target.name].map { [(try table.values(target.name), $0)] } ?? []
      for slice in CellSlice.every {
        guard let members = joined.members(of: slice, for: target), members.count >= 2 else { continue }
        for (source, trainings) in [(NoiseCeiling.Source.seeds, seeds), (.secondTable, other)] {
          let ceiling = try NoiseCeiling(
            dataset: dataset, slice: slice, source: source, pairs: trainings, cells: members.map { cells[$0] },
            options: options)
          if let ceiling { ceilings.append(ceiling) }
        }
      }
    }
    note(detected)
    let datasets = metrics.map(\.dataset)
    (notes, sliceNotes) = (Self.gathered(notes, datasets), Self.gathered(sliceNotes, datasets))
    guard !rows.isEmpty else {
      throw StudyError(.badData, "no score is for a data set of the table; see --dataset")
    }
  }
}

// MARK: before the comparison

extension ValidationStudy {
  private static func columns(
    _ chosen: [String]?, known: [ScoreColumn], _ directed: [String]
  ) throws -> [ScoreColumn] {
    let names = Set(known.map(\.name))
    for name in (chosen ?? []) + directed where !names.contains(name) {
      throw StudyError(
        .usage, name.isUnknown(as: "score", among: names.sorted()))
    }
    return chosen?.flatMap { name in known.filter { $0.name == name } } ?? known
  }

  /// Adds to the scores what they are set beside: the numbers of parameters and of multiply-adds, and, where κ and R of every scored
  /// cell are known, the rank sum of the two.
  private static func rivals(
    of columns: [ScoreColumn], _ scores: ScoreTable, _ given: [String: MetricDescription.Direction],
    _ joined: inout JoinedScores<Score>
  ) -> (names: [String], rules: [AgreementRule<Score>]) {
    let taken = Set(columns.map(\.name))
    let cells = joined.cells.map(joined.list.cell)
    var names: [String] = []
    for (name, count) in [("parameters", cells.map(\.parameterCount)), ("flops", cells.map(\.multiplyAdds))]
    where !taken.contains(name) {
      joined.columns.append(.init(.rival(name), count.map(Double.init)))
      names.append(name)
    }
    guard !taken.contains(rankSumName), let rule = rankSum(columns, scores, given, &joined) else { return (names, []) }
    return ([rankSumName] + names, [rule])
  }

  private static let rankSumName = "te-nas"

  private static func rankSum(
    _ columns: [ScoreColumn], _ scores: ScoreTable, _ given: [String: MetricDescription.Direction],
    _ joined: inout JoinedScores<Score>
  ) -> AgreementRule<Score>? {
    let chosen = joined.columns.filter { $0.metric.name != nil }
    let scored = joined.cells.indices.filter { place in chosen.contains { !$0.values[place].isNaN } }
    var inputs: [Score] = []
    for part in CombinedRank.parts {
      if columns.contains(where: { $0.name == part && $0.dataset == nil }), given[part] == nil {
        inputs.append(.metric(part))
        continue
      }
      guard let column = scores.columns.first(where: { $0.name == part && $0.dataset == nil }) else { return nil }
      let sign: Double = MetricTable.isLowerBetter(part) ? -1 : 1
      let values = joined.cells.map { sign * column.values[$0] }
      // A rival may cost no cell.
      guard scored.allSatisfy({ !values[$0].isNaN }) else { return nil }
      joined.columns.append(.init(.rival(part), isCompared: false, values))
      inputs.append(.rival(part))
    }
    return AgreementRule([.rival(rankSumName)], of: inputs, slices: [.all]) { inputs in
      { [RankedColumn.rankSum(inputs[0].ranks, inputs[1].ranks, in: $0)] }
    }
  }

  private static func missing(
    _ target: JoinedScores<Score>.Target, _ joined: JoinedScores<Score>
  ) -> [MissingCell] {
    let complete = Set(target.complete)
    return joined.cells.indices.filter { !complete.contains($0) }.map { place in
      let lacks = joined.lacking(at: place, for: target).compactMap(\.name)
      return MissingCell(
        dataset: target.name.dataset, index: joined.cells[place],
        lacks: lacks + (target.values[place].isNaN ? [target.name.name] : []))
    }
  }

  /// What was left out, and infinite scores, a line each.
  private static func notes(
    _ target: JoinedScores<Score>.Target, _ joined: JoinedScores<Score>, _ population: NASBench201.Population
  ) throws -> [String] {
    let (dataset, known) = (target.name.dataset, target.complete.count)
    let among = "\(joined.cells.count) cells of population \(population.rawValue)"
    guard known >= 2 else {
      throw StudyError(
        .badData,
        "\(dataset): \(known) of \(among) have accuracy and a score by every metric; correlation needs 2\(Self.scarcest(target, joined))"
      )
    }
    let left = joined.cells.count - known
    let few = known < fewCells ? ["\(dataset): \(known) cells; the numbers of fewer than \(fewCells) say little"] : []
    let whole = "\(dataset): \(known) of \(among) are compared; \(left) lack a score or accuracy"
    return (left > 0 ? [whole] : []) + few + infinite(target, joined)
  }

  /// Which metric has the fewest scores, where several are compared: it leaves out the cells.
  private static func scarcest(_ target: JoinedScores<Score>.Target, _ joined: JoinedScores<Score>) -> String {
    let counts = joined.columns.filter { $0.isFor(target.name) }.compactMap { column in
      column.metric.name.map { (name: $0, count: column.values.count { !$0.isNaN }) }
    }
    guard counts.count > 1, let least = counts.min(by: { $0.count < $1.count }) else { return "" }
    return
      "; \(least.name) scores \(least.count) cells, \(counts.max { $0.count < $1.count }!.name) \(counts.map(\.count).max()!): only cells that all score are compared"
  }

  /// How many scores are infinite: a line for a metric, or for all metrics of which it is the same number, as cells without a path give.
  private static func infinite(_ target: JoinedScores<Score>.Target, _ joined: JoinedScores<Score>) -> [String] {
    var (metrics, counts): ([Int: [String]], [Int]) = ([:], [])
    for column in joined.columns where column.isFor(target.name) {
      let count = target.complete.count { column.values[$0].isInfinite }
      guard count > 0, let name = column.metric.name else { continue }
      if metrics[count] == nil { counts.append(count) }
      metrics[count, default: []].append(name)
    }
    return counts.map { count in
      let names = metrics[count]!
      let rank =
        count == 1 ? "1 score is infinite; it ranks at its end" : "\(count) scores are infinite; they rank at their end"
      guard names.count > 1 else { return "\(target.name.dataset), \(names[0]): \(rank)" }
      let shown = names.prefix(names.count > 4 ? 3 : 4).joined(separator: ", ")
      let more = names.count > 4 ? " and \(names.count - 3) more" : ""
      return "\(target.name.dataset), each of \(names.count) metrics (\(shown)\(more)): \(rank)"
    }
  }

  /// Which scores are good, as the sign of τ with accuracy says.
  private static func detect(
    _ values: [Double], _ target: JoinedScores<Score>.Target
  ) throws -> (MetricDescription.Direction, finding: String) {
    let tau = try kendallTauB(target.complete.map { values[$0] }, target.complete.map { target.values[$0] }).value
    let direction: MetricDescription.Direction = (tau ?? 0) < 0 ? .lowerIsBetter : .higherIsBetter
    let sign = tau.map { $0 < 0 ? "negative" : "positive" } ?? "not defined"
    return (
      direction, "its tau with \(target.name.dataset) accuracy is \(sign): \(direction.rawValue) is better"
    )
  }

  /// The rank sum of all metrics and those without one each, once for data sets with the same metrics.
  private static func rankSums(
    _ metrics: [(dataset: BenchmarkDataset, names: [String])]
  ) -> [AgreementRule<Score>] {
    Dictionary(grouping: metrics, by: \.names).filter { $0.key.count > 1 }.map { names, same in
      AgreementRule(
        [.sum] + names.map(Score.sumWithout), of: names.map(Score.metric), targets: same.map { ColumnName($0.dataset) },
        slices: [.all], statistics: [.kendall]
      ) { inputs in
        { resample in
          let sums = RankedColumn.rankSums(leavingOutEachOf: inputs.map(\.ranks), in: resample)
          return [sums.all] + sums.without
        }
      }
    }
  }
}

// MARK: after it

extension ValidationStudy {
  /// What is to be said of several data sets in the same words, said once.
  package static func gathered(_ notes: [String], _ datasets: [BenchmarkDataset]) -> [String] {
    var (gathered, places): ([(datasets: [String], rest: String)], [String: Int]) = ([], [:])
    for note in notes {
      let dataset = datasets.map(\.rawValue).first { note.hasPrefix("\($0): ") || note.hasPrefix("\($0), ") }
      let rest = String(note.dropFirst(dataset?.count ?? 0))
      if let dataset, let place = places[rest] {
        gathered[place].datasets.append(dataset)
      } else {
        places[rest] = gathered.count
        gathered.append((dataset.map { [$0] } ?? [], rest))
      }
    }
    return gathered.map { names, rest in
      names.count < 2 ? names.joined() + rest : "\(names.dropLast().joined(separator: ", ")) and \(names.last!)\(rest)"
    }
  }
}

extension ValidationStudy {
  /// The rows, pairs and additions of a data set.
  private mutating func gather(_ target: ColumnName, _ names: [String]) {
    let dataset = target.dataset
    for slice in CellSlice.every {
      guard let count = agreement.count(target, slice) else { continue }
      for name in names {
        rows += RankStatistic.allCases.map { statistic in
          Row(
            dataset: dataset, slice: slice, metric: name, statistic: statistic,
            parameter: options.parameter(of: statistic, cells: count), count: count,
            estimate: agreement[.metric(name), statistic, target, slice]!)
        }
      }
    }
    guard names.count > 1, let count = agreement.count(target) else { return }
    for (place, first) in names.enumerated() {
      for second in names.dropFirst(place + 1) {
        let between = agreement.between(.metric(first), .metric(second), target)!
        pairs.append(
          Pair(
            dataset: dataset, first: first, second: second, count: count, kendall: between.kendall,
            spearman: between.spearman,
            difference: agreement.difference(.metric(first), less: .metric(second), .kendall, target)!,
            sum: between.sum))
      }
    }
    additions += names.map { name in
      Addition(
        dataset: dataset, metric: name, all: agreement[.sum, .kendall, target]!.value,
        without: agreement[.sumWithout(name), .kendall, target]!.value,
        gain: agreement.difference(.sum, less: .sumWithout(name), .kendall, target)!)
    }
  }

  private mutating func note(_ detected: [(metric: String, finding: String)]) {
    notes += Dictionary(grouping: detected, by: \.finding).sorted { $0.key < $1.key }.map { finding, found in
      "detected, as \(finding), for \(found.map(\.metric).joined(separator: ", ")); "
        + "--direction NAME=higher or NAME=lower says it without looking at accuracy"
    }
    for (dataset, names) in metrics {
      for name in names where detected.contains(where: { $0.metric == name }) {
        guard let tau = agreement[.metric(name), .kendall, ColumnName(dataset)],
          tau.interval.bounds?.contains(0) ?? true
        else { continue }
        notes.append("\(dataset), \(name): the interval of tau includes 0, so the detected direction is a guess")
      }
    }
  }
}
