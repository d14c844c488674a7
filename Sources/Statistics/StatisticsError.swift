/// What can be wrong with columns of numbers.
public enum StatisticsError: Error, Equatable, CustomStringConvertible {
  /// A column has a NaN, which has no rank; rows count from 0.
  case notANumber(column: String, row: Int)
  /// A column has an infinity where a finite number is needed; rows count from 0.
  case infinite(column: String, row: Int)
  /// Two columns that belong together differ in length.
  case unequalCounts(Int, Int)

  /// One line saying what was wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .notANumber(let column, let row):
      "\(column) is NaN in row \(row) (counted from 0); a number or an infinity can be ranked, NaN cannot"
    case .infinite(let column, let row):
      "\(column) is infinite in row \(row) (counted from 0); Pearson's correlation needs finite numbers"
    case .unequalCounts(let first, let second):
      "columns of \(first) and \(second) rows cannot be compared; they need one row per observation each"
    }
  }
}
