import AccuracyTables
import ArgumentParser
import Files
import Foundation
import Images
import Reports
import Scores
import Studies

struct AblateProtocol: Verb {
  static let configuration = CommandConfiguration(
    commandName: "protocol",
    abstract: "Vary the protocol: repeats, batch, images, initialisation, ...; tau of the metrics against their cost.",
    discussion: """
      Scores the same sample of cells of nas-bench-201 under a base protocol and its variants, each in a run directory under \
      DIR/runs as `tenas score` makes them, and correlates with test accuracy. Run again with the same options, it resumes; \
      runs are shared: fewer repeats are the first of a run with more, and a factor of one metric leaves the other's \
      scores alone. Prints a table and writes protocol.csv, protocol.vl.json and pictures of the Pareto front of tau and processor \
      time. Intervals are 95% bootstrap percentiles; those of a difference are paired.

      Factors: repeats, batch (kappa's), inputs (image sources), batch-norm (coupled, frozen), init (of both networks), \
      channels and cells (of kappa's network), patch-size and patch-count (of regions).
      """)

  @OptionGroup var truth: TruthOptions

  @Option(help: ArgumentHelp("The directory to make, or to go on with.", valueName: "DIR"), completion: .directory)
  var output: String

  @Option(help: ArgumentHelp("Cells, drawn from the seed.", valueName: "N"), transform: Number.positive)
  var sample = 300

  @Option(
    help: ArgumentHelp(
      "The factors to vary, separated by commas; default: those of --levels, else all.", valueName: "FACTOR,..."),
    transform: CommaSeparated.init(parsing:))
  var vary: CommaSeparated<ProtocolFactor>?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Other levels than the usual, one or more of these.", valueName: "FACTOR=LEVEL,..."),
    transform: ProtocolFactor.levels(parsing:))
  var levels: [[ProtocolLevel]] = []

  @Flag(help: "Every combination of levels, instead of one factor at a time; needs --vary or --levels.")
  var crossed = false

  @OptionGroup(title: "The base protocol") var how: ProtocolOptions

  @OptionGroup var bootstrap: BootstrapOptions

  func validate() throws {
    guard !crossed || vary != nil || !levels.isEmpty else {
      throw ValidationError("--crossed combines every level; say of which factors with --vary or --levels")
    }
    _ = try how.scoring(.nasBench201)
  }

  func perform() throws {
    try OutputPlace.checkDirectory(output)
    let accuracy = try Truth.open(truth.table)
    try Truth.noteNegated(truth.targets.check(accuracy))
    let (datasets, threads) = (truth.names, bootstrap.computing.threads)
    for dataset in datasets ?? [] { _ = try accuracy.values(ColumnName(dataset)) }
    let base = ProtocolSetting(try how.scoring(.nasBench201), images: how.images)
    let plan = try ProtocolAblationPlan(
      base: base, protocolName: how.protocolName,
      levels: try ProtocolFactor.levels(of: vary?.values, levels, base: base), isCrossed: crossed,
      selection: .sample(sample), seed: how.seed, directory: output,
      instructionSet: try how.kernels.set, threads: threads)
    // What is ahead is progress, not a result.
    for step in try plan.steps() { Terminal.complain(step) }
    let (bar, interruption) = (ProgressBar("scoring"), Interruption())
    try plan.execute(isCancelled: { interruption.isRequested }, note: Terminal.note, progress: { bar.show($0) })
    bar.finish()
    let ablation = try ProtocolAblation(
      plan, table: accuracy,
      options: AgreementOptions(datasets: datasets, resamples: bootstrap.resamples, threads: threads))
    try ablation.figure().write(to: output)
    print(ablation.text(width: Terminal.width), terminator: "")
    ablation.notes.forEach(Terminal.note)
    try Pictures.draw(output, page: false, others: ["\(output)/protocol.csv", "\(output)/runs"])
  }
}

extension ProtocolFactor: ExpressibleByArgument {}
