import Files
import Foundation
import Randomness

/// A run's `scores.sum`: a checksum of every line of `scores.csv`, so that a changed digit does not go unseen.
///
/// The checksum is written before its row. A kill between the two leaves one without a row, which means nothing. A row that was
/// completed has one for each of its lines.
package enum RowSums {
  package static let name = "scores.sum"
  private static let columns = ["index", "repeat", "sum"]
  package static let header = CSV.line(columns)

  /// Where a run directory has its checksums.
  package static func path(in directory: String) -> String { "\(directory)/\(name)" }

  /// The checksum of a row: a hash of its line.
  static func sum(_ row: ScoreRow) -> String {
    var hash = StableHash()
    hash.combine(row.line)
    return String(hash.value, radix: 16)
  }

  /// A line of the file, without its end.
  package static func line(_ row: ScoreRow) -> String { CSV.line(fields(row)) }

  /// A finished file: the header, and the rows' checksums in the order of `scores.csv`.
  package static func table(_ rows: [ScoreRow]) -> String {
    CSV.text(columns, rows.sorted { $0.key < $1.key }.map(fields))
  }

  private static func fields(_ row: ScoreRow) -> [String] { [String(row.index), String(row.repeat), sum(row)] }

  /// A run directory's checksums; nil if it has none. What is no checksum is passed over: its row is then without one.
  static func read(_ directory: String) -> [RowKey: Set<String>]? {
    guard let data = path(in: directory).contents else { return nil }
    var sums: [RowKey: Set<String>] = [:]
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let fields = String(decoding: line, as: UTF8.self).split(separator: ",")
      guard fields.count == 3, let index = Int(fields[0]), let number = Int(fields[1]) else { continue }
      sums[RowKey(index: index, repeat: number), default: []].insert(String(fields[2]))
    }
    return sums
  }
}
