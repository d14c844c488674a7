import ArgumentParser
import Files
import Foundation
import Images
import Reports
import Reproduction
import Runs
import Scores

struct Reproduce: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Reproduce the paper's figures and tables: CSV, pictures, and a page with the paper's numbers beside.",
    discussion: """
      Without names, all: fig1 fig3 fig4 fig5 fig8 fig9 fig10 table1 table4 table5. Cells are sampled unless --all is given. \
      The runs and searches that the figures need are kept in the output directory, and resumed or reused when the command \
      is run again; --run reuses a run of NAS-Bench-201 that lies elsewhere.

      literature: the metrics of a run (--run) beside what papers print of them, and beside other people's scores (--columns).

      Prints the paper's numbers beside those here, with a verdict: agrees, if the paper's number is within the interval here; else \
      stronger or weaker, of a correlation of the same sign; else differs. Every such figure of the paper is of NAS-Bench-201; of a table of \
      DARTS genotypes it says nothing.

      With --from RUN, runs a finished run of `tenas score` again as its run.json says and compares the scores byte by byte.
      """)

  @Argument(
    help: ArgumentHelp("What to reproduce; every figure and table if none is named.", valueName: "fig1 ..."))
  var items: [ReproductionItem] = []

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @Option(
    help: ArgumentHelp(
      "Images, as `tenas score` takes them; one source serves everything. Default: natural-noise; with --from, where the run found its images.",
      valueName: "source"), transform: ImageSource.init(parsing:))
  var images: ImageSource?

  @Flag(help: "All 15,625 cells, and 20,000 DARTS genotypes, instead of samples of 1,000 each.")
  var all = false

  @Option(
    help: ArgumentHelp("A run over NAS-Bench-201 to take instead of scoring cells here.", valueName: "RUN"),
    completion: .directory)
  var run: String?

  @Option(
    help: ArgumentHelp(
      "literature: a file of other people's scores, as `tenas validate` reads them; may be repeated.", valueName: "FILE"
    ),
    completion: .file())
  var columns: [String] = []

  @Option(
    help: ArgumentHelp("A finished run to run again and compare with, instead of the paper.", valueName: "RUN"),
    completion: .directory)
  var from: String?

  @Option(help: ArgumentHelp("Seeds of the searches, 0 to N-1.", valueName: "N"), transform: Number.positive)
  var seeds = 4

  @OptionGroup var computing: ThreadOptions
  @OptionGroup var format: FormatOptions

  @Option(help: ArgumentHelp("The directory to make, or to go on with.", valueName: "DIR"), completion: .directory)
  var output: String?

  func validate() throws {
    if items.contains(.literature) {
      guard items.count == 1 else { throw ValidationError("literature goes alone; reproduce figures in another call") }
      guard run != nil else {
        throw ValidationError("literature needs --run RUN, scored with --metrics literature")
      }
    } else if !columns.isEmpty {
      throw ValidationError("--columns goes with literature")
    }
    if from == nil {
      guard table != nil else { throw ValidationError("Missing expected argument '--table <TABLE.h5>'") }
      guard output != nil else { throw ValidationError("Missing expected argument '--output <DIR>'") }
    } else if !items.isEmpty || table != nil || all || run != nil || output != nil || format.format != nil {
      throw ValidationError("--from runs a run again; only --images and --threads go with it")
    }
  }

  func perform() throws {
    if let output { try OutputPlace.checkDirectory(output) }
    if let from {
      try replay(from)
    } else if items == [.literature], let table, let output, let run {
      try compare(run, table: table, output: output)
    } else if let table, let output {
      try reproduce(table: table, output: output)
    }
  }

  private func replay(_ directory: String) throws {
    let replay = try RunReplay(of: directory, images: images, threads: computing.threads)
    let (bar, interruption) = (ProgressBar("scoring again"), Interruption())
    let outcome = try replay.execute(isCancelled: { interruption.isRequested }, progress: bar.show)
    bar.finish()
    switch outcome {
    case .identical(let rows): print("\(directory): \(rows) rows, computed again: identical")
    case .differs(let difference):
      print("\(directory): \(difference.count) lines of scores.csv differ, the first of them line \(difference.line)")
      print("recorded: \(difference.recorded ?? "(no such line)")")
      print("computed: \(difference.computed ?? "(no such line)")")
      throw ExitCode(1)
    }
  }

  private func compare(_ run: String, table: String, output: String) throws {
    let scores = try CellScores(ScoreFile(path: run), of: .nasBench201, name: run)
    let literature = try LiteratureReproduction(
      scores, table: Truth.open(table), files: columns,
      options: AgreementOptions(threads: computing.threads))
    try literature.table.print(chosen)
    if !literature.likenesses.isEmpty, chosen == .table {
      print("")
      try literature.likenessTable.print(chosen)
    }
    literature.notes.forEach(Terminal.note)
    try literature.write(to: output)
    Pictures.tell(literature.files.map { "\(output)/\($0.name)" }, beside: chosen)
  }

  /// The files have the numbers anyway.
  private var chosen: ResultTable.Format { format.chosen(isKept: true) }

  private func reproduce(table: String, output: String) throws {
    let named = items.compactMap(\.paperItem)
    let wanted = Set(named.isEmpty ? PaperItem.allCases : named)
    let accuracy = try Truth.open(table)
    let plan = ReproductionPlan(
      items: wanted, directory: output, run: run, isWhole: all, seeds: seeds, threads: computing.threads,
      imageSource: images ?? .naturalNoise, table: accuracy,
      tableRecord: try RunManifest.Record.Table(hashing: table))
    if let run, !run.exists {
      throw StudyError(.noSuchFile, "\(run): no such file; --run names a run directory")
    }
    // What is ahead is progress, not a result.
    for step in plan.steps { Terminal.complain(step) }
    let (bar, interruption) = (ProgressBar("measuring"), Interruption())
    let result = try plan.execute(isCancelled: { interruption.isRequested }, progress: { bar.show($0) })
    bar.finish()
    try Comparison.table(result.comparisons).print(chosen)
    for departure in result.departures { Terminal.note("otherwise than in the paper: \(departure)") }
    (Comparison.notes(result.comparisons) + result.notes).forEach(Terminal.note)
    try ReportPage(
      title: "TE-NAS, reproduced", introduction: plan.introduction(result), figures: result.figures,
      comparisons: result.comparisons, gallery: result.gallery, notes: result.notes,
      settings: result.settings + Session.settings(table: table)
    ).write(to: output)
    let others = result.comparisons.isEmpty ? [] : ["\(output)/\(ReportPage.comparisonsFileName)"]
    try Pictures.draw(output, page: true, others: others, beside: chosen)
  }
}

/// What can be reproduced: a figure or table of the TE-NAS paper, or the literature's rows.
enum ReproductionItem: Hashable, ExpressibleByArgument {
  case paper(PaperItem)
  case literature

  init?(argument: String) {
    if argument == "literature" {
      self = .literature
    } else if let item = PaperItem(rawValue: argument) {
      self = .paper(item)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { PaperItem.allCases.map(\.rawValue) + ["literature"] }

  var paperItem: PaperItem? { if case .paper(let item) = self { item } else { nil } }
}
