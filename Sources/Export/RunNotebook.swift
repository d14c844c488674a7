import AccuracyTables
import Files
import Foundation
import Reports
import Scores
import SearchSpaces

/// A run as a Jupyter notebook that draws it anew from its CSV, with pandas, SciPy and matplotlib.
///
/// The accuracies of the run's cells lie beside it as CSV, so that the notebook needs no HDF5.
public struct RunNotebook: Sendable {
  /// The notebook.
  public let notebook: Notebook
  /// The accuracies of the run's cells: `index`, `architecture`, and a column a data set, in percent; nil without a table.
  public let accuracies: DataTable?
  /// What a reader must know of the accuracies, a line each.
  public let notes: [String]

  /// Makes the notebook of a run.
  ///
  /// - Parameters:
  ///   - run: the run directory, or its `scores.csv`.
  ///   - output: where the notebook will be; it refers to the scores relative to that place.
  ///   - table: the accuracies; nil for a notebook of the scores alone.
  /// - Throws: `FileError` if there is no such run; ``StudyError`` if it is not one, has no row, its cells are of another
  ///   space than the table's, or the table has no test accuracy.
  public init(run: String, output: String, table: AccuracyTable?) throws {
    let scores = try ScoreFile(path: run)
    guard !scores.rows.isEmpty else { throw StudyError(.badData, "\(run): has no scores yet") }
    let found = try table.map { try Self.accuracies(of: scores, in: $0, name: run) }
    (accuracies, notes) = (found?.data, found?.notes ?? [])
    let file = run.namesDirectory ? ScoreFile.path(in: run) : run
    let datasets = accuracies.map { $0.columns.dropFirst(2).map(\.name) } ?? []
    let parts = NotebookParts(
      scores: Self.path(of: file, from: output.directory),
      accuracies: Self.accuraciesPath(output).lastName, datasets: datasets,
      operations: scores.space == .nasBench201 ? NASBench201.Operation.allCases.map(\.rawValue) : [])
    notebook = Notebook(parts.cells)
  }

  /// What is to be written: the notebook and, if there are, the accuracies beside it.
  ///
  /// - Throws: `EncodingError`, which a notebook of texts never gives.
  public func files(at output: String) throws -> [ExportedFile] {
    [ExportedFile(output, text: try notebook.json.text())]
      + (accuracies.map { [ExportedFile(Self.accuraciesPath(output), text: $0.csv)] } ?? [])
  }

  /// `FILE-accuracy.csv` for `FILE.ipynb`.
  private static func accuraciesPath(_ output: String) -> String {
    (output as NSString).deletingPathExtension + "-accuracy.csv"
  }

  private static func accuracies(
    of scores: ScoreFile, in table: AccuracyTable, name: String
  ) throws -> (data: DataTable, notes: [String]) {
    let rows = Dictionary(scores.rows.map { ($0.index, $0.architecture) }) { first, _ in first }.sorted {
      $0.key < $1.key
    }
    let accuracies = try CellAccuracies(of: rows.map(\.key), rows.map(\.value), in: table, name: name)
    let datasets = table.datasets.filter { table.columnNames.contains(ColumnName($0)) }
    guard !datasets.isEmpty else { throw StudyError(.badData, "\(table.file ?? "the table"): has no test accuracy") }
    let columns = try datasets.map { DataTable.Column($0.rawValue, try accuracies.values(ColumnName($0))) }
    return (
      try DataTable([.init("index", rows.map(\.key)), .init("architecture", rows.map(\.value))] + columns),
      accuracies.notes
    )
  }

  /// The path from a directory to a file.
  private static func path(of file: String, from directory: String) -> String {
    func parts(_ path: String) -> [String] {
      URL(filePath: (path.isEmpty ? "." : path).resolved).resolvingSymlinksInPath().standardizedFileURL.pathComponents
    }
    let (target, start) = (parts(file), parts(directory))
    let common = zip(target, start).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: start.count - common) + target[common...]).joined(separator: "/")
  }
}
