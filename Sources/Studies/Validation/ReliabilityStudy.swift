import AccuracyTables
import Files
import Scores
import SearchSpaces
import Statistics

/// How much of a metric is its draw of weights and inputs: a run's repeats beside each other.
///
/// Of R draws of a score, ρ between two is its reliability r; the mean of k draws has reliability k r / (1 + (k − 1) r) (Spearman;
/// Brown, British Journal of Psychology 3, 1910), and its correlation with something else grows as the root of that. So ρ with
/// accuracy for infinitely many draws is that of one draw divided by √r: what remains below 1 there is what the metric does not
/// measure.
///
/// ```swift
/// let study = try ReliabilityStudy(ScoreFile(path: "results/lite"), name: "lite", table: table)
/// print(study.text())
/// ```
public struct ReliabilityStudy: Sendable {
  /// One metric on one data set.
  public struct Row: Sendable {
    /// The metric.
    public let metric: String
    /// The data set.
    public let dataset: BenchmarkDataset
    /// Cells, and draws of each.
    public let cells, draws: Int
    /// Mean ρ between two draws; nil where a draw is the same for all cells.
    public let betweenDraws: Double?
    /// Median over cells of the standard error of the mean, as a part of the interquartile range between cells; nil where that is 0 or
    /// not finite.
    public let noise: Double?
    /// |ρ| with accuracy of one draw (the mean over draws), and of the mean of all.
    public let one, all: Double?
    /// |τ| of the same.
    public let kendallOfOne, kendallOfAll: Double?

    /// |ρ| with accuracy for infinitely many draws, at most 1; nil where draws do not agree at all.
    public var limit: Double? {
      guard let one, let betweenDraws, betweenDraws > 0 else { return nil }
      return min(1, one / betweenDraws.squareRoot())
    }

    /// Draws whose mean has nine tenths of the variance of infinitely many, by Spearman and Brown's formula; nil as for ``limit``.
    public var drawsForNineTenths: Int? {
      guard let betweenDraws, betweenDraws > 0 else { return nil }
      return max(1, Int((9 * (1 - betweenDraws) / betweenDraws).rounded(.up)))
    }
  }

  /// A row a metric and data set, metrics in the run's order.
  public let rows: [Row]

  /// Compares the repeats of a run.
  ///
  /// - Parameters:
  ///   - file: the run's scores; at least two repeats.
  ///   - name: what errors call it.
  ///   - table: accuracies.
  ///   - options: data sets and population; there are no resamples here.
  /// - Throws: ``StudyError`` if there are too few cells or repeats.
  public init(
    _ file: ScoreFile, name: String, table: AccuracyTable, options: AgreementOptions = AgreementOptions()
  ) throws {
    let list = try CellList(of: table)
    let (members, places) = (Set(try list.population(options.population)), try file.places(in: list, name: name))
    func place(_ row: Int) -> Int? { places[row] ?? nil }
    let complete = CompleteCells(file) { row in place(row).map(members.contains) ?? false }
    let draws = complete.cells.first?.count ?? 0
    guard draws >= 2 else {
      throw StudyError(
        .badData, "\(name): \(draws) draws a cell; reliability needs 2 (tenas score --repeats 2 adds them)")
    }
    let datasets = try options.datasets(in: table)
    let targets = try datasets.map { dataset in
      let all = try table.merits(ColumnName(dataset))
      return (dataset, complete.cells.map { all[place($0.first!.index)!] })
    }
    rows = try file.metrics.enumerated().flatMap { place, metric -> [Row] in
      guard let scores = try complete.scores(of: metric, at: place, name: name) else { return [] }
      return try targets.map { dataset, accuracy in
        let known = accuracy.indices.filter { !accuracy[$0].isNaN }
        guard known.count >= 2 else {
          throw StudyError(.badData, "\(name): \(dataset) accuracy is known of \(known.count) cells; 2 are needed")
        }
        return try Row(metric, dataset, known.map { scores[$0] }, known.map { accuracy[$0] })
      }
    }
  }
}

extension ReliabilityStudy.Row {
  fileprivate init(
    _ metric: String, _ dataset: BenchmarkDataset, _ scores: [[Double]], _ accuracy: [Double]
  ) throws {
    let (truth, draws) = (try RankedColumn(accuracy, name: "accuracy"), scores[0].count)
    let everyRow = Resample(everyRowOf: scores.count)
    let columns = try (0..<draws).map { draw in try RankedColumn(scores.map { $0[draw] }, name: metric) }
    let mean = try RankedColumn(scores.map(\.mean), name: metric)
    var between: [Double?] = []
    for first in 0..<draws {
      for second in first + 1..<draws {
        between.append(spearmanRho(columns[first], columns[second], in: everyRow).value)
      }
    }
    (self.metric, self.dataset, cells, self.draws) = (metric, dataset, scores.count, draws)
    betweenDraws = Self.mean(between)
    noise = Self.noise(scores)
    one = Self.mean(columns.map { spearmanRho($0, truth, in: everyRow).value }).map(abs)
    all = spearmanRho(mean, truth, in: everyRow).value.map(abs)
    kendallOfOne = Self.mean(columns.map { kendallTauB($0, truth, in: everyRow).value }).map(abs)
    kendallOfAll = kendallTauB(mean, truth, in: everyRow).value.map(abs)
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.count < values.count || known.isEmpty ? nil : known.mean
  }

  private static func noise(_ scores: [[Double]]) -> Double? {
    let finite = scores.filter { $0.allSatisfy(\.isFinite) }
    guard finite.count >= 2 else { return nil }
    let errors = finite.map { draws in
      let mean = draws.mean
      let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(draws.count - 1) / Double(draws.count)).squareRoot()
    }
    let means = finite.map(\.mean).sorted()
    let range = quantile(means, at: 0.75) - quantile(means, at: 0.25)
    return range > 0 && range.isFinite ? quantile(errors.sorted(), at: 0.5) / range : nil
  }
}

extension ReliabilityStudy {
  /// The rows as a table for a terminal, the most reliable metric first.
  public func text(width: Int? = nil) -> String {
    func number(_ value: Double?) -> String { value.map { TextNumber.aligned($0) } ?? "" }
    let header = [
      "data set", "metric", "n", "draws", "rho between draws", "noise", "rho: one draw", "mean of all", "limit",
      "tau: one draw", "mean of all", "draws for 90%",
    ]
    let body = rows.enumerated().sorted {
      ($0.element.dataset.rawValue, -($0.element.betweenDraws ?? -1), $0.offset)
        < ($1.element.dataset.rawValue, -($1.element.betweenDraws ?? -1), $1.offset)
    }
    return TextTable.aligned(
      [header]
        + body.map(\.element).map { row in
          [
            row.dataset.rawValue, row.metric, "\(row.cells)", "\(row.draws)", number(row.betweenDraws),
            number(row.noise), number(row.one), number(row.all), number(row.limit), number(row.kendallOfOne),
            number(row.kendallOfAll), row.drawsForNineTenths.map { "\($0)" } ?? "",
          ]
        }, width: width)
  }

  /// `reliability.csv`, a row a metric and data set; what is not defined is `nan`.
  public var csv: String {
    CSV.text(
      rows,
      [
        ("dataset,metric,n,draws", { [$0.dataset.rawValue, $0.metric, "\($0.cells)", "\($0.draws)"] }),
        ("rho_between_draws,noise", { [CSV.number($0.betweenDraws), CSV.number($0.noise)] }),
        ("rho_one,rho_all,rho_limit", { [CSV.number($0.one), CSV.number($0.all), CSV.number($0.limit)] }),
        ("tau_one,tau_all", { [CSV.number($0.kendallOfOne), CSV.number($0.kendallOfAll)] }),
        ("draws_for_nine_tenths", { [CSV.number($0.drawsForNineTenths.map(Double.init))] }),
      ])
  }
}
