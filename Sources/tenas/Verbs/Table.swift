import AccuracyTables
import ArgumentParser
import PythonPackage
import SearchSpaces
import Studies

struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make and look at accuracy tables.", subcommands: [TableImport.self, TableInfo.self])
}

struct TableImport: Verb {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make an accuracy table from published results.",
    discussion: """
      csv: one row a cell; a column ArchitectureString and at least one of CIFAR10TestAccuracy200Epochs, \
      CIFAR100TestAccuracy200Epochs, ImageNetTestAccuracy200Epochs, in percent.

      analog-nasbench: the wheel of that PyPI package, or the data.anb in it; CIFAR-10 only. Needs the Python of \
      `make python`.

      nats-bench and nasbench201-pth, the official archives, are not supported yet.
      """)

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case csv
    case analogNASBench = "analog-nasbench"
    case natsBench = "nats-bench"
    case nasBench201 = "nasbench201-pth"
  }

  @Option(help: "The form of the source.")
  var from: Source

  @Argument(help: "The file or directory to import.")
  var source: String

  @Option(help: "The HDF5 table to write; replaced whole, or left alone on failure.")
  var output: String

  func validate() throws {
    guard from == .csv || from == .analogNASBench else {
      throw ValidationError("--from \(from.rawValue) is not supported yet; csv and analog-nasbench are")
    }
  }

  func perform() throws {
    switch from {
    case .csv:
      let imported = try CSVImport(readingFrom: source, order: NASBench201.architectures.map(\.description))
      if imported.absentArchitectures > 0 {
        Terminal.note("\(source): no row for \(imported.absentArchitectures) cells; they are NaN in the table")
      }
      if imported.emptyFields > 0 { Terminal.note("\(source): \(imported.emptyFields) empty fields became NaN") }
      try imported.table.write(to: output)
    case .analogNASBench:
      let status = try DataPackage().run([from.rawValue, source, "--output", output])
      if status != 0 { throw ExitCode(status) }
    case .natsBench, .nasBench201: break
    }
  }
}

struct TableInfo: Verb {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Print what an accuracy table holds: size, data sets, ranges, best cells.")

  @Argument(help: "The HDF5 table.")
  var table: String

  func perform() throws {
    let table = try BenchmarkTable.open(table)
    print(try AccuracyTableSummary(of: table).text, terminator: "")
  }
}
