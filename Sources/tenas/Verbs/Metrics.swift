import ArgumentParser
import Checks
import Metrics

struct Metrics: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List the metrics there are, or tell what one of them is.",
    discussion: """
      The table has, for each metric, which scores are better, which labels it needs, its passes (F forward, B backward), and \
      the milliseconds that it takes here for a cell of middle size under the protocol lite, alone and on one thread.
      """)

  @Argument(help: "A metric: its definition, settings, cost and source.")
  var name: String?

  @Option(name: .customLong("protocol"), help: "Where the settings come from that are told and timed.")
  var protocolName = ScoringProtocol.Name.lite

  @Flag(help: "Print all metrics with their settings as JSON; nothing is timed.")
  var json = false

  func validate() throws {
    if json && name != nil { throw ValidationError("--json prints all metrics; leave out '\(name!)'") }
    if let name, MetricTable.entry(named: name) == nil { throw ValidationError(MetricList.unknown(name)) }
  }

  func perform() throws {
    let scoring = ScoringProtocol(protocolName)
    if json {
      print(try MetricCatalogue(scoring: scoring).json, terminator: "")
    } else if let name, let entry = MetricTable.entry(named: name) {
      print(MetricCard(entry, scoring: scoring).text)
    } else {
      print(try MetricListing(scoring: scoring).text, terminator: "")
    }
  }
}
