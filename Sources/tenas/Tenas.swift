import ArgumentParser
import CStart
import Files
import Foundation
import Runs

@main
struct Tenas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenas",
    abstract:
      "Rank neural architectures without training them, and measure how well the ranking agrees with the truth.",
    discussion: """
      A first session, from a table of accuracies to correlations:

        tenas table import --from csv accuracies.csv --output data/table.h5
        tenas score --sample 1000 --output results/first
        tenas correlate --scores results/first --table data/table.h5

      Exit status: 0 success, 1 a verification failed, 64 usage, 65 bad data, 66 no such file, 74 input or output, 130 \
      interrupted (SIGINT), 143 terminated (SIGTERM).
      """,
    version: toolDescription,
    subcommands: [
      Table.self, Score.self, Search.self, Reproduce.self, Correlate.self, Validate.self, Combine.self, Top.self,
      Cell.self, Explore.self, Ablate.self,
      Render.self, Metrics.self,
      Merge.self, Status.self, Slurm.self, Export.self, Verify.self, Bench.self,
    ])

  /// Parses and runs. ArgumentParser's own does not see that its help could not be written.
  static func main() {
    tenas_use_all_processors()
    tenas_keep_memory()
    Place.fillStandardDescriptors()
    Interruption.install()
    ReadFiles.watch()
    do {
      let arguments = Array(CommandLine.given.dropFirst())
      try VerbName.check(arguments, of: Self.self)
      var command = try parseAsRoot(arguments)
      try command.run()
      try StandardOutput.finish()
    } catch {
      end(error)
    }
  }

  private static func end(_ error: any Error) -> Never {
    if let failure = error as? any Failure {
      Terminal.fail(failure)
      Foundation.exit(ExitStatus.of(failure).rawValue)
    }
    let (code, text) = (exitCode(for: error), fullMessage(for: error))
    guard code.isSuccess else {
      // Every error begins with the same word, whoever found it.
      if !text.isEmpty { Terminal.complain(text.hasPrefix("Error: ") ? "e\(text.dropFirst())" : text) }
      leave(code)
    }
    // Help is for people; scripts of completions are not.
    if text.hasPrefix("OVERVIEW:") { print(text) } else if !text.isEmpty { StandardOutput.write(text + "\n") }
    leave(code)
  }

  /// Ends with a status, or with that of standard output if what was printed could not be written.
  private static func leave(_ code: ExitCode) -> Never {
    do { try StandardOutput.finish() } catch {
      // A failure that was told already has its own status, but for a verification that failed.
      if code.rawValue <= 1 {
        Terminal.fail(error)
        Foundation.exit(ExitStatus.of(error).rawValue)
      }
    }
    Foundation.exit(code.rawValue)
  }
}
