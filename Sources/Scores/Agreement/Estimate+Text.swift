import Files
import Statistics

extension Estimate {
  /// The value and the ends of its interval as fields of a CSV file; what is not defined is `nan`.
  package var fields: [String] { numbers.map { CSV.number($0) } }

  /// The value and the ends of its interval.
  package var ends: (value: Double?, low: Double?, high: Double?) { (value, interval.low, interval.high) }

  /// `-0.506 [-0.536, -0.476]` for a person; the value alone where there is no interval.
  package func text(
    absent: String = "not defined", spelling: (Double) -> String = { TextNumber.aligned($0) }
  ) -> String {
    value.map { TextNumber.estimate($0, interval.bounds, spelling: spelling) } ?? absent
  }
}

extension TextNumber {
  /// A number that may not be defined.
  package static func aligned(_ value: Double?, places: Int = 3, absent: String) -> String {
    value.map { aligned($0, places: places) } ?? absent
  }
}
