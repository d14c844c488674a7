import ArgumentParser
import Files
import Scores

/// Sums of ranked metrics that are compared like metrics.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A rule compared like a metric: az-nas, vkdnw-agg, te-nas, vkdnw-single, or a sum like 'log parameters + 0.5 log jacov'; NAME= before it "
        + "is what it is called; may be repeated.",
      valueName: "[NAME=]RULE"))
  var rule: [String] = []

  /// The rules under the names that were given, or as they were written.
  func named() throws -> [(name: String, rule: Rule)] { try rule.map(Self.named) }

  /// Reads `RULE` or `NAME=RULE`.
  private static func named(_ text: String) throws -> (name: String, rule: Rule) {
    guard let place = text.firstIndex(of: "=") else { return (text, try Rule(parsing: text)) }
    let name = String(text[..<place]).trimmed
    guard name.wholeMatch(of: /[\p{L}\p{N}_.-]+/) != nil else {
      throw ValidationError("--rule '\(text)': a name has only letters, digits, _, - and .")
    }
    return (name, try Rule(parsing: String(text[text.index(after: place)...]).trimmed))
  }
}
