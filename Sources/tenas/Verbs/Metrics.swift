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

  @OptionGroup var format: FormatOptions

  @Flag(help: "The same as --format json: all metrics with their settings; nothing is timed.")
  var json = false

  func validate() throws {
    if json, let given = format.format, given != .json { throw ValidationError("give one of --json and --format") }
    if let name, json || format.format != nil {
      throw ValidationError("\(json ? "--json" : "--format") prints all metrics; leave out '\(name)'")
    }
    if let name, MetricTable.entry(named: name) == nil { throw ValidationError(MetricList.unknown(name)) }
  }

  func perform() throws {
    let scoring = ScoringProtocol(protocolName)
    let format = json ? .json : format.chosen()
    if let name, let entry = MetricTable.entry(named: name) {
      return print(MetricCard(entry, protocol: protocolName).text)
    }
    if format == .json {
      StandardOutput.write(try MetricCatalogue(scoring: scoring).json)
    } else {
      try MetricListing(scoring: scoring).table.print(format)
    }
  }
}
