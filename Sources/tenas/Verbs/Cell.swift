import ArgumentParser
import Scores
import Studies

struct Cell: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Show one cell: its operations, isomorphs, neighbours, accuracies and scores.",
    discussion: """
      A cell is named by its index, its architecture string, a tuple of six operation numbers (NASLib's) or NATS-Bench's list; quote \
      the last three.

      Example: tenas cell 6111 --run results/lite --table data/table.h5
      """)

  @Argument(help: ArgumentHelp("The cell.", valueName: "INDEX|STRING|TUPLE"))
  var cell: String

  @Option(help: ArgumentHelp("A run that scored it; may be repeated.", valueName: "RUN"), completion: .file())
  var run: [String] = []

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @OptionGroup var rules: RuleOptions

  func perform() throws {
    var scores = try ScoreTable(joining: run.map { ($0, try ScoreTable(readingFrom: $0, of: .nasBench201)) })
    for (name, rule) in try rules.named() { try scores.add(rule, named: name) }
    print(
      try CellCard(cell, scores: scores, table: try table.map(Truth.open)).text(width: Terminal.width), terminator: "")
  }
}
