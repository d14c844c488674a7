import Images
import Kernels
import Runs
import Scores
import SearchSpaces

/// Where a search of whole cells gets their scores from.
public protocol CellScorer: Sendable {
  /// How many searches may ask at once.
  var searches: Int { get }

  /// The metrics' scores of cells of NAS-Bench-201, the mean over repeats.
  ///
  /// - Parameter cells: indices, each once.
  /// - Returns: by metric a score a cell, in the cells' order; NaN where there is none.
  func scores(of cells: [Int]) throws -> [String: [Double]]

  /// Processor time that a metric takes for a cell, all repeats together, in milliseconds; nil where it is unknown.
  func milliseconds(of metric: String) throws -> Double?
}

/// Scores that are there: a search looks them up, and takes no time.
public struct RecordedScorer: CellScorer {
  /// As many as there are threads.
  public let searches: Int
  private let columns: [String: [Double]]
  private let times: [String: Double]

  /// Takes the scores of a run directory, or of a file.
  ///
  /// - Throws: ``StudyError`` naming metrics that are asked for and not there.
  public init(readingFrom path: String, rules: [Rule], threads: Int = 1) throws {
    searches = threads
    let table = try ScoreTable(readingFrom: path, of: .nasBench201)
    let known = Dictionary(
      table.columns.filter { $0.dataset == nil }.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    for rule in rules { try rule.require(known.keys) }
    columns = known
    guard path.namesDirectory else {
      times = [:]
      return
    }
    let run = try RunManifest(directory: path)
    times = (run.record.processorTime ?? [:]).compactMapValues { time in
      time.millisecondsPerRow.map { $0 * Double(run.determines.scoring.repeats) }
    }
  }

  /// Looks scores up.
  public func scores(of cells: [Int]) -> [String: [Double]] { columns.mapValues { all in cells.map { all[$0] } } }

  /// What the run took.
  public func milliseconds(of metric: String) -> Double? { times[metric] }
}

/// Scores that are computed as they are asked for, and kept in a run directory that grows: a cell is scored once, whichever searches ask
/// for it, and a search that was interrupted goes on.
public struct RunScorer: CellScorer {
  /// One: the threads score its cells.
  public let searches = 1
  /// Makes the run over some cells.
  private let run: @Sendable ([Int]) -> ScoringRun
  private let directory: String
  private let isCancelled: @Sendable () -> Bool
  private let progress: @Sendable (ScoringRun.Progress) -> Void

  /// Prepares to score; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - settings: of the run; its cells are those that are asked for.
  ///   - directory: the run directory to make or go on with.
  ///   - record: circumstances for its `run.json`.
  ///   - isCancelled: asked before every row.
  ///   - progress: called from any thread with the state of the run, which grows as the searches ask for cells.
  public init(
    settings: RunSettings, directory: String, images: ImagePool, instructionSet: InstructionSet, threads: Int,
    record: RunManifest.Record, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (ScoringRun.Progress) -> Void = { _ in }
  ) {
    run = { cells in
      var settings = settings
      settings.selection = .architectures(cells)
      return ScoringRun(
        settings: settings, directory: directory, images: images, instructionSet: instructionSet, threads: threads,
        record: record)
    }
    (self.directory, self.isCancelled, self.progress) = (directory, isCancelled, progress)
  }

  /// Scores the cells that the run does not have, and reads all asked for.
  ///
  /// - Throws: as `ScoringRun.execute`.
  public func scores(of cells: [Int]) throws -> [String: [Double]] {
    let present = try Set(recorded?.determines.selection.indices(seed: 0) ?? [])
    try run(present.union(cells).sorted()).execute(isCancelled: isCancelled, progress: progress)
    let table = try ScoreTable(readingFrom: directory)
    return Dictionary(
      uniqueKeysWithValues: table.columns.map { ($0.name, { column in cells.map { column.values[$0] } }($0)) })
  }

  /// What the run took so far.
  public func milliseconds(of metric: String) throws -> Double? {
    guard let run = try recorded, let time = run.record.processorTime?[metric]?.millisecondsPerRow else { return nil }
    return time * Double(run.determines.scoring.repeats)
  }

  private var recorded: RunManifest? {
    get throws { RunManifest.isPresent(in: directory) ? try RunManifest(directory: directory) : nil }
  }
}
