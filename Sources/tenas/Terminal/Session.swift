import Files
import Runs

/// This call of the program, as a report tells it.
enum Session {
  /// The command line, the program and the date, and the accuracy table.
  static func settings(table: String?) -> [(name: String, value: String)] {
    (table.map { [("accuracies", $0)] } ?? []) + [
      ("command", (["tenas"] + CommandLine.given.dropFirst().map(quoted)).joined(separator: " ")),
      ("program", "tenas \(toolDescription)"), ("date", RunManifest.Record.now),
    ]
  }

  /// The same, after how the scores came about that are runs.
  static func settings(scores: [String], table: String?) -> [(name: String, value: String)] {
    scores.map { ($0, (try? RunManifest(directory: $0)).map(\.determines.summary) ?? "a file of scores") }
      + settings(table: table)
  }

  /// An argument as a shell takes it.
  private static func quoted(_ text: String) -> String {
    text.wholeMatch(of: /[A-Za-z0-9_.,:=#\/\-]+/) != nil ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
