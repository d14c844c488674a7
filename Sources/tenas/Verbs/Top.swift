import ArgumentParser
import Scores
import Studies

struct Top: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Print the cells that a metric or rule ranks first.",
    discussion: """
      Example: tenas top results/lite --by az-nas --table data/table.h5

      A cell's place is among all cells of the run. With --table, accuracies stand beside it with their places among all cells of the \
      table; they decide nothing.
      """)

  @Argument(help: ArgumentHelp("A run directory, or a file of scores.", valueName: "RUN|FILE"), completion: .file())
  var scores: String

  @Option(
    help: ArgumentHelp(
      "What decides: a metric, combined, or a rule; default: combined where kappa and regions are there.",
      valueName: "METRIC|RULE"))
  var by: String?

  @Option(
    name: [.customShort("n"), .long], help: ArgumentHelp("How many cells; default: 10.", valueName: "N"),
    transform: Number.positive)
  var count = 10

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @OptionGroup var format: FormatOptions

  func perform() throws {
    let truth = try table.map(Truth.openAny)
    let read = try ScoreTable(readingFrom: scores, of: truth?.cells)
    let top = try TopCells(read, name: scores, by: by, first: count, table: truth?.table)
    let format = format.chosen()
    try top.table.print(format)
    if format == .table {
      print("\(top.count) cells ranked by \(top.by)\(top.datasets.isEmpty ? "" : "; in brackets places by accuracy")")
    }
    read.notes.forEach(Terminal.note)
  }
}
