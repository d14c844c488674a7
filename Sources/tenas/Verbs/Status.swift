import ArgumentParser
import Runs

struct Status: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Tell how far runs are: rows done and failed, rate, time left.",
    discussion: """
      Works while a run goes on, and takes the shards of one together. The rate is of the sessions at work now. A process on \
      another machine counts as at work until it says that it stopped; the time of its last row tells whether to believe it.
      """)

  @Argument(help: ArgumentHelp("Run directories.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  @Flag(help: "Print JSON.")
  var json = false

  func perform() throws {
    let status = try RunStatus(of: runs)
    if json { return StandardOutput.write(status.json) }
    print(status.text(width: Terminal.width), terminator: "")
  }
}
