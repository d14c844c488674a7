import AccuracyTables
import Files
import Foundation
import Metrics
import SearchSpaces
import Sheets

/// One metric's scores of cells.
public struct ScoreColumn: Sendable {
  /// The metric's name.
  public var name: String
  /// The data set the metric was computed for, if it was computed for several; then it is compared with that one only.
  public var dataset: BenchmarkDataset?
  /// Which scores are good, if that is known.
  public var direction: MetricDescription.Direction?
  /// Per cell of the table's list, for NAS-Bench-201 the benchmark's index order, the score; NaN where there is none.
  public var values: [Double]

  /// Makes a column; `values` has one entry a cell.
  public init(
    name: String, dataset: BenchmarkDataset? = nil, direction: MetricDescription.Direction? = nil, values: [Double]
  ) {
    (self.name, self.dataset, self.direction, self.values) = (name, dataset, direction, values)
  }
}

/// Scores of cells by any number of metrics, from a run or from outside.
public struct ScoreTable: Sendable {
  /// The cells.
  public let cells: CellList
  /// One column a metric (and data set, if it was computed for several).
  public var columns: [ScoreColumn]
  /// What was passed over, merged or averaged in reading, a line each.
  public var notes: [String]

  /// Makes a table.
  ///
  /// - Precondition: every column has a value a cell.
  public init(columns: [ScoreColumn], notes: [String] = [], cells: CellList = .nasBench201) {
    precondition(columns.allSatisfy { $0.values.count == cells.count }, "a column has one score a cell")
    (self.columns, self.notes, self.cells) = (columns, notes, cells)
  }

  /// Reads scores: a run directory or its `scores.csv`; a table with one row a cell, as CSV, JSON, Parquet or HDF5; JSON in
  /// NAS-Bench-Suite-Zero's layout; what `tenas export` wrote. Which of them it is shows in the content, which may be
  /// compressed with gzip and come through a pipe; `-` is standard input.
  ///
  /// Cells are named in any way that `NASBench201.CellName` reads; one kind a file. Infinite scores are scores. An empty field,
  /// null or NaN is a missing score.
  ///
  /// - Parameter cells: those of a table that the scores are for; nil for NAS-Bench-201, and for the cells of a run.
  /// - Throws: ``StudyError``, `FileError` or `HDF5Error` naming the file and the line (or key) of an unknown cell, a
  ///   key of another kind, a cell with two different scores, or a score that is no number.
  public init(readingFrom path: String, of cells: CellList? = nil) throws {
    self = try Self.reading(path, of: cells).table
  }

  /// Reads scores as ``init(readingFrom:of:)`` does, and has the rows of a run, every repeat for itself, as well.
  public static func reading(_ path: String, of cells: CellList? = nil) throws -> (table: ScoreTable, run: ScoreFile?) {
    func run() throws -> (table: ScoreTable, run: ScoreFile?) {
      let file = try ScoreFile(path: path)
      return (try ScoreTable(file, name: path, of: cells), file)
    }
    guard path == InputFile.standardInput || path.exists else {
      throw StudyError(.noSuchFile, "\(path): no such file")
    }
    if path.namesDirectory {
      guard
        ScoreFile.path(in: path).exists || ScoreFile.packedPath(in: path) != nil
      else {
        throw StudyError(
          .noSuchFile,
          "\(path): is a directory without \(ScoreFile.name); a run directory or a file of scores is needed")
      }
      return try run()
    }
    let input = try InputFile(reading: path)
    guard !input.bytes.isEmpty else { throw StudyError(.badData, "\(path): is empty") }
    switch input.container {
    case .hdf5: return (try ScoreTable(hdf5: path, of: cells ?? .nasBench201), nil)
    case .parquet: return (try ScoreTable(Sheet(reading: path, keys: keyNames), of: cells ?? .nasBench201), nil)
    default:
      let text = try input.text()
      if JSONDocument.recognises(text) {
        return (try ScoreTable(json: JSONDocument(text, file: path), of: cells ?? .nasBench201), nil)
      } else if try ScoreFile.recognises(CSVReader(text: text, file: path)) {
        return try run()
      } else {
        return (try ScoreTable(Sheet(text: text, file: path), of: cells ?? .nasBench201), nil)
      }
    }
  }

  /// Takes a run of this program: the mean over repeats, and metrics that know their direction.
  ///
  /// - Parameter path: what notes and errors call it.
  init(_ file: ScoreFile, name path: String, of cells: CellList?) throws {
    let scores = try CellScores(file, of: cells, name: path)
    self.cells = scores.cells
    columns = zip(scores.metrics, scores.columns).map { metric, column in
      var values = [Double](repeating: .nan, count: scores.cells.count)
      for (index, score) in zip(scores.indices, column) { values[index] = score }
      return ScoreColumn(
        name: metric, direction: MetricTable.entry(named: metric)?.description.direction, values: values)
    }
    notes =
      Self.doubts(columns, file: path)
      + [
        (scores.incomplete, "cells lack repeats that others have, and were left out"),
        (scores.failed, "cells have a score that could not be computed, and were left out"),
        (scores.strange, "cells are not in the table, and were left out"),
      ].filter { $0.0 > 0 }.map { "\(path): \($0) \($1)" }
  }

  /// Joins tables. A name that an earlier table has becomes `name@file`.
  ///
  /// - Throws: ``StudyError`` if that is taken too, or the tables are of different cells.
  public init(joining tables: [(path: String, table: ScoreTable)]) throws {
    cells = tables.first?.table.cells ?? .nasBench201
    (columns, notes) = ([], tables.flatMap(\.table.notes))
    for (path, table) in tables {
      guard table.cells == cells else {
        throw StudyError(
          .usage, "\(path): is of other cells than \(tables[0].path); give the table that has both, or one file")
      }
      let taken = Set(columns.map(\.name))
      for var column in table.columns {
        if taken.contains(column.name) {
          let renamed = "\(column.name)@\(path.lastName)"
          guard !taken.contains(renamed) else {
            throw StudyError(.usage, "\(path): \(renamed) is there twice; give each file once, under its own name")
          }
          notes.append("\(path): \(column.name) is in another file too; here it is called \(renamed)")
          column.name = renamed
        }
        columns.append(column)
      }
    }
  }
}
