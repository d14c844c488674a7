import AccuracyTables
import ArgumentParser
import Files
import Foundation
import PythonPackage
import SearchSpaces

struct TableImport: Verb {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make an accuracy table from published results.",
    discussion: """
      csv: one row a cell; a column ArchitectureString and at least one of CIFAR10TestAccuracy200Epochs, \
      CIFAR100TestAccuracy200Epochs, ImageNetTestAccuracy200Epochs, in percent. Of a file with other names, say what they mean: \
      --architecture-column arch --map acc=cifar10/test_accuracy --map flops=costs/cifar10/flops

      analog-nasbench: the wheel of that PyPI package, or the data.anb in it; CIFAR-10 only.

      nats-bench: NATS-Bench's topology archive, the directory NATS-tss-v1_0-3ffb9-simple or its .tar, whole or in part: \
      accuracies and losses after 12 and 200 epochs, by seed and in the mean, and costs.

      nasbench201-pth: NAS-Bench-201-v1_0-e61699.pth or NAS-Bench-201-v1_1-096897.pth.

      naslib: a directory of NASLib's nb201_*_full_training.pickle, or one of them.

      suite-zero: NAS-Bench-Suite-Zero's zc_nasbench201.json (validation accuracies).

      All but csv need Python; all but csv and analog-nasbench need h5py in it, too.
      """)

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case csv
    case analogNASBench = "analog-nasbench"
    case natsBench = "nats-bench"
    case nasBench201 = "nasbench201-pth"
    case nasLib = "naslib"
    case suiteZero = "suite-zero"
  }

  @Option(help: "The form of the source.")
  var from: Source

  @Argument(help: "The file or directory to import.", completion: .file())
  var source: String

  @Option(help: "csv: the header's name of the column of architecture strings.")
  var architectureColumn: String?

  @Option(
    name: .customLong("map"),
    help: ArgumentHelp(
      "csv: a header's name and the column it becomes: DATASET/COLUMN, DATASET/epochs12/COLUMN or costs/DATASET/COLUMN.",
      valueName: "name=column"))
  var mapped: [ColumnMapping] = []

  @Option(help: "The HDF5 table to write; replaced whole, or left alone on failure.", completion: .table)
  var output: String

  func validate() throws {
    guard from == .csv || (mapped.isEmpty && architectureColumn == nil) else {
      throw ValidationError("--map and --architecture-column are for --from csv")
    }
    guard Set(mapped.map(\.column)).count == mapped.count, Set(mapped.map(\.name)).count == mapped.count else {
      throw ValidationError("--map names a column twice")
    }
  }

  private var layout: CSVImport.Layout? {
    guard !mapped.isEmpty || architectureColumn != nil else { return nil }
    let official = CSVImport.Layout.official
    let columns = Dictionary(mapped.map { ($0.name, $0.column) }) { first, _ in first }
    return CSVImport.Layout(
      architecture: architectureColumn ?? official.architecture, columns: mapped.isEmpty ? official.columns : columns)
  }

  func perform() throws {
    switch from {
    case .csv: try write(CSVReader(path: source), layout: layout)
    case .analogNASBench:
      let lines = try DataPackage().reading([from.rawValue, source]) { try $0.readToEnd() ?? Data() }
        .split(separator: UInt8(ascii: "\n"), maxSplits: 1)
      guard lines.count == 2 else { throw FileError("its importer gave no table", file: source) }
      try write(CSVReader([UInt8](lines[1]), file: source), named: String(decoding: lines[0], as: UTF8.self))
    case .natsBench, .nasBench201, .nasLib, .suiteZero:
      let status = try DataPackage().run([from.rawValue, source, "--output", output])
      if status != 0 { throw ExitCode(status) }
    }
  }

  /// Writes the table of a CSV file; `name` is what it says of its source.
  private func write(_ reader: CSVReader, layout: CSVImport.Layout? = nil, named name: String? = nil) throws {
    let imported = try CSVImport(
      reader, of: source, order: NASBench201.architectures.map(\.description), layout: layout, source: name)
    if imported.absentArchitectures > 0 {
      Terminal.note("\(source): no row for \(imported.absentArchitectures) cells; they are NaN in the table")
    }
    if imported.emptyFields > 0 { Terminal.note("\(source): \(imported.emptyFields) empty fields became NaN") }
    try imported.table.write(to: output)
  }
}
