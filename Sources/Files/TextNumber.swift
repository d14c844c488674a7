/// Numbers for people to read; files have all their digits (``CSV``).
package enum TextNumber {
  /// A number with a sign and the given number of decimals; the plus sign is a blank, so that a column is aligned. One that has no digits
  /// after the point, as it is infinite, none or huge, is spelled as in files.
  package static func aligned(_ value: Double, places: Int = 3) -> String {
    guard value.magnitude < 1e12 else { return (value < 0 || value.isNaN ? "" : " ") + CSV.number(value) }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    guard places > 0 else { return (value < 0 ? "-" : " ") + "\(scaled)" }
    let digits = String(scaled % scale)
    return (value < 0 ? "-" : " ") + "\(scaled / scale)." + String(repeating: "0", count: places - digits.count)
      + digits
  }

  /// The same without the blank.
  package static func plain(_ value: Double, places: Int = 3) -> String {
    String(aligned(value, places: places).drop { $0 == " " })
  }

  /// A number with four significant digits, `0.02041`, `153.3`, `1.234e-07`; whole numbers have all their digits.
  package static func significant(_ value: Double) -> String {
    guard value.isFinite, value != value.rounded() || value.magnitude >= 1e12 else { return CSV.number(value) }
    var (decimals, bound) = (3, 10.0)
    while value.magnitude >= bound, decimals > 0 { (decimals, bound) = (decimals - 1, 10 * bound) }
    bound = 1
    while value.magnitude < bound, decimals < 8 { (decimals, bound) = (decimals + 1, bound / 10) }
    guard decimals < 8, value.magnitude < 1e12 else { return exponential(value) }
    return plain(value, places: decimals)
  }

  /// Four digits and a power of ten.
  private static func exponential(_ value: Double) -> String {
    var (mantissa, exponent) = (value, 0)
    while mantissa.magnitude >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa.magnitude < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return "\(plain(mantissa))e\(exponent)"
  }

  /// A value with its interval, `-0.506 [-0.536, -0.476]`; the value alone without one.
  package static func estimate(
    _ value: Double, _ interval: ClosedRange<Double>?, spelling: (Double) -> String = { aligned($0) }
  ) -> String {
    guard let interval else { return spelling(value) }
    return "\(spelling(value)) [\(spelling(interval.lowerBound)), \(spelling(interval.upperBound))]"
  }
}
