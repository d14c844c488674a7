import AccuracyTables
import Files
import SearchSpaces

/// Accuracies of DARTS genotypes as comma-separated values, as people have them: a genotype and numbers a row, with a header or without.
///
/// The column of genotypes is the one that begins like one. Columns of numbers are known by the header's names, or, without a header,
/// by their numbers from 1. A single column of numbers is taken for the test accuracy on CIFAR-10, which ``notes`` say.
public struct GenotypeImport: Sendable {
  /// The table: the genotypes in the file's order, as ``DARTS/Genotype`` writes them.
  public let table: AccuracyTable
  /// What was taken for what, and what was passed over, a line each.
  public let notes: [String]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the comma-separated file; genotypes have commas, so they are quoted.
  ///   - architecture: the name of the column of genotypes; nil for the first that begins like one.
  ///   - columns: names of columns of values, and where in the table these go; nil as above.
  /// - Throws: `FileError` naming file and line: no such file, a row that is no genotype, a genotype that was there before, a value
  ///   that is no number or no percentage.
  public init(readingFrom path: String, architecture: String? = nil, columns: [String: ColumnName]? = nil) throws {
    var reader = try CSVReader(path: path)
    var records: [CSVReader.Record] = []
    while let record = try reader.next() { records.append(record) }
    func failure(_ line: Int, _ reason: String) -> FileError { FileError(reason, file: path, place: "line \(line)") }
    guard let first = records.first else { throw FileError("is empty", file: path) }
    let isHeadless = first.fields.contains(where: Self.isGenotype)
    let names = isHeadless ? first.fields.indices.map { "\($0 + 1)" } : first.fields.map(\.trimmed)
    if !isHeadless { records.removeFirst() }
    guard let body = records.first else { throw FileError("has a header but no rows", file: path) }
    guard
      let key = architecture.map(names.firstIndex(of:))
        ?? body.fields.indices.first(where: { Self.isGenotype(body.fields[$0]) })
    else {
      throw failure(
        body.line,
        architecture.map { "there is no column '\($0)'; there are \(names.joined(separator: ", "))" }
          ?? "no field is a genotype, Genotype(normal=[('sep_conv_3x3', 0), …")
    }
    var notes: [String] = []
    let wanted = try columns ?? Self.only(names, key, body, isHeadless: isHeadless, path, &notes)
    let fields = try wanted.sorted { $0.key < $1.key }.map { name, column in
      guard let place = names.firstIndex(of: name), place != key else {
        throw failure(first.line, "there is no column '\(name)'; there are \(names.joined(separator: ", "))")
      }
      return (place: place, column: column)
    }
    var (genotypes, lines) = ([String](), [DARTS.Genotype: Int]())
    var values = Dictionary(uniqueKeysWithValues: fields.map { ($0.column, [Double]()) })
    for record in records {
      guard record.fields.count == names.count else {
        throw failure(
          record.line, "has \(record.fields.count) fields, where others have \(names.count); a genotype is quoted")
      }
      let genotype: DARTS.Genotype
      do { genotype = try DARTS.Genotype(parsing: record.fields[key]) } catch { throw failure(record.line, "\(error)") }
      if let earlier = lines.updateValue(record.line, forKey: genotype) {
        throw failure(record.line, "the genotype is the same cell as that of line \(earlier)")
      }
      genotypes.append(genotype.description)
      for (place, column) in fields {
        let text = record.fields[place].trimmed
        guard let value = text.isEmpty ? .nan : Double(text), !column.isAccuracy || value.isNaN || 0...100 ~= value
        else {
          let needed = column.isAccuracy ? "a percentage from 0 to 100" : "a number"
          throw failure(record.line, "\(names[place]) is '\(text)', where \(needed) is needed")
        }
        values[column]!.append(value)
      }
    }
    for (place, column) in fields where column.isAccuracy {
      // The worst network guesses one of ten classes; one percent and less is a fraction.
      guard values[column]!.contains(where: { $0 > 1 }) else {
        throw FileError("\(names[place]) is at most 1 everywhere, where percent is needed", file: path)
      }
    }
    let source = path.split(separator: "/").last.map(String.init) ?? path
    table = try AccuracyTable(source: source, architectures: genotypes, columns: values)
    self.notes = notes
  }

  private static func isGenotype(_ field: String) -> Bool {
    let text = field.trimmed
    return SearchSpace(ofCell: text) == .darts || (try? DARTS.Genotype(parsing: text)) != nil
  }

  /// The only column of numbers.
  private static func only(
    _ names: [String], _ key: Int, _ record: CSVReader.Record, isHeadless: Bool, _ path: String,
    _ notes: inout [String]
  ) throws -> [String: ColumnName] {
    let numbers = record.fields.indices.filter { $0 != key && Double(record.fields[$0].trimmed) != nil }
    guard numbers.count == 1 else {
      throw FileError(
        "has \(numbers.count) columns of numbers; say which is what, as in --map NAME=cifar10/test_accuracy",
        file: path, place: "line \(record.line)")
    }
    let name = names[numbers[0]]
    notes.append(
      "\(path): \(isHeadless ? "there is no header; column \(name)" : name) is taken for the test accuracy on CIFAR-10 (--map \(name)=DATASET/COLUMN says otherwise)"
    )
    return [name: ColumnName(.cifar10)]
  }
}
