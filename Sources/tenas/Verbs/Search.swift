import ArgumentParser
import Foundation
import Images
import Kernels
import Runs
import Scores
import SearchSpaces
import Searching

struct Search: Verb {
  static let configuration = CommandConfiguration(
    abstract:
      "Search a cell by pruning a supernet: the operations whose removal helps kappa most and costs least regions.",
    discussion: """
      Algorithm 1 of TE-NAS. Writes search.json (settings), measurements.csv (every number measured), trajectory.csv (kappa \
      and regions of the supernet after each round), pruned.csv (what was pruned, and why), result.csv (the cells found) and \
      summary.csv to the run directory. Run again with the same options, it resumes where it was interrupted; run again with \
      other rules or seeds, it adds them, and rules share what was measured for the same seed.

      Rules: ranks (the paper's: the sum of both ranks), kappa, regions, min, max, changes (the largest change of kappa less \
      that of regions), changes-literal (the sum of the changes, as printed in the paper).
      """)

  @Option(help: "The search space.")
  var space: SearchSpace

  @Option(
    help: ArgumentHelp("The rules, separated by commas; may be repeated.", valueName: "RULE,..."),
    transform: CommaSeparated.init(parsing:))
  var rule: [CommaSeparated<PruningRule>] = []

  @Option(help: "Whose settings: cifar10 or imagenet.")
  var preset = Preset.cifar10

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

  func perform() throws {
    switch (space, preset) {
    case (.nasBench201, .cifar10): try search(.nasBench201)
    case (.nasBench201, .imagenet):
      throw ValidationError("--preset imagenet is of darts; nas-bench-201 has one preset, cifar10, for any --images")
    case (.darts, .cifar10): try search(.darts)
    case (.darts, .imagenet): try search(.dartsImageNet)
    }
  }

  private func search<Supernet>(_ preset: SearchPreset<Supernet>) throws {
    let preset = how.applied(to: preset)
    let accuracy = try table.map { try Truth.open($0) }
    let (source, set, threads) = (how.images ?? preset.images, try how.kernels.set, computing.threads)
    let images = try drawing.pool(of: source, seed: 0, threads: threads)
    let run = SearchRun(
      preset, directory: output, imageSource: source, images: images, instructionSet: set, threads: threads,
      table: try table.map(RunManifest.Record.Table.init(hashing:)))
    let rules = rule.isEmpty ? [.ranks] : rule.flatMap(\.values)
    let names = rules.flatMap { rule in seeds.values.map { SearchName(rule: rule, seed: $0) } }
    let (bar, interruption) = (ProgressBar(), Interruption())
    let report = try run.execute(
      names, table: accuracy, isCancelled: { interruption.isRequested }, progress: { bar.show($0) })
    bar.finish()
    print(report.text, terminator: "")
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

  func applied<Supernet>(to preset: SearchPreset<Supernet>) -> SearchPreset<Supernet> {
    var preset = preset
    if let batch { preset.kappa.batch = batch }
    if let batchNorm { preset.kappa.batchNorm = batchNorm }
    if let crops { preset.regions.batch = crops }
    if let repeats { preset.repeats = repeats }
    return preset
  }
}

extension PruningRule: ExpressibleByArgument {}
