import AccuracyTables
import Foundation
import Metrics
import Reports
import Scores
import SearchSpaces

/// All cells with their scores, accuracies and places, packed for the page that `tenas explore` writes.
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
  /// Accuracies, rules, metrics.
  public let columns: [Column]

  /// Gathers columns.
  ///
  /// - Parameters:
  ///   - scores: metrics by cell.
  ///   - title: the heading.
  ///   - facts: what a reader must know of the numbers, a line each.
  ///   - rules: rules and their names. Published ones are added where the scores have all their metrics.
  ///   - table: accuracies; nil for none.
  /// - Throws: ``StudyError`` for a rule of metrics that are not there.
  public init(
    _ scores: ScoreTable, title: String, facts: [String] = [], rules: [(name: String, rule: Rule)] = [],
    table: AccuracyTable? = nil
  ) throws {
    (self.title, self.facts) = (title, facts + scores.notes)
    var ranked = ScoreTable(columns: scores.columns)
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
      try AgreementOptions().datasets(in: table).map { dataset in
        Column(
          name: dataset.rawValue, kind: .accuracy, direction: .higherIsBetter, definition: "test accuracy in percent",
          values: try table.values(ColumnName(dataset)))
      }
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
    let cells = NASBench201.architectures
    let header: JSON = [
      "title": .string(title),
      "facts": .array(facts.map(JSON.string)),
      "operations": .array(NASBench201.Operation.allCases.map { .string($0.rawValue) }),
      "edges": .array(NASBench201.Edge.all.map { [.integer($0.source), .integer($0.target)] }),
      "tupleOrder": .array(Self.tupleOrder.map(JSON.integer)),
      "tupleDigits": .array(Self.tupleDigits.map(JSON.integer)),
      "count": .integer(cells.count),
      "picture": CellPicture.parts,
      "codes": append(Self.planes(cells.map { UInt32($0.code) }, 2)),
      "dead": append(cells.map { $0.deadEdges.reduce(0) { $0 | 1 << UInt8($1) } }),
      "classes": append(Self.planes(NASBench201.isomorphismClasses.map(UInt32.init), 2)),
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
    return Data(try header.line().utf8) + Data("\n".utf8) + Data(bytes)
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
