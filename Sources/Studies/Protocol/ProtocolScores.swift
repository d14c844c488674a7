import Runs
import Scores

/// What a run of an ablation measured: a metric of every cell in every repeat, and the processor time it took.
struct ProtocolScores: Sendable {
  /// Mean processor time of one score; nil where it was not recorded.
  let milliseconds: Double?
  /// Cells with a score that could not be computed.
  let failed: Set<Int>
  private let scores: [Int: [Double]]

  /// Reads a finished run.
  init(_ run: ProtocolRun, directory: String) throws {
    let metric = run.metric.rawValue
    milliseconds = try RunManifest(directory: directory).record.processorTime?[metric]?.millisecondsPerRow
    let file = try ScoreFile(path: directory)
    guard let place = file.metrics.firstIndex(of: metric) else {
      throw StudyError(.badData, "\(directory): has no column \(metric)")
    }
    var scores: [Int: [Double]] = [:]
    // The rows of a finished run are sorted by cell and repeat.
    for row in file.rows { scores[row.index, default: []].append(row.scores[place] ?? .nan) }
    self.scores = scores
    failed = Set(scores.filter { $0.value.contains(where: \.isNaN) }.keys)
  }

  /// Cells whose score is infinite in one of the first `repeats`.
  func infinite(_ repeats: Int) -> Set<Int> {
    Set(scores.filter { $0.value.prefix(repeats).contains(.infinity) }.keys)
  }

  /// The arithmetic means of the first `repeats` scores of some cells.
  func means(of cells: [Int], repeats: Int) throws -> [Double] {
    try cells.map { cell in
      guard let all = scores[cell], all.count >= repeats else {
        throw StudyError(.badData, "cell \(cell) has fewer than \(repeats) repeats; run the same command again")
      }
      return all.prefix(repeats).reduce(0, +) / Double(repeats)
    }
  }
}
