import Files
import Foundation

/// What a ``TimingStudy`` timed, as a table or JSON.
public struct TimingReport: Encodable, Sendable {
  /// The kernels and OpenBLAS's core type.
  public let kernels, blas: String
  /// By number of threads, the rate of matrix products, GFLOP/s.
  public var peaks: [Int: Double] = [:]
  /// What was timed.
  public var rows: [TimingStudy.Row] = []

  /// An empty report.
  public init(kernels: String, blas: String) { (self.kernels, self.blas) = (kernels, blas) }

  /// What was timed with, and the names of the columns.
  public var heading: String {
    "kernels \(kernels), OpenBLAS for \(blas)\n"
      + Self.line(["metric", "C", "N", "B", "threads", "ms/cell", "GFLOP/s", "of sgemm"])
  }

  /// A row as a line, which is as wide as the others before all are known.
  public static func line(_ row: TimingStudy.Row) -> String {
    line([
      row.what, "\(row.channels)", "\(row.cellsPerStage)", "\(row.batch)", "\(row.threads)",
      TextNumber.plain(row.milliseconds, places: 2), row.rate.map { TextNumber.plain($0, places: 1) } ?? "",
      row.share.map { "\(Int(($0 * 100).rounded()))%" } ?? "",
    ])
  }

  static func line(_ fields: [String]) -> String {
    let widths = [18, 3, 3, 5, 8, 9, 9, 9]
    return zip(fields, widths).enumerated().map { place, field in
      let padding = String(repeating: " ", count: max(0, field.1 - field.0.count))
      return place == 0 ? field.0 + padding : padding + field.0
    }.joined(separator: " ")
  }

  /// The report as JSON.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
