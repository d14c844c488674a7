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
  ///
  /// - Parameter width: the terminal's; a narrow one does without the rate and the settings of the network.
  public func heading(width: Int? = nil) -> String {
    "kernels \(kernels), OpenBLAS for \(blas)\n"
      + Self.line(["metric", "C", "N", "B", "threads", "ms/cell", "GFLOP/s", "of sgemm"], width)
  }

  /// A row as a line, which is as wide as the others before all are known.
  public static func line(_ row: TimingStudy.Row, width: Int? = nil) -> String {
    let fields = [
      row.what, "\(row.channels)", "\(row.cellsPerStage)", "\(row.batch)", "\(row.threads)",
      TextNumber.plain(row.milliseconds, places: 2), row.rate.map { TextNumber.plain($0, places: 1) } ?? "",
      row.share.map { "\(Int(($0 * 100).rounded()))%" } ?? "",
    ]
    return line(fields, width)
  }

  private static func line(_ fields: [String], _ width: Int?) -> String {
    let widths = [18, 3, 3, 5, 8, 9, 9, 9]
    var shown = Array(widths.indices)
    for place in [6, 2, 1] where shown.reduce(-1, { $0 + widths[$1] + 1 }) > width ?? .max {
      shown.removeAll { $0 == place }
    }
    return shown.map { place in
      let field = (fields[place], widths[place])
      let padding = String(repeating: " ", count: max(0, field.1 - field.0.count))
      return place == 0 ? field.0 + padding : padding + field.0
    }.joined(separator: " ")
  }

  /// The report as JSON.
  public func json() throws -> String { try Self.json(self) }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
