import ArgumentParser
import Runs

struct Merge: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Join the shards of a run into one run directory.",
    discussion: "The shards must have the same settings, hold no row twice, and together hold every row.")

  @Argument(help: ArgumentHelp("Run directories.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  @Option(help: ArgumentHelp("The directory of the whole run.", valueName: "RUN"), completion: .directory)
  var output: String

  func perform() throws {
    let rows = try RunMerge.merge(runs, into: output)
    print("\(output): \(rows) rows from \(runs.count) runs")
  }
}
