import AccuracyTables
import Files
import Images
import Metrics
import Networks
import Runs
import Scores
import SearchSpaces
import Searching

/// The runs and searches that figures and tables need, and where they are kept.
public struct ReproductionPlan: Sendable {
  private let items: Set<PaperItem>
  private let directory: String
  private let givenRun: String?
  private let isWhole: Bool
  private let seeds, threads: Int
  private let imageSource: ImageSource
  private let table: AccuracyTable
  private let tableRecord: RunManifest.Record.Table

  /// Plans; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - items: the figures and tables.
  ///   - directory: where runs and searches are made or resumed.
  ///   - run: a run over NAS-Bench-201 that is taken instead of one in `directory`.
  ///   - isWhole: all 15,625 cells and 20,000 genotypes, instead of 1,000 of each.
  ///   - seeds: seeds of the searches.
  public init(
    items: Set<PaperItem>, directory: String, run: String?, isWhole: Bool, seeds: Int, threads: Int,
    imageSource: ImageSource, table: AccuracyTable, tableRecord: RunManifest.Record.Table
  ) {
    (self.items, self.directory, givenRun, self.isWhole) = (items, directory, run, isWhole)
    (self.seeds, self.threads, self.imageSource) = (seeds, threads, imageSource)
    (self.table, self.tableRecord) = (table, tableRecord)
  }

  private var cellCount: Int { isWhole ? NASBench201.size : 1000 }
  private var genotypeCount: Int { isWhole ? 20_000 : 1000 }
  private var rules: [PruningRule] {
    let wanted = Set(items.flatMap(\.rules))
    return PruningRule.allCases.filter(wanted.contains)
  }

  /// What will be done, one line a step.
  public var steps: [String] {
    var steps: [String] = []
    if items.contains(where: \.needsScores) {
      steps.append(
        givenRun.map { "scores of NAS-Bench-201: \($0)" }
          ?? "scores of \(cellCount) cells of NAS-Bench-201, protocol paper")
    }
    if !rules.isEmpty {
      steps.append(
        "searches of NAS-Bench-201, \(seeds) seeds, rules \(rules.map(\.rawValue).joined(separator: ", "))")
    }
    if items.contains(.fig5) { steps.append("search of DARTS, \(seeds) seeds") }
    if items.contains(.fig8) { steps.append("scores of \(genotypeCount) DARTS genotypes") }
    return steps
  }

  /// What a reader of the page must know.
  public func introduction(_ result: Reproduced) -> [String] {
    [
      "Every number here was measured by this program; the paper's (TE-NAS, Chen et al., ICLR 2021) stand beside it. "
        + "Brackets are 95% percentile intervals of 1,000 bootstrap resamples over cells. Cells without a path have κ = ∞ "
        + "and rank last."
    ] + result.departures.map { "Otherwise than in the paper: \($0)." }
  }

  /// Makes what is missing and draws everything.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every row and measurement; what is done is kept.
  ///   - progress: called from any thread.
  /// - Throws: what ``ScoringRun`` and ``SearchRun`` throw.
  public func execute(
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (ScoringRun.Progress) -> Void
  ) throws -> Reproduced {
    try AtomicFile.makeDirectory(directory)
    var result = Reproduced()
    lazy var images = Result { try ImagePool.load(imageSource, seed: 0, threads: threads) }
    func score(_ name: String, _ space: SearchSpace, _ selection: Selection, repeats: Int?) throws -> String {
      guard var scoring = ScoringProtocol(space == .darts ? .code : .paper, space: space) else {
        preconditionFailure("every space has these protocols")
      }
      if let repeats { scoring.repeats = repeats }
      let pool = try images.get()
      result.notes += pool.notes.filter { !result.notes.contains($0) }
      let settings = RunSettings(
        space: space, selection: selection, protocolName: space == .darts ? .code : .paper, scoring: scoring,
        metrics: MetricTable.entries.map(\.description.name).filter(ScoreRow.fixedMetrics.contains), seed: 0,
        imageSource: imageSource, images: pool, instructionSet: .best)
      let run = ScoringRun(
        settings: settings, directory: "\(directory)/\(name)", images: pool, instructionSet: .best, threads: threads,
        record: RunManifest.Record(images: imageSource.description, table: nil))
      try run.execute(isCancelled: isCancelled, progress: progress)
      return run.directory
    }

    if items.contains(where: \.needsScores) {
      let selection = isWhole ? Selection.population(.all) : .sample(cellCount)
      let run = try givenRun ?? score(isWhole ? "all-cells" : "cells", .nasBench201, selection, repeats: nil)
      result.add(try PaperFigures.scores(items, run: run, table: table, threads: threads))
      result.describe(run)
    }
    if items.contains(.fig10) { result.add(try PaperFigures.trainAccuracy(table, threads: threads)) }
    if !rules.isEmpty {
      let place = "\(directory)/search-nas-bench-201"
      let report = try search(.nasBench201, rules, in: place, images: images.get(), isCancelled, progress)
      if items.contains(.fig5) { result.add(try PaperFigures.trajectory(report, space: .nasBench201)) }
      result.add(PaperFigures.tables(items, report: report))
    }
    if items.contains(.fig5) {
      let place = "\(directory)/search-darts"
      let report = try search(.darts, [.ranks], in: place, images: images.get(), isCancelled, progress)
      result.add(try PaperFigures.trajectory(report, space: .darts))
    }
    if items.contains(.fig8) {
      let published = try DARTS.Genotype(parsing: PaperFigures.publishedGenotype)
      let random = try score(isWhole ? "all-genotypes" : "genotypes", .darts, .sample(genotypeCount), repeats: 1)
      let own = try score("published-genotype", .darts, .genotypes([published]), repeats: 30)
      result.add(try PaperFigures.genotypes(run: random, published: own))
      for run in [random, own] { result.describe(run) }
    }
    if !rules.isEmpty || items.contains(.fig5) {
      result.settings.append(("searches", "images \(imageSource), \(seeds) seeds"))
    }
    return result.sorted()
  }

  private func search<Supernet: PrunableSupernet & Cell>(
    _ preset: SearchPreset<Supernet>, _ rules: [PruningRule], in place: String, images: ImagePool,
    _ isCancelled: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (ScoringRun.Progress) -> Void
  ) throws -> SearchReport {
    let isBenchmark = preset.space == .nasBench201
    let run = SearchRun(
      preset, directory: place, imageSource: imageSource, images: images, threads: threads,
      table: isBenchmark ? tableRecord : nil)
    let names = rules.flatMap { rule in (0..<seeds).map { SearchName(rule: rule, seed: UInt64($0)) } }
    return try run.execute(names, table: isBenchmark ? table : nil, isCancelled: isCancelled, progress: progress)
  }
}
