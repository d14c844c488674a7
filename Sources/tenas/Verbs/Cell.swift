import ArgumentParser
import Files
import Scores
import SearchSpaces
import Studies

struct Cell: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Show one cell: its operations, what is near it, its accuracies and scores.",
    discussion: """
      A cell is named by its index, its architecture string, a tuple of six operation numbers (NASLib's) or NATS-Bench's list; quote \
      the last three.

      Example: tenas cell 6111 --run results/lite --table data/table.h5

      Of DARTS a cell is a genotype or, with a run or table of genotypes, its index there: tenas cell 17 --table darts.h5
      """)

  @Argument(help: ArgumentHelp("The cell.", valueName: "INDEX|STRING|TUPLE|GENOTYPE"))
  var cell: String

  @Option(help: ArgumentHelp("A run that scored it; may be repeated.", valueName: "RUN"), completion: .file())
  var run: [String] = []

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @OptionGroup var rules: RuleOptions

  @Option(
    help: ArgumentHelp("Write the cell's drawing there, too.", valueName: "FILE.svg"),
    completion: .file(extensions: ["svg"]))
  var output: String?

  func perform() throws {
    if let output { _ = try OutputPlace(output) }
    let truth = try table.map(Truth.openAny)
    var scores = try ScoreTable(joining: run.map { ($0, try ScoreTable(readingFrom: $0, of: truth?.cells)) })
    for (name, rule) in try rules.named() { try scores.add(rule, named: name) }
    let list = truth?.cells ?? (run.isEmpty ? nil : scores.cells)
    let (text, drawing): (String, String)
    if list?.space ?? SearchSpace(ofCell: cell) == .darts {
      let card = try GenotypeCard(cell, of: list, scores: run.isEmpty ? nil : scores, table: truth?.table)
      (text, drawing) = (card.text(width: Terminal.width), card.svg)
    } else {
      let card = try CellCard(cell, scores: scores, table: truth?.table)
      (text, drawing) = (card.text(width: Terminal.width), card.svg)
    }
    if let output { try AtomicFile.write(drawing, to: output) }
    print(text, terminator: "")
    if let output { print("written: \(output)") }
  }
}
