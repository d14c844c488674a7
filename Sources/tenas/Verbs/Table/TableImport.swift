import AccuracyTables
import ArgumentParser
import Files
import Foundation
import PythonPackage
import Scores
import SearchSpaces

struct TableImport: Verb {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make an accuracy table from published results.",
    discussion: """
      csv: one row a cell, as CSV (parted by commas, semicolons or tabs; gzip), JSON records or Parquet; a column ArchitectureString \
      and at least one of CIFAR10TestAccuracy200Epochs, \
      CIFAR100TestAccuracy200Epochs, ImageNetTestAccuracy200Epochs, in percent. Of a file with other names, say what they mean: \
      --architecture-column arch --map acc=cifar10/test_accuracy --map flops=costs/cifar10/flops. Cells may be named by index, tuple \
      or list, too.

      hdf5: columns of any HDF5 file, by their paths: datasets of h5py, fields of tables (pandas, PyTables): \
      --architecture-column runs/arch --map runs/acc=cifar10/test_accuracy

      analog-nasbench: the wheel of that PyPI package, or the data.anb in it; CIFAR-10 only.

      nats-bench: NATS-Bench's topology archive, the directory NATS-tss-v1_0-3ffb9-simple or its .tar, whole or in part: \
      accuracies and losses after 12 and 200 epochs, by seed and in the mean, and costs.

      nasbench201-pth: NAS-Bench-201-v1_0-e61699.pth or NAS-Bench-201-v1_1-096897.pth.

      naslib: a directory of NASLib's nb201_*_full_training.pickle, or one of them.

      suite-zero: NAS-Bench-Suite-Zero's zc_nasbench201.json (validation accuracies).

      csv or hdf5 with --space darts: genotypes with accuracies, a row each, of text with a header or without. The table has them in \
      the file's order.

      All but csv and hdf5 need Python; all but csv, hdf5 and analog-nasbench need h5py in it, too.
      """)

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case csv, hdf5
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

  @Option(help: "csv, hdf5: the search space of the cells.")
  var space = SearchSpace.nasBench201

  @Option(help: "csv, hdf5: the name (hdf5: path) of the column that names the cells.")
  var architectureColumn: String?

  @Option(
    name: .customLong("map"),
    help: ArgumentHelp(
      """
      csv, hdf5: a name (hdf5: path) and the column it becomes: DATASET/COLUMN, DATASET/epochs12/COLUMN or costs/DATASET/COLUMN, or \
      targets/NAME:UNIT:higher|lower for anything else that cells were measured by.
      """,
      valueName: "name=column"))
  var mapped: [ColumnMapping] = []

  @Option(help: "The HDF5 table to write; replaced whole, or left alone on failure.", completion: .table)
  var output: String

  func validate() throws {
    guard from == .csv || from == .hdf5 || (mapped.isEmpty && architectureColumn == nil) else {
      throw ValidationError("--map and --architecture-column are for --from csv and hdf5")
    }
    guard from != .hdf5 || (!mapped.isEmpty && architectureColumn != nil) else {
      throw ValidationError("--from hdf5 needs --architecture-column PATH and --map PATH=COLUMN")
    }
    guard from == .csv || from == .hdf5 || space == .nasBench201 else {
      throw ValidationError("--space darts is for --from csv and hdf5; \(from.rawValue) is of nas-bench-201")
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
      architecture: architectureColumn ?? official.architecture, columns: mapped.isEmpty ? official.columns : columns,
      kinds: Dictionary(uniqueKeysWithValues: mapped.compactMap { map in map.kind.map { (map.column.dataset, $0) } }))
  }

  func perform() throws {
    _ = try OutputPlace(output)
    switch from {
    case .csv where space == .darts, .hdf5 where space == .darts:
      let imported = try genotypes()
      imported.notes.forEach(Terminal.note)
      try imported.table.write(to: output)
    case .csv, .hdf5:
      try write(try imported())
    case .analogNASBench:
      let lines = try DataPackage().reading([from.rawValue, source]) { try $0.readToEnd() ?? Data() }
        .split(separator: UInt8(ascii: "\n"), maxSplits: 1)
      guard lines.count == 2 else { throw FileError("its importer gave no table", file: source) }
      try write(
        CSVImport(
          text: [UInt8](lines[1]), file: source, order: NASBench201.architectures.map(\.description),
          source: String(decoding: lines[0], as: UTF8.self)))
    case .natsBench, .nasBench201, .nasLib, .suiteZero:
      ReadFiles.add(path: source)
      let place = try OutputPlace(output)
      let status = try DataPackage().run([from.rawValue, source, "--output", place.path])
      if status != 0 { throw ExitCode(status) }
      for note in try AccuracyTable(readingFrom: place.path).doubts() { Terminal.note("\(source): \(note)") }
    }
  }

  /// Writes a table and says what it lacks.
  private func write(_ imported: CSVImport) throws {
    if imported.absentArchitectures > 0 {
      Terminal.note("\(source): no row for \(imported.absentArchitectures) cells; they are NaN in the table")
    }
    for note in imported.notes { Terminal.note("\(source): \(note)") }
    if imported.emptyFields > 0 { Terminal.note("\(source): \(imported.emptyFields) empty fields became NaN") }
    try imported.table.write(to: output)
  }

  private func genotypes() throws -> GenotypeImport {
    let kinds = layout?.kinds ?? [:]
    if from == .hdf5, let layout {
      return try GenotypeImport(
        hdf5: source, architecture: layout.architecture, columns: layout.columns, kinds: kinds)
    }
    return try GenotypeImport(
      readingFrom: source, architecture: architectureColumn, columns: mapped.isEmpty ? nil : layout?.columns,
      kinds: kinds)
  }

  private func imported() throws -> CSVImport {
    let order = NASBench201.architectures.map(\.description)
    func naming(_ text: String) throws -> String { try NASBench201.CellName(text).architecture.description }
    guard from == .hdf5, let layout else {
      return try CSVImport(readingFrom: source, order: order, layout: layout, naming: naming)
    }
    return try CSVImport(hdf5: source, order: order, layout: layout, naming: naming)
  }
}
