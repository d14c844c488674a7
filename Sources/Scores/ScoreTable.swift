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
  /// Per cell in the benchmark's index order, the score; NaN where there is none.
  public var values: [Double]

  /// Makes a column.
  ///
  /// - Precondition: `values` has one entry a cell of the benchmark.
  public init(
    name: String, dataset: BenchmarkDataset? = nil, direction: MetricDescription.Direction? = nil, values: [Double]
  ) {
    precondition(values.count == NASBench201.size, "a column has one score a cell")
    (self.name, self.dataset, self.direction, self.values) = (name, dataset, direction, values)
  }
}

/// Scores of cells by any number of metrics, from a run or from outside.
public struct ScoreTable: Sendable {
  /// One column a metric (and data set, if it was computed for several).
  public var columns: [ScoreColumn]
  /// What was passed over, merged or averaged in reading, a line each.
  public var notes: [String]

  /// Makes a table.
  public init(columns: [ScoreColumn], notes: [String] = []) { (self.columns, self.notes) = (columns, notes) }

  /// Reads scores: a run directory or its `scores.csv`; a table with one row a cell, as CSV, JSON, Parquet or HDF5; JSON in
  /// NAS-Bench-Suite-Zero's layout; what `tenas export` wrote. Which of them it is shows in the content, which may be
  /// compressed with gzip and come through a pipe; `-` is standard input.
  ///
  /// Cells are named in any way that `NASBench201.CellName` reads; one kind a file. Infinite scores are scores. An empty field,
  /// null or NaN is a missing score.
  ///
  /// - Throws: ``StudyError``, `FileError` or `HDF5Error` naming the file and the line (or key) of an unknown cell, a
  ///   key of another kind, a cell with two different scores, or a score that is no number.
  public init(readingFrom path: String) throws {
    guard path == InputFile.standardInput || FileManager.default.fileExists(atPath: path) else {
      throw StudyError(.noSuchFile, "\(path): no such file")
    }
    if path.namesDirectory {
      guard
        FileManager.default.fileExists(atPath: ScoreFile.path(in: path)) || ScoreFile.packedPath(in: path) != nil
      else {
        throw StudyError(
          .noSuchFile,
          "\(path): is a directory without \(ScoreFile.name); a run directory or a file of scores is needed")
      }
      try self.init(run: path)
      return
    }
    let input = try InputFile(reading: path)
    guard !input.bytes.isEmpty else { throw StudyError(.badData, "\(path): is empty") }
    switch input.container {
    case .hdf5: try self.init(hdf5: path)
    case .parquet: try self.init(Sheet(reading: path, keys: Self.keyNames))
    default:
      let text = try input.text()
      if JSONDocument.recognises(text) {
        try self.init(json: JSONDocument(text, file: path))
      } else if try ScoreFile.recognises(CSVReader(text: text, file: path)) {
        try self.init(run: path)
      } else {
        try self.init(Sheet(text: text, file: path))
      }
    }
  }

  /// Reads a run of this program: the mean over repeats, and metrics that know their direction.
  init(run path: String) throws {
    let scores = try CellScores(ScoreFile(path: path), name: path)
    columns = zip(scores.metrics, scores.columns).map { metric, column in
      var values = [Double](repeating: .nan, count: NASBench201.size)
      for (index, score) in zip(scores.indices, column) { values[index] = score }
      return ScoreColumn(
        name: metric, direction: MetricTable.entry(named: metric)?.description.direction, values: values)
    }
    notes =
      Self.doubts(columns, file: path)
      + [
        (scores.incomplete, "cells lack repeats that others have, and were left out"),
        (scores.failed, "cells have a score that could not be computed, and were left out"),
      ].filter { $0.0 > 0 }.map { "\(path): \($0) \($1)" }
  }

  /// Joins tables. A name that an earlier table has becomes `name@file`.
  ///
  /// - Throws: ``StudyError`` if that is taken too.
  public init(joining tables: [(path: String, table: ScoreTable)]) throws {
    (columns, notes) = ([], tables.flatMap(\.table.notes))
    for (path, table) in tables {
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
