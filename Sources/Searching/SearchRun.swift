import AccuracyTables
import Files
import Foundation
import Images
import Kernels
import Metrics
import Networks
import Randomness
import Runs
import Scores
import SearchSpaces
import Synchronization
import WorkQueue

/// Pruning searches of one space under one preset, by several rules and seeds, in one directory, which they make or resume.
///
/// Weights, batch and crops of a repeat are those of (seed, round, repeat) and shared by all supernets of that round, and
/// every parameter has a stream of its own: a pruned supernet keeps the weights that remain. The authors draw new weights for
/// each candidate and measure the unpruned supernet anew with them; sharing leaves less noise in the differences, and one
/// measurement of the unpruned supernet serves all candidates.
///
/// All files but `search.json` are the same bytes for equal settings and searches, whatever the number of threads and the
/// interruptions.
public struct SearchRun<Supernet: PrunableSupernet & Cell>: Sendable {
  /// The settings of the search.
  public let preset: SearchPreset<Supernet>
  /// What determines the numbers besides rule and seed.
  public let settings: SearchSettings
  /// The directory.
  public let directory: String
  /// Where batches come from.
  public let images: ImagePool
  /// Which compiled kernels run.
  public let instructionSet: InstructionSet
  /// How many numbers are measured at once.
  public let threads: Int
  /// Circumstances for `search.json`.
  public let record: SearchManifest.Record

  /// Prepares searches; nothing is read or written yet.
  public init(
    _ preset: SearchPreset<Supernet>, directory: String, imageSource: ImageSource, images: ImagePool,
    instructionSet: InstructionSet = .best, threads: Int = 1, table: RunManifest.Record.Table? = nil
  ) {
    (self.preset, self.directory, self.images) = (preset, directory, images)
    (self.instructionSet, self.threads) = (instructionSet, threads)
    settings = SearchSettings(preset, imageSource: imageSource, images: images, instructionSet: instructionSet)
    record = SearchManifest.Record(images: imageSource.description, table: table)
  }

  /// Runs the searches that are asked for, as far as the directory does not have them, and writes the directory's files for
  /// these and all it had before.
  ///
  /// - Parameters:
  ///   - searches: rules and seeds.
  ///   - table: where the accuracy of the cells found is looked up.
  ///   - isCancelled: asked before every measurement; once true, those in hand are finished and written and the run ends
  ///     with an error of kind `interrupted`.
  ///   - progress: called from any thread, after every measurement.
  /// - Returns: what all searches of the directory found.
  /// - Throws: ``StudyError`` if the directory holds searches with other settings, naming them, if another process works on
  ///   it, or if it cannot be written; `MetricError` for images that do not suit a metric; `FileError` for a table
  ///   without a cell found.
  public func execute(
    _ searches: [SearchName], table: AccuracyTable? = nil, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (ScoringRun.Progress) -> Void = { _ in }
  ) throws -> SearchReport {
    try preset.kappa.check(images)
    try preset.regions.check(images)
    var manifest = try openDirectory()
    let journal = try MeasurementJournal(directory: directory)
    let names = Set(manifest.record.searches.filter { $0.finished != nil }.map(\.name)).union(searches).sorted()
    let counter = SearchProgress(total: names.reduce(0) { $0 + requestCount($1.rule) }, report: progress)
    let measurer = Measurer(
      run: self, journal: journal, arenas: WorkerArenas(threads), counter: counter, isCancelled: isCancelled)
    var outcomes: [(name: SearchName, outcome: PruningSearch<Supernet>.Outcome)] = []
    for name in names {
      outcomes.append((name, try search(name, measurer: measurer, manifest: &manifest)))
    }
    try journal.finish()
    let report = try SearchReport(outcomes, manifest: manifest, table: table)
    try report.write(directory: directory)
    return report
  }

  private func pruning(_ rule: PruningRule) -> PruningSearch<Supernet> {
    PruningSearch(rule: rule, pruneNumber: preset.pruneNumber, repeats: preset.repeats)
  }

  private func requestCount(_ rule: PruningRule) -> Int { pruning(rule).requestCount(from: preset.initial) }

  /// One search, with what it took added to the manifest even if it fails.
  private func search(
    _ name: SearchName, measurer: Measurer<Supernet>, manifest: inout SearchManifest
  ) throws -> PruningSearch<Supernet>.Outcome {
    let (clock, before) = (ContinuousClock(), measurer.counter.measured)
    let start = clock.now
    func session(finished: String?) -> SearchManifest.Search {
      SearchManifest.Search(
        name: name, seconds: (clock.now - start) / .seconds(1), needed: requestCount(name.rule),
        measured: measurer.counter.measured - before, finished: finished)
    }
    do {
      let outcome = try pruning(name.rule).run(from: preset.initial) { try measurer.measure($0, seed: name.seed) }
      if manifest.search(name)?.finished == nil || measurer.counter.measured > before {
        manifest.add(session(finished: RunManifest.Record.now))
        try manifest.write(directory: directory)
      }
      return outcome
    } catch {
      manifest.add(session(finished: manifest.search(name)?.finished))
      try? manifest.write(directory: directory)
      throw error
    }
  }

  /// Makes the directory with its `search.json`, or checks that the one there has the same settings.
  private func openDirectory() throws -> SearchManifest {
    guard SearchManifest.path(in: directory).exists else {
      try makeDirectory()
      var manifest = SearchManifest(determines: settings, record: record)
      manifest.record.threads = threads
      try manifest.write(directory: directory)
      return manifest
    }
    var manifest = try SearchManifest(directory: directory)
    let differences = settings.differences(from: manifest.determines)
    guard differences.isEmpty else {
      throw StudyError(
        .usage,
        "\(directory): holds searches with other settings: \(differences.joined(separator: "; ")); choose another --output"
      )
    }
    manifest.record.threads = threads
    if let table = record.table { manifest.record.table = table }
    return manifest
  }

  private func makeDirectory() throws {
    guard try AtomicFile.makeOutputDirectory(directory) else { return }
    for other in ["run.json", MeasurementJournal.name]
    where "\(directory)/\(other)".exists {
      throw StudyError(.usage, "\(directory): has \(other) but no search.json; choose another --output")
    }
  }
}

/// Measures what the journal does not have.
private struct Measurer<Supernet: PrunableSupernet & Cell>: Sendable {
  let run: SearchRun<Supernet>
  let journal: MeasurementJournal
  let arenas: WorkerArenas
  let counter: SearchProgress
  let isCancelled: @Sendable () -> Bool

  func measure(_ requests: [PruningSearch<Supernet>.Request], seed: UInt64) throws -> [Double] {
    let keys = requests.map {
      MeasurementJournal.Key(
        seed: seed, round: $0.round, supernet: $0.supernet.stateCode, metric: $0.metric, repeat: $0.repeat)
    }
    let missing = keys.indices.filter { journal[keys[$0]] == nil }
    counter.add(requests.count - missing.count, measured: false)
    try WorkQueue.forEach(missing.count, threads: run.threads) { worker, item in
      guard !isCancelled() else {
        throw StudyError(.interrupted, "interrupted; run the same command again to resume \(run.directory)")
      }
      let index = missing[item]
      try journal.append(keys[index], try value(requests[index], seed: seed, arena: arenas[worker]))
      counter.add(1, measured: true)
    }
    return keys.map { journal[$0]! }
  }

  private func value(_ request: PruningSearch<Supernet>.Request, seed: UInt64, arena: Arena) throws -> Double {
    let evaluation = Evaluation(
      cell: request.supernet, key: Self.streamKey(round: request.round), repeat: request.repeat, seed: seed,
      images: run.images)
    let laboratory = Laboratory(evaluation, kernels: .fast(run.instructionSet), arena: arena)
    return switch request.metric {
    case .kappa: try laboratory.score(run.preset.kappa)
    case .regions: try laboratory.score(run.preset.regions)
    }
  }

  /// What names the random streams of a round: not the supernet, so that all supernets of a round share them.
  private static func streamKey(round: Int) -> UInt64 {
    var digest = StableHash()
    digest.combine("search")
    digest.combine(UInt64(round))
    return digest.value
  }
}

/// Counts measurements for the progress bar.
private final class SearchProgress: Sendable {
  private let counts = Mutex((done: 0, measured: 0))
  private let total: Int
  private let report: @Sendable (ScoringRun.Progress) -> Void

  init(total: Int, report: @escaping @Sendable (ScoringRun.Progress) -> Void) {
    (self.total, self.report) = (total, report)
  }

  /// Numbers that were not in the journal.
  var measured: Int { counts.withLock { $0.measured } }

  func add(_ count: Int, measured: Bool) {
    let now = counts.withLock { counts in
      counts.done += count
      if measured { counts.measured += count }
      return counts
    }
    report(ScoringRun.Progress(done: now.done, resumed: now.done - now.measured, total: total))
  }
}
