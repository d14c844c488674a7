import AccuracyTables
import Foundation
import Metrics
import Reports
import Scores
import SearchSpaces

/// All cells with their scores, accuracies and places, packed for the page that `tenas explore` writes: those of NAS-Bench-201, or a list of
/// DARTS genotypes.
///
/// ```swift
/// let atlas = try CellAtlas(scores, title: "lite", table: table)
/// try atlas.packed().write(to: URL(filePath: "atlas"))
/// ```
public struct CellAtlas: Sendable {
  /// One number a cell.
  public struct Column: Sendable {
    /// Where the numbers come from.
    public enum Kind: String, Sendable {
      /// Test accuracy in percent.
      case accuracy
      /// A further target of a table.
      case target
      /// A sum of ranked metrics.
      case rule
      /// A metric.
      case metric
    }

    /// What the page calls it; no two of an atlas are equal.
    public let name: String
    /// Where it comes from.
    public let kind: Kind
    /// Which numbers are good; nil where nobody said, and then the page takes the largest for the best.
    public let direction: MetricDescription.Direction?
    /// One sentence; empty where there is none.
    public let definition: String
    /// A number a cell, NaN where there is none.
    public let values: [Double]
  }

  /// The heading.
  public let title: String
  /// What a reader must know of the numbers, a line each.
  public let facts: [String]
  /// The cells.
  public let cells: CellList
  /// Accuracies and targets, rules, metrics.
  public let columns: [Column]

  /// As many cells as two bytes count, one number being kept for what is not there.
  private static let largest = 65_535

  /// Gathers columns.
  ///
  /// - Parameters:
  ///   - scores: metrics by cell.
  ///   - title: the heading.
  ///   - facts: what a reader must know of the numbers, a line each.
  ///   - rules: rules and their names. Published ones are added where the scores have all their metrics.
  ///   - table: accuracies; nil for none.
  ///   - datasets: what of the table is shown; nil for every data set with test accuracy, or all targets of a table that has none.
  /// - Throws: ``StudyError`` for a rule of metrics that are not there, or more cells than a page can show.
  public init(
    _ scores: ScoreTable, title: String, facts: [String] = [], rules: [(name: String, rule: Rule)] = [],
    table: AccuracyTable? = nil, datasets: [BenchmarkDataset]? = nil
  ) throws {
    guard scores.cells.count <= Self.largest else {
      throw StudyError(
        .usage, "a page shows at most \(grouped(Self.largest)) cells, and there are \(grouped(scores.cells.count))")
    }
    (self.title, self.facts, cells) = (title, facts + scores.notes, scores.cells)
    var ranked = ScoreTable(columns: scores.columns, cells: scores.cells)
    let known = Set(scores.columns.lazy.filter { $0.dataset == nil }.map(\.name))
    let published = Rule.published.filter { $0.rule.metrics.allSatisfy(known.contains) }
    var taken = known
    var sources: [String: String] = [:]
    let named = published.map { ($0.name, $0.rule, $0.source) } + rules.map { ($0.name, $0.rule, "\($0.rule)") }
    for (name, rule, source) in named where taken.insert(name).inserted {
      try ranked.add(rule, named: name)
      sources[name] = source
    }
    let accuracies = try table.map { table in
      let shown = datasets ?? table.comparable
      guard !shown.isEmpty else {
        throw StudyError(.badData, "\(table.file ?? "the table"): has neither test accuracy nor targets")
      }
      return try shown.map { try Self.column($0, of: table) }
    }
    columns =
      (accuracies ?? [])
      + ranked.columns.dropFirst(scores.columns.count).map { column in
        Column(
          name: column.name, kind: .rule, direction: column.direction,
          definition: sources[column.name]!, values: column.values)
      }
      + scores.columns.map { column in
        Column(
          name: column.dataset.map { "\(column.name) (\($0))" } ?? column.name, kind: .metric,
          direction: column.direction,
          definition: MetricTable.entry(named: column.name)?.description.definition ?? "", values: column.values)
      }
  }
}

extension CellAtlas {
  private static func column(_ dataset: BenchmarkDataset, of table: AccuracyTable) throws -> Column {
    let values = try table.values(ColumnName(dataset))
    guard dataset.isTarget else {
      return Column(
        name: dataset.rawValue, kind: .accuracy, direction: .higherIsBetter, definition: "test accuracy in percent",
        values: values)
    }
    let kind = table.kind(of: dataset)
    return Column(
      name: dataset.rawValue, kind: .target,
      direction: kind.direction == .lower ? .lowerIsBetter : .higherIsBetter,
      definition:
        "target of the table\(kind.unit.isEmpty ? "" : ", in \(kind.unit)"); \(kind.direction.rawValue) is better",
      values: values)
  }
}

// MARK: as bytes

extension CellAtlas {
  /// A line of JSON, and arrays of bytes to which it gives the place and length.
  ///
  /// The order of a column's numbers is exact: equal numbers, and only these, share one. The numbers themselves keep six digits,
  /// or five where there are many of them.
  ///
  /// - Throws: `EncodingError`, which valid columns do not cause.
  public func packed() throws -> Data {
    var bytes: [UInt8] = []
    func append(_ array: [UInt8]) -> JSON {
      defer { bytes += array }
      return [.integer(bytes.count), .integer(array.count)]
    }
    var header: [String: JSON] = [
      "title": .string(title), "facts": .array(facts.map(JSON.string)), "space": .string(cells.space.rawValue),
      "count": .integer(cells.count),
      "columns": .array(
        columns.map { column in
          let (order, levels, shift) = Self.levels(of: column.values)
          return [
            "name": .string(column.name), "kind": .string(column.kind.rawValue),
            "direction": column.direction.map { .string($0.rawValue) } ?? .null,
            "definition": .string(column.definition), "shift": .integer(shift),
            "order": append(Self.planes(order, 2)), "levels": append(Self.planes(levels, 4)),
          ]
        }),
    ]
    let more = cells.space == .darts ? Self.genotypes(cells, append) : Self.benchmark(append)
    header.merge(more) { _, new in new }
    return Data(try JSON.object(header).line().utf8) + Data("\n".utf8) + Data(bytes)
  }

  /// What the page needs of NAS-Bench-201.
  private static func benchmark(_ append: ([UInt8]) -> JSON) -> [String: JSON] {
    let (cells, classes) = (NASBench201.architectures, NASBench201.isomorphismClasses)
    let operations = NASBench201.Operation.allCases
    return [
      "operations": .array(operations.map { .string($0.rawValue) }),
      "convolutions": indices(operations) { $0 == .convolution1x1 || $0 == .convolution3x3 },
      "edges": .array(NASBench201.Edge.all.map { [.integer($0.source), .integer($0.target)] }),
      "tupleOrder": .array(tupleOrder.map(JSON.integer)), "tupleDigits": .array(tupleDigits.map(JSON.integer)),
      "picture": CellPicture.parts,
      "codes": append(planes(cells.map { UInt32($0.code) }, 2)),
      "dead": append(cells.map { $0.deadEdges.reduce(0) { $0 | 1 << UInt8($1) } }),
      "classes": append(planes(classes.map(UInt32.init), 2)),
      "populations": populations(
        ("all", "every string"), ("live", "no dead operation"), ("unique", "one of each function")),
      "members": append(
        cells.indices.map { members(true, cells[$0].deadEdges.isEmpty, classes[$0] == $0) }),
    ]
  }

  /// What the page needs of genotypes: a byte an operation, eight times its number and its source, the cells of one place side by side.
  private static func genotypes(_ list: CellList, _ append: ([UInt8]) -> JSON) -> [String: JSON] {
    let operations = DARTS.Operation.allCases
    let cells = (0..<list.count).map { place in
      DARTS.CellKind.allCases.flatMap { list.genotype(at: place)[$0].nodes.joined() }
    }
    let dead = (0..<list.count).map { place in
      DARTS.CellKind.allCases.flatMap { list.genotype(at: place)[$0].deadInputs.joined() }
        .enumerated().reduce(UInt32(0)) { $1.element ? $0 | 1 << UInt32($1.offset) : $0 }
    }
    return [
      "operations": .array(operations.map { .string($0.rawValue) }),
      "convolutions": indices(operations) { $0.isConvolution },
      "picture": GenotypePicture.parts,
      "genotypes": append(
        (0..<DARTS.Genotype.operationCount).flatMap { place in
          cells.map { UInt8(8 * $0[place].operation.index + $0[place].source) }
        }),
      "dead": append(planes(dead, 2)),
      "populations": populations(("all", "every genotype"), ("full", "no operation is none")),
      "members": append(cells.map { members(true, $0.allSatisfy { $0.operation != .none }) }),
    ]
  }

  private static func indices<Item>(_ items: [Item], where isChosen: (Item) -> Bool) -> JSON {
    .array(items.indices.filter { isChosen(items[$0]) }.map(JSON.integer))
  }

  private static func populations(_ all: (name: String, meaning: String)...) -> JSON {
    .array(all.map { ["name": .string($0.name), "meaning": .string($0.meaning)] })
  }

  /// A bit a population.
  private static func members(_ isIn: Bool...) -> UInt8 {
    isIn.enumerated().reduce(0) { $1.element ? $0 | 1 << UInt8($1.offset) : $0 }
  }

  /// The distinct numbers of a column.
  ///
  /// - Returns: per cell, which of them its number is, counted from the smallest, 65,535 where there is none; the numbers
  ///   themselves, each as the difference to the one before of a whole number in the same order; and how many bits these lack.
  private static func levels(of values: [Double]) -> (order: [UInt32], levels: [UInt32], shift: Int) {
    let sorted = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
    var order = [UInt32](repeating: 0xFFFF, count: values.count)
    var distinct: [Double] = []
    for cell in sorted {
      if distinct.last != values[cell] { distinct.append(values[cell]) }
      order[cell] = UInt32(distinct.count - 1)
    }
    let shift = distinct.count > 2000 ? 4 : 0
    var last: UInt32 = 0
    let levels = distinct.map { value in
      // The sign, the exponent and 20 bits of the fraction, so turned that the order of numbers is that of whole numbers.
      let half = UInt64(1) << (31 + shift)
      let bits = UInt32(truncatingIfNeeded: (value.isFinite ? value.bitPattern + half : value.bitPattern) >> 32)
      let rounded = (bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits) >> shift
      defer { last = rounded }
      return rounded - last
    }
    return (order, levels, shift)
  }

  /// The lowest byte of every number, then the next of every number, since bytes that are alike pack best side by side.
  private static func planes(_ numbers: [UInt32], _ count: Int) -> [UInt8] {
    (0..<count).flatMap { plane in numbers.map { UInt8(truncatingIfNeeded: $0 >> (8 * UInt32(plane))) } }
  }

  /// Which edge each place of a tuple is about, and which number each operation has there, as the space itself has it.
  private static let (tupleOrder, tupleDigits): ([Int], [Int]) = {
    typealias Operation = NASBench201.Operation
    func cell(_ operations: [Operation]) -> [Int] { NASBench201.Architecture(operations: operations).tuple }
    let digits = Operation.allCases.map { cell([Operation](repeating: $0, count: 6))[0] }
    let edges = (0..<6).map { edge in
      var operations = [Operation](repeating: .none, count: 6)
      operations[edge] = .skipConnect
      return cell(operations).firstIndex(of: digits[Operation.skipConnect.index])!
    }
    return ((0..<6).map { place in edges.firstIndex(of: place)! }, digits)
  }()
}
