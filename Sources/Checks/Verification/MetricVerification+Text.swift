import Foundation

extension MetricVerification.Outcome {
  /// The case as a line for a terminal, and a line for each metric that failed.
  public var text: String {
    let worst = checks.filter { $0.verdict == .passed && $0.error > 0 && $0.errorWithSameReLUs == nil }.max {
      $0.error / $0.limit < $1.error / $1.limit
    }
    let near = worst.map { "; nearest its limit \($0.metric): \(Self.short($0.error)) of \($0.limit)" } ?? ""
    let failures = checks.filter { $0.verdict == .failed }.map { check in
      let flips = check.flips.map { ", \($0) ReLUs flipped" } ?? ""
      return
        "  \(check.metric): \(check.found), recorded \(check.recorded): error \(Self.short(check.error)) > \(check.limit)\(flips)"
    }
    let degenerate = checks.count { $0.verdict == .degenerate }
    let kinds =
      ["\(checks.count { $0.verdict == .passed }) within their limits"]
      + (degenerate > 0 ? ["\(degenerate) degenerate, as documented"] : [])
    let line = "\(passed ? "passed " : "FAILED ")  \(path)  \(kinds.joined(separator: ", "))\(near)"
    return ([line] + failures).joined(separator: "\n")
  }

  /// Two significant digits.
  private static func short(_ value: Double) -> String { Verification.Outcome.short(value) }
}

extension MetricVerification {
  /// How many metrics of how many cases passed, failed and are degenerate, and the largest error of each metric.
  public static func summary(_ outcomes: [Outcome]) -> String {
    let checks = outcomes.flatMap(\.checks)
    func count(_ verdict: Check.Verdict) -> Int { checks.count { $0.verdict == verdict } }
    let largest = RecordedMetric.all.compactMap { metric -> String? in
      let all = checks.filter { $0.metric == metric.name && $0.verdict != .degenerate }
      let errors = all.filter { $0.errorWithSameReLUs == nil }
      guard let worst = errors.max(by: { $0.error < $1.error }) else { return nil }
      let flips = errors.compactMap(\.flips).max().map { $0 > 0 ? ", at most \($0) ReLUs flipped" : "" } ?? ""
      let name = metric.name.padding(toLength: 20, withPad: " ", startingAt: 0)
      let flipped = all.compactMap(\.errorWithSameReLUs).max().map {
        "; \(all.count - errors.count) cases with a flipped ReLU, \(Verification.Outcome.short($0)) from float64 with the same ReLUs"
      }
      return
        "  \(name) largest error \(Verification.Outcome.short(worst.error)), limit \(worst.limit)\(flips)\(flipped ?? "")"
    }
    let total =
      "\(outcomes.count) cases: \(count(.passed)) passed, \(count(.failed)) failed, \(count(.degenerate)) degenerate, as documented"
    return (largest + [total]).joined(separator: "\n")
  }
}
