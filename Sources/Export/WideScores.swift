import AccuracyTables
import Reports
import Scores
import Statistics

/// A run with one row a cell: what each metric is in the mean over repeats, and how the accuracies stand beside it.
public struct WideScores: Sendable {
  /// The metrics that were computed, in the order of the run's columns.
  public let metrics: [String]
  /// The cells' indices, ascending.
  public let indices: [Int]
  /// The cells' strings.
  public let architectures: [String]
  /// How many repeats each cell has.
  public let repeats: Int
  /// Per metric of ``metrics``, the arithmetic mean over repeats of each cell; +∞ if a repeat is.
  public let means: [[Double]]
  /// Per metric, the sample standard deviation over repeats (n − 1); NaN for a single repeat and for infinite means.
  public let deviations: [[Double]]
  /// rank(κ) + rank(R) among these cells, the smallest best, as the paper's figure 9 has it; nil without both metrics.
  public let combined: [Double]?
  /// Cells left out because they have fewer repeats than others.
  public let incomplete: Int
  /// Cells left out because a score of theirs could not be computed.
  public let failed: Int

  /// Averages a run's scores.
  ///
  /// - Parameters:
  ///   - file: the scores, of either space.
  ///   - name: what errors call them.
  /// - Throws: ``StudyError`` if there is no complete cell, or a metric is missing for some cells only.
  public init(_ file: ScoreFile, name: String) throws {
    let kept = CompleteCells(file)
    guard let first = kept.cells.first else { throw StudyError(.badData, "\(name): has no scores yet") }
    var (metrics, means, deviations) = ([String](), [[Double]](), [[Double]]())
    for (place, metric) in file.metrics.enumerated() {
      guard let scores = try kept.scores(of: metric, at: place, name: name) else { continue }
      metrics.append(metric)
      let spreads = scores.map { Spread($0) }
      means.append(spreads.map(\.mean))
      deviations.append(spreads.map { $0.deviation ?? .nan })
    }
    let parts = CombinedRank.parts.compactMap { metrics.firstIndex(of: $0) }.map { means[$0] }
    combined = parts.count == 2 ? try combinedRank(kappa: parts[0], regions: parts[1]) : nil
    (self.metrics, self.means, self.deviations) = (metrics, means, deviations)
    indices = kept.cells.map { $0.first!.index }
    architectures = kept.cells.map { $0.first!.architecture }
    (repeats, incomplete, failed) = (first.count, kept.incomplete, kept.failed)
  }

  /// What a reader must know of the cells that are not there, a line each.
  public var notes: [String] {
    [
      (incomplete, "cells lack repeats that others have, and were left out"),
      (failed, "cells have a score that could not be computed (nan), and were left out"),
    ].filter { $0.0 > 0 }.map { "\($0) \($1)" }
  }

  /// The accuracies of these cells.
  ///
  /// - Parameter name: what errors call the scores.
  /// - Throws: ``StudyError`` if the table is of another space; `FileError` or `HDF5Error` if it is damaged.
  public func accuracies(in table: AccuracyTable, name: String) throws -> CellAccuracies {
    try CellAccuracies(of: indices, architectures, in: table, name: name)
  }

  /// The columns `index,architecture,repeats`; of each metric `NAME` and `NAME_sd`; `combined`; then, with a table, each of
  /// its accuracies after 200 epochs as `DATASET_COLUMN`, in percent, a hyphen being an underscore. Rules, each placed among these cells, come
  /// after `combined`: a published one under its name, others as `rule`, `rule_2`, ….
  ///
  /// - Throws: ``StudyError`` if a rule's metric is not there; `FileError` or `HDF5Error` if the table is damaged; `ReportError` if a metric's name
  ///   is none.
  public func columns(
    accuracies: CellAccuracies? = nil, rules: [(name: String, rule: Rule)] = []
  ) throws -> DataTable {
    let scores = zip(metrics, zip(means, deviations)).flatMap { metric, values in
      [DataTable.Column(metric, values.0), DataTable.Column("\(metric)_sd", values.1)]
    }
    return try DataTable(
      [.init("index", indices), .init("architecture", architectures), .init("repeats", indices.map { _ in repeats })]
        + scores + (combined.map { [.init(CombinedRank.name, $0)] } ?? []) + rules.ruleColumns(self)
        + (try accuracies?.columns ?? []))
  }

  /// A rule's scores of the cells; the highest is the best.
  func scores(of rule: Rule) throws -> [Double] {
    try rule.require(metrics)
    return try rule.scores { metric in means[metrics.firstIndex(of: metric)!] }
  }
}

extension [(name: String, rule: Rule)] {
  fileprivate func ruleColumns(_ scores: WideScores) throws -> [DataTable.Column] {
    var others = 0
    return try map { name, rule in
      let column: String
      if Rule.published(named: name) != nil {
        column = name.replacing("-", with: "_")
      } else {
        others += 1
        column = others == 1 ? "rule" : "rule_\(others)"
      }
      return DataTable.Column(column, try scores.scores(of: rule))
    }
  }
}
