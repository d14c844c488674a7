import ArgumentParser
import Files
import Foundation
import Images
import Kernels
import Metrics
import Reports
import Reproduction
import Runs
import Scores
import SearchSpaces
import Searching

struct Search: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Search a cell: by pruning a supernet as TE-NAS does, or among whole cells that any rule scores.",
    discussion: """
      Pruning is algorithm 1 of TE-NAS: in each round the operation of every edge goes whose removal helps kappa most and costs least \
      regions. The run directory gets search.json (settings), measurements.csv (every number measured), trajectory.csv (kappa and \
      regions of the supernet after each round), pruned.csv (what was pruned, and why), result.csv (the cells found), \
      summary.csv and a report.html with the cells drawn. The same command resumes a search that was interrupted. Other rules or seeds are added to it; rules share \
      what was measured for the same seed.

      Rules of pruning: ranks (the paper's: the sum of both ranks), kappa, regions, min, max, changes (the largest change of kappa less \
      that of regions), changes-literal (the sum of the changes, as printed in the paper).
      """)

  @Option(help: "The search space.")
  var space: SearchSpace

  @Option(
    help: ArgumentHelp(
      "The rules, separated by commas; may be repeated. Default: ranks.", valueName: "RULE,..."))
  var rule: [String] = []

  @Option(help: "Whose settings: cifar10 or imagenet.")
  var preset = Preset.cifar10

  @OptionGroup(title: "Whole cells") var whole: CellSearchOptions

  @OptionGroup(title: "Seeds (one of these)") var seeds: SeedOptions
  @OptionGroup(title: "How") var how: SearchOptions
  @OptionGroup(title: "How images are used") var drawing: DrawingOptions

  @Option(help: ArgumentHelp("An accuracy table, to look the cells up in.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @OptionGroup var computing: ThreadOptions

  @Option(help: ArgumentHelp("The run directory to make, resume or add to.", valueName: "RUN"), completion: .directory)
  var output: String

  /// Whose settings a search has.
  enum Preset: String, ExpressibleByArgument, CaseIterable {
    case cifar10, imagenet
  }

  func validate() throws {
    guard table == nil || space == .nasBench201 else {
      throw ValidationError("--table holds cells of nas-bench-201; there is none of darts")
    }
  }

  /// The rules asked for: those that prune, and those that rank whole cells. With --strategy, all are of the second kind.
  private func rules() throws -> (pruning: [PruningRule], cells: [(name: String, rule: Rule)]) {
    let names = rule.isEmpty ? [PruningRule.ranks.rawValue] : rule.flatMap(Self.names)
    let pruning = whole.strategy == nil ? names.compactMap(PruningRule.init(rawValue:)) : []
    let others = names.filter { name in !pruning.contains { $0.rawValue == name } }
    return (pruning, try others.map { ($0, try whole.rule($0)) })
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  func perform() throws {
    let (pruning, cells) = try rules()
    if !cells.isEmpty {
      guard space == .nasBench201 else {
        throw ValidationError("whole cells are searched on nas-bench-201; darts is searched by pruning")
      }
      try whole.check(cells.map(\.rule))
      if pruning.isEmpty { try how.refuseSettingsOfPruning() }
    } else {
      try whole.refuse()
    }
    if !pruning.isEmpty { try prune(pruning) }
    if !cells.isEmpty { try searchCells(cells) }
  }

  private func prune(_ rules: [PruningRule]) throws {
    switch (space, preset) {
    case (.nasBench201, .cifar10): try search(.nasBench201, rules)
    case (.nasBench201, .imagenet):
      throw ValidationError("--preset imagenet is of darts; nas-bench-201 has one preset, cifar10, for any --images")
    case (.darts, .cifar10): try search(.darts, rules)
    case (.darts, .imagenet): try search(.dartsImageNet, rules)
    }
  }

  private func search<Supernet>(_ preset: SearchPreset<Supernet>, _ rules: [PruningRule]) throws {
    let preset = how.applied(to: preset)
    let accuracy = try table.map { try Truth.open($0) }
    let (source, set, threads) = (how.images ?? preset.images, try how.kernels.set, computing.threads)
    let images = try drawing.pool(of: source, seed: 0, threads: threads)
    let run = SearchRun(
      preset, directory: output, imageSource: source, images: images, instructionSet: set, threads: threads,
      table: try table.map(RunManifest.Record.Table.init(hashing:)))
    let names = rules.flatMap { rule in seeds.values.map { SearchName(rule: rule, seed: $0) } }
    let (bar, interruption) = (ProgressBar("searching"), Interruption())
    let report = try run.execute(
      names, table: accuracy, isCancelled: { interruption.isRequested }, progress: { bar.show($0) })
    bar.finish()
    print(report.text(width: Terminal.width), terminator: "")
    try SearchPage.pruning(report, space: space, settings: pageSettings(source)).write(to: output)
    try Pictures.draw(output, page: true, others: SearchReport.fileNames.map { "\(output)/\($0)" })
  }

  private func pageSettings(_ images: ImageSource) -> [(name: String, value: String)] {
    [("images", images.description)] + Session.settings(table: table)
  }

  private func searchCells(_ rules: [(name: String, rule: Rule)]) throws {
    let accuracy = try table.map { try Truth.open($0) }
    try AtomicFile.makeDirectory(output)
    let (bar, interruption) = (ProgressBar("scoring"), Interruption())
    func report(_ scorer: some CellScorer) throws -> CellSearchReport {
      try CellSearchReport(
        rules, strategies: whole.strategy?.values ?? CellSearch.Strategy.allCases, seeds: seeds.values,
        cells: whole.cells ?? CellSearchOptions.defaultCells, scorer: scorer, table: accuracy,
        isCancelled: { interruption.isRequested })
    }
    let found: CellSearchReport
    if let scores = whole.scores {
      found = try report(RecordedScorer(readingFrom: scores, rules: rules.map(\.rule), threads: computing.threads))
    } else {
      found = try report(
        runScorer(rules.map(\.rule), progress: { bar.show($0) }, isCancelled: { interruption.isRequested }))
    }
    bar.finish()
    print(found.text(width: Terminal.width), terminator: "")
    let files = try found.write(to: output).map { "\(output)/\($0)" }
    let settings =
      whole.scores.map { Session.settings(scores: [$0], table: table) } ?? pageSettings(how.images ?? .naturalNoise)
    try SearchPage.cells(found, settings: settings).write(to: output)
    try Pictures.draw(output, page: true, others: files)
  }

  /// Computes scores in the run directory `scored` of the output.
  private func runScorer(
    _ rules: [Rule], progress: @escaping @Sendable (ScoringRun.Progress) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> RunScorer {
    let (source, set, threads) = (how.images ?? .naturalNoise, try how.kernels.set, computing.threads)
    // A run draws everything from one seed; those of the searches pick cells.
    let images = try drawing.pool(of: source, seed: 0, threads: threads)
    let settings = RunSettings(
      selection: .architectures([]), protocolName: whole.protocolName, scoring: try whole.scoring(how, images),
      metrics: MetricTable.columns(askedFor: Set(rules.flatMap(\.metrics))), seed: 0, imageSource: source,
      images: images, instructionSet: set)
    let record = RunManifest.Record(
      images: source.description, table: try table.map(RunManifest.Record.Table.init(hashing:)))
    return RunScorer(
      settings: settings, directory: "\(output)/scored", images: images, instructionSet: set, threads: threads,
      record: record, isCancelled: isCancelled, progress: progress)
  }
}

/// How whole cells are searched.
struct CellSearchOptions: ParsableArguments {
  static let defaultCells = 500

  @Option(
    help: ArgumentHelp(
      "How cells are picked: random, evolution; default: both. With it, --rule kappa ranks whole cells, too.",
      valueName: "NAME,..."), transform: CommaSeparated.init(parsing:))
  var strategy: CommaSeparated<CellSearch.Strategy>?

  @Option(
    help: ArgumentHelp("The most cells that a search scores; default: \(defaultCells).", valueName: "N"),
    transform: Number.positive)
  var cells: Int?

  @Option(
    help: ArgumentHelp("Look the scores up in a run, and compute none.", valueName: "RUN|FILE"), completion: .file())
  var scores: String?

  @Option(name: .customLong("protocol"), help: "Where the settings of the rules' metrics come from; default: lite.")
  var givenProtocol: ScoringProtocol.Name?

  var protocolName: ScoringProtocol.Name { givenProtocol ?? .lite }

  func validate() throws {
    if let cells, cells > NASBench201.size {
      throw ValidationError("--cells is at most \(NASBench201.size), which are all there are")
    }
    guard scores == nil || givenProtocol == nil else {
      throw ValidationError("--protocol says how scores are computed; with --scores, none are")
    }
  }

  /// Reads a rule for whole cells.
  func rule(_ text: String) throws -> Rule {
    if let pruning = PruningRule(rawValue: text), pruning != .kappa, pruning != .regions {
      throw ValidationError("'\(text)' is a rule of pruning; of whole cells, te-nas is the sum of ranks")
    }
    guard !text.isEmpty else { throw ValidationError("--rule: '' is no rule; \(Self.pruningRules)") }
    return try Rule(parsing: text)
  }

  private static var pruningRules: String {
    "rules of pruning are \(PruningRule.allCases.map(\.rawValue).joined(separator: ", "))"
  }

  /// Makes sure that the rules' metrics can be computed.
  func check(_ rules: [Rule]) throws {
    guard scores == nil else { return }
    for metric in rules.flatMap(\.metrics) where MetricTable.entry(named: metric) == nil {
      throw ValidationError("\(MetricList.unknown(metric)); \(Self.pruningRules)")
    }
  }

  /// Makes sure that nothing is said here, where nothing searches whole cells.
  func refuse() throws {
    let given = [("--cells", cells != nil), ("--scores", scores != nil), ("--protocol", givenProtocol != nil)]
    if let (name, _) = given.first(where: \.1) {
      throw ValidationError(
        "\(name) is of searches of whole cells; name a rule like az-nas, or --strategy random for kappa or regions")
    }
  }

  func scoring(_ how: SearchOptions, _ images: ImagePool) throws -> ScoringProtocol {
    guard var scoring = ScoringProtocol(protocolName, space: .nasBench201) else {
      preconditionFailure("nas-bench-201 has every protocol")
    }
    if let repeats = how.repeats { scoring.repeats = repeats }
    if let classes = images.classCount, classes >= 2 { scoring.setClasses(classes) }
    return scoring
  }
}

/// One seed, or the first few.
struct SeedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The seed that every random number comes from; default: 0.", valueName: "N"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("Search with each of the seeds 0 to N - 1.", valueName: "N"), transform: Number.positive)
  var seeds: Int?

  func validate() throws {
    guard seed == nil || seeds == nil else { throw ValidationError("give one of --seed and --seeds") }
  }

  var values: [UInt64] { seeds.map { (0..<$0).map(UInt64.init) } ?? [seed ?? 0] }
}

/// The settings of a search that differ from the preset's.
struct SearchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "cifar10:DIR, cifar100:DIR, imagenet:DIR, hdf5:FILE#DATASET, npy:FILE, natural-noise or gaussian (the last two made"
        + " from seed 0 for every search's seed); default: natural-noise.",
      valueName: "source"), transform: ImageSource.init(parsing:))
  var images: ImageSource?

  @Option(
    help: ArgumentHelp("Images in kappa's batch, instead of the preset's.", valueName: "N"),
    transform: Number.atLeast(2))
  var batch: Int?

  @Option(help: "coupled: differentiate through the batch statistics (the definition); frozen: do not (faster).")
  var batchNorm: BatchNormCoupling?

  @Option(
    help: ArgumentHelp("Crops in each of regions' batches, instead of the preset's.", valueName: "N"),
    transform: Number.atLeast(2))
  var crops: Int?

  @Option(
    help: ArgumentHelp("Re-initialisations, instead of the preset's.", valueName: "N"), transform: Number.positive)
  var repeats: Int?

  @OptionGroup var kernels: KernelOptions

  /// Makes sure that nothing is said that only pruning heeds.
  func refuseSettingsOfPruning() throws {
    let given = [("--batch", batch != nil), ("--batch-norm", batchNorm != nil), ("--crops", crops != nil)]
    if let (name, _) = given.first(where: \.1) {
      throw ValidationError("\(name) is of pruning; the metrics of whole cells have the settings of --protocol")
    }
  }

  func applied<Supernet>(to preset: SearchPreset<Supernet>) -> SearchPreset<Supernet> {
    var preset = preset
    if let batch { preset.kappa.batch = batch }
    if let batchNorm { preset.kappa.batchNorm = batchNorm }
    if let crops { preset.regions.batch = crops }
    if let repeats { preset.repeats = repeats }
    return preset
  }
}

extension CellSearch.Strategy: ExpressibleByArgument {}
