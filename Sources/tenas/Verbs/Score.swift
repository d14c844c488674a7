import AccuracyTables
import ArgumentParser
import Foundation
import Images
import Kernels
import Metrics
import Networks
import Runs
import Scores
import SearchSpaces
import Studies

struct Score: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Score cells with kappa (trainability) and regions (expressivity), without training.",
    discussion: """
      Writes run.json (settings) and scores.csv (one row a cell and repeat) to the run directory. Run again with the same \
      options, it resumes where it was interrupted. A score that cannot be computed is nan, with its reason in failures.csv. The \
      numbers depend on the settings in run.json alone, not on threads, \
      shards or interruptions.

      Protocols: paper (batch 32, 5 x 1000 crops, 3 repeats), code (the authors' repository: batch 72, 3 x 1000 crops, 3 \
      repeats), full (the real network with 16 channels and 5 cells a stage, batch 64, 1 repeat; slow), lite (kappa and regions \
      as in paper, the other metrics on one small network). But for lite, the metrics of the literature have the settings of \
      their published tables. `tenas metrics NAME` tells a metric's settings, --set changes them.

      On a run that is there, --metrics adds what it lacks, and a larger --sample (or --all), or more --repeats, adds rows. What \
      is there is not computed again; the result is the same bytes as that of one run.
      """)

  @OptionGroup(title: "Which cells (one of these)") var cells: CellOptions

  @Option(help: "The search space.")
  var space = SearchSpace.nasBench201

  @Option(
    help: ArgumentHelp(
      """
      The metrics to compute, separated by commas; literature: all that are more than a count; all. A run that is there gets \
      those it lacks.
      """, valueName: "A,B"))
  var metrics = MetricList(argument: "kappa,regions")!

  @OptionGroup(title: "How") var how: ProtocolOptions
  @OptionGroup(title: "How images are used") var drawing: DrawingOptions

  @Option(help: "The run directory to make or resume.", completion: .directory)
  var output: String

  @Option(help: "An accuracy table: correlate with it at the end.", completion: .table)
  var table: String?

  @OptionGroup var computing: ThreadOptions

  @Option(
    help: ArgumentHelp("Compute only this part of the run; join the parts with `tenas merge`.", valueName: "I/N"),
    transform: Shard.init(parsing:))
  var shard: Shard?

  @Flag(help: "Compute rows with a failed score (nan) again.")
  var retryFailed = false

  func validate() throws {
    _ = try how.scoring(space)
    try metrics.check(space: space)
  }

  func perform() throws {
    let accuracy = try table.map(comparable)
    let threads = computing.threads
    let (settings, images, set) = try prepare(threads: threads)
    let record = RunManifest.Record(
      images: how.images.description, table: try table.map(RunManifest.Record.Table.init(hashing:)))
    let run = ScoringRun(
      settings: settings, directory: output, images: images, instructionSet: set, shard: shard ?? .whole,
      threads: threads, record: record)
    let (bar, interruption) = (ProgressBar("scoring"), Interruption())
    let result = try run.execute(
      retriesFailed: retryFailed, isCancelled: { interruption.isRequested }, note: Terminal.note, progress: bar.show)
    bar.finish()
    print("\(output): \(result.done) rows, \(result.done - result.resumed) of them computed now")
    if result.failed > 0 {
      Terminal.note("\(result.failed) rows failed; \(output)/failures.csv says why, --retry-failed computes them again")
    }
    if let accuracy {
      let study = try CorrelationStudy(
        ScoreFile(path: output), name: output, table: accuracy,
        options: AgreementOptions(datasets: accuracy.comparable, threads: threads))
      try Correlate.print(study, .table)
    }
  }

  /// Opens a table that the run can be compared with; what it lacks is said before anything is computed.
  private func comparable(_ path: String) throws -> AccuracyTable {
    let (table, cells) = try Truth.openAny(path)
    guard cells.space == space else {
      throw ValidationError("--table \(path) is of \(cells.space.rawValue), and the cells are of \(space.rawValue)")
    }
    guard !table.comparable.isEmpty else {
      throw ValidationError("--table \(path) has neither test accuracy nor further targets to correlate with")
    }
    let targets = table.comparable.filter(\.isTarget)
    Truth.noteNegated(targets.filter { table.kind(of: $0).direction == .lower })
    return table
  }

  /// What the options mean: settings, images, kernels.
  func prepare(threads: Int) throws -> (RunSettings, ImagePool, InstructionSet) {
    let selection = try cells.selection(space)
    let set = try how.kernels.set
    let images = try drawing.pool(of: how.images, seed: how.seed, threads: threads)
    let settings = RunSettings(
      space: space, selection: selection, protocolName: how.protocolName,
      scoring: try how.scoring(space, classes: images.classCount),
      metrics: MetricTable.columns(askedFor: metrics.names), seed: how.seed,
      imageSource: how.images, images: images, instructionSet: set)
    return (settings, images, set)
  }
}

/// Exactly one way to name the cells.
struct CellOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A random sample of N cells, drawn from the seed.", valueName: "N"), transform: Number.positive)
  var sample: Int?

  @Flag(help: "All 15,625 cells.")
  var all = false

  @Flag(help: "The 9,445 cells without a dead operation.")
  var live = false

  @Flag(help: "The 6,466 cells that differ under the benchmark's isomorphism.")
  var unique = false

  @Option(
    help: ArgumentHelp(
      "A cell, or a file of them (- is standard input): an index, architecture string or tuple (darts: a genotype) a line.",
      valueName: "FILE|CELL"),
    completion: .file())
  var architectures: String?

  func validate() throws {
    let given = [sample != nil, all, live, unique, architectures != nil].count(where: \.self)
    guard given == 1 else {
      throw ValidationError("name the cells with one of --sample N, --all, --live, --unique, --architectures FILE")
    }
  }

  func selection(_ space: SearchSpace) throws -> Selection {
    if let sample { return .sample(sample) }
    if let architectures { return try Selection(readingFrom: architectures, space: space) }
    guard space == .nasBench201 else {
      throw ValidationError("--all, --live and --unique are of nas-bench-201; take --sample N or --architectures FILE")
    }
    return .population(live ? .live : unique ? .unique : .all)
  }
}

/// The settings of the metrics.
struct ProtocolOptions: ParsableArguments {
  @Option(name: .customLong("protocol"), help: "Where the settings come from.")
  var protocolName = ScoringProtocol.Name.paper

  @Option(help: "coupled: differentiate through the batch statistics (the definition); frozen: do not (faster).")
  var batchNorm: BatchNormCoupling?

  @Option(
    help: ArgumentHelp("Images in kappa's batch, instead of the protocol's.", valueName: "N"),
    transform: Number.atLeast(2))
  var batch: Int?

  @Option(
    help: ArgumentHelp("Re-initialisations, instead of the protocol's.", valueName: "N"), transform: Number.positive)
  var repeats: Int?

  @Option(help: ArgumentHelp("How the weights of kappa's network are drawn.", valueName: "rule"))
  var kappaInit: Initialization?

  @Option(help: ArgumentHelp("How the weights of regions' network are drawn.", valueName: "rule"))
  var regionsInit: Initialization?

  @Option(
    help: ArgumentHelp("Channels of the first stage of kappa's network (full: of regions', too).", valueName: "C"),
    transform: Number.positive)
  var channels: Int?

  @Option(
    help: ArgumentHelp("Cells in each stage of kappa's network (full: of regions', too).", valueName: "N"),
    transform: Number.positive)
  var cellsPerStage: Int?

  @Option(
    help: ArgumentHelp("Height and width of the crops that regions are counted on.", valueName: "N"),
    transform: Number.positive)
  var patchSize: Int?

  @Option(help: ArgumentHelp("Crops: at most 1000 in one batch, or a multiple in batches of 1000.", valueName: "N"))
  var patchCount: Int?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A setting of one metric, instead of the protocol's, for example snip.batch=128; may be repeated.",
      valueName: "METRIC.SETTING=VALUE"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "cifar10:DIR, cifar100:DIR, imagenet:DIR, hdf5:FILE#DATASET, npy:FILE, natural-noise or gaussian.",
      valueName: "source"), transform: ImageSource.init(parsing:))
  var images = ImageSource.naturalNoise

  @Option(help: ArgumentHelp("The seed that every random number comes from.", valueName: "N"))
  var seed: UInt64 = 0

  @OptionGroup var kernels: KernelOptions

  func validate() throws {
    if let patchCount, Regions.batches(ofPatches: patchCount) == nil {
      throw ValidationError("--patch-count must be 1 to 1000, or a multiple of 1000, not \(patchCount)")
    }
  }

  /// The protocol of a search space with what is said otherwise.
  ///
  /// - Parameter classes: how many classes the images have; nil if they have none, or are not read yet.
  func scoring(_ space: SearchSpace, classes: Int? = nil) throws -> ScoringProtocol {
    guard var scoring = ScoringProtocol(protocolName, space: space) else {
      throw ValidationError("--protocol \(protocolName.rawValue) is of nas-bench-201; darts has paper and code")
    }
    guard cellsPerStage == nil || space == .nasBench201 else {
      throw ValidationError("--cells-per-stage is of nas-bench-201; darts has one normal and one reduction cell")
    }
    if let batchNorm { scoring.kappa.batchNorm = batchNorm }
    if let batch { scoring.kappa.batch = batch }
    if let repeats { scoring.repeats = repeats }
    if let kappaInit { scoring.kappa.initialization = kappaInit }
    if let regionsInit { scoring.regions.initialization = regionsInit }
    if let channels { scoring.channels = channels }
    if let cellsPerStage { scoring.cellsPerStage = cellsPerStage }
    if patchSize != nil || patchCount != nil { try setPatches(&scoring.regions) }
    if let classes, classes >= 2 { scoring.setClasses(classes) }
    for assignment in settings {
      do { try scoring.set(assignment) } catch { throw ValidationError("--set \(error)") }
    }
    return scoring
  }

  private func setPatches(_ regions: inout Regions) throws {
    guard regions.patchSize != nil else {
      throw ValidationError("--patch-size and --patch-count are of paper and code; full counts regions on whole images")
    }
    if let patchSize { regions.inputs = .crops(size: patchSize) }
    if let (batches, batch) = patchCount.flatMap(Regions.batches(ofPatches:)) {
      (regions.batches, regions.batch) = (batches, batch)
    }
  }
}

/// How bytes become inputs, and how batches are drawn.
struct DrawingOptions: ParsableArguments {
  @Option(
    help: """
      random: any images; class-balanced: as many of each class as of any other, or one more (cifar10:, cifar100:, \
      imagenet:).
      """)
  var batchOrder = BatchOrder.random

  @Option(
    help: """
      Mean and deviation that bytes are normalised by; name: those published for the data set, where it has a name; data: \
      those of the pixels read.
      """)
  var statistics = ImageStatistics.name

  func pool(of source: ImageSource, seed: UInt64, threads: Int) throws -> ImagePool {
    let pool = try ImagePool.load(source, seed: seed, threads: threads, statistics: statistics, order: batchOrder)
    pool.notes.forEach(Terminal.note)
    return pool
  }
}

extension BatchOrder: ExpressibleByArgument {}
extension ImageStatistics: ExpressibleByArgument {}
extension ScoringProtocol.Name: ExpressibleByArgument {}
extension BatchNormCoupling: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}
extension SearchSpace: ExpressibleByArgument {}
