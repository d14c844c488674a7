/// Times for people to read.
package enum TextDuration {
  /// Hours, minutes and seconds, `1:02:03` or `2:03`; a part of a second counts as one.
  package static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }

  /// What is only an expectation: `40 s` or `3 min`.
  package static func rough(_ seconds: Double) -> String {
    seconds < 90 ? "\(max(1, Int(seconds.rounded()))) s" : "\(Int((seconds / 60).rounded())) min"
  }
}
