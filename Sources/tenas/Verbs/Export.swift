import ArgumentParser
import Studies

struct Export: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Write a run in another program's form.",
    discussion: """
      notebook: a Jupyter notebook that reads the run's scores.csv with pandas and redraws it with matplotlib: accuracy \
      against kappa, regions and their rank sum, and the operations in the top 10%. With --table, the accuracies of the \
      run's cells are written beside it, FILE-accuracy.csv; without it, only the scores are drawn.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case notebook
  }

  @Option(help: "The form.")
  var format: Format

  @Argument(help: ArgumentHelp("A run directory, or its scores.csv.", valueName: "RUN"))
  var run: String

  @Option(help: ArgumentHelp("The file to write.", valueName: "FILE"))
  var output: String

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"))
  var table: String?

  func validate() throws {
    guard output.hasSuffix(".ipynb") else {
      throw ValidationError("--output must end in .ipynb for --format notebook, not \(output)")
    }
  }

  func perform() throws {
    let table = try table.map(BenchmarkTable.open)
    switch format {
    case .notebook:
      let files = try RunNotebook(run: run, output: output, table: table).write(to: output)
      print("written: \(files.joined(separator: ", "))")
    }
  }
}
