import ArgumentParser
import Scores

/// Sums of ranked metrics that are compared like metrics.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A rule compared like a metric: az-nas, vkdnw-agg, te-nas, vkdnw-single, or a sum like 'log parameters + 0.5 log jacov'; may be repeated.",
      valueName: "RULE"))
  var rule: [String] = []

  /// The rules under the names that were given.
  func named() throws -> [(name: String, rule: Rule)] {
    try rule.map { text in (text, try Rule(parsing: text)) }
  }
}
