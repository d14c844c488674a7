import AccuracyTables
import Files
import Runs
import Scores
import SearchSpaces

/// A run's scores in NAS-Bench-Suite-Zero's layout, for NASLib, GRAF and others that read its `zc_nasbench201.json`:
/// `{data set: {"(4, 0, 3, 1, 4, 3)": {metric: {"score": number, "time": null}, …, "val_accuracy": percent}}}`.
///
/// Nothing else is in a cell's object, since GRAF's reader takes every further key for a metric. κ = +∞ is `1e999`: JSON has no
/// infinity, but this is a JSON number, and one that Python's `json`, hence NASLib, reads as infinity. Times of single scores
/// are not recorded by a run, so `time` is null.
public struct SuiteZeroScores: Sendable {
  /// The document: one cell a line, cells by index.
  public let text: String
  /// What a reader must know, a line each.
  public let notes: [String]

  /// A number that JSON can spell and float64 cannot hold.
  static let infinity = "1e999"

  /// Puts scores into the layout.
  ///
  /// - Parameters:
  ///   - scores: the means over repeats.
  ///   - datasets: under which data sets; with several, each has the same scores.
  ///   - table: the accuracies; nil to leave `val_accuracy` out.
  ///   - column: which column of the table is `val_accuracy`.
  ///   - name: what errors call the scores.
  /// - Throws: ``StudyError`` if the cells are not NAS-Bench-201's; `FileError` if the table has no such column.
  public init(
    _ scores: WideScores, datasets: [BenchmarkDataset], table: AccuracyTable?, column: String = "validation_accuracy",
    name: String
  ) throws {
    guard scores.architectures.first.flatMap({ SearchSpace(ofCell: $0) }) != .darts else {
      throw StudyError(
        .usage,
        "\(name): its cells are DARTS genotypes, but the suite's layout is of NAS-Bench-201's cells; csv-wide, parquet and hdf5 take genotypes"
      )
    }
    let accuracies = try table.map { (table: $0, cells: try scores.accuracies(in: $0, name: name)) }
    var (sections, notes) = ([String](), scores.notes)
    for dataset in datasets {
      let accuracy = try accuracies.map { try $0.cells.values(Self.column(of: dataset, column, in: $0.table)) }
      let cells = scores.indices.indices.map { Self.cell(scores, $0, accuracy: accuracy?[$0] ?? .nan) }
      let unknown = scores.indices.indices.count { accuracy?[$0].isNaN ?? true }
      if unknown > 0 { notes.append("\(dataset): no val_accuracy for \(unknown) of \(cells.count) cells") }
      sections.append("\"\(Self.suiteName(dataset))\": {\n\(cells.joined(separator: ",\n"))\n}")
    }
    if datasets.count > 1 { notes.append("the scores do not depend on the data set; each has the same ones") }
    text = "{\(sections.joined(separator: ",\n"))}\n"
    self.notes = notes
  }

  /// `cifar10` in the suite is the cell trained on half of CIFAR-10 where validation is meant.
  private static func column(of dataset: BenchmarkDataset, _ column: String, in table: AccuracyTable) -> ColumnName {
    let half = ColumnName(.cifar10Valid, column)
    return dataset == .cifar10 && column.hasPrefix("validation") && table.columnNames.contains(half)
      ? half : ColumnName(dataset, column)
  }

  private static func cell(_ scores: WideScores, _ row: Int, accuracy: Double) -> String {
    let tuple = NASBench201.architectures[scores.indices[row]].tuple.map(String.init).joined(separator: ", ")
    var members = zip(scores.metrics, scores.means).map { metric, values in
      "\"\(metric)\": {\"score\": \(number(values[row])), \"time\": null}"
    }
    if !accuracy.isNaN { members.append("\"val_accuracy\": \(number(accuracy))") }
    return "\"(\(tuple))\": {\(members.joined(separator: ", "))}"
  }

  private static func number(_ value: Double) -> String {
    value.isFinite ? CSV.number(value) : value > 0 ? infinity : "-\(infinity)"
  }

  /// The suite spells one data set its own way.
  private static func suiteName(_ dataset: BenchmarkDataset) -> String {
    dataset == .imagenet16 ? "ImageNet16-120" : dataset.rawValue
  }
}

extension BenchmarkDataset {
  /// The data set whose images a run was scored with; nil if they were another's or made up, or there is no `run.json`.
  public static func ofImages(run: String) -> [BenchmarkDataset]? {
    guard let manifest = try? RunManifest(directory: run) else { return nil }
    return BenchmarkDataset(rawValue: manifest.determines.images.source).map { [$0] }
  }
}
