import Foundation
import Metrics

/// What there is to say of one metric.
public struct MetricCard {
  private let entry: MetricTable.Entry
  private let protocolName: ScoringProtocol.Name

  /// Describes a metric under a protocol.
  public init(_ entry: MetricTable.Entry, protocol name: ScoringProtocol.Name) {
    (self.entry, protocolName) = (entry, name)
  }

  /// Lines of a name and what it is.
  public var text: String {
    let metric = entry.description
    let labels =
      switch metric.labels {
      case .none: "none"
      case .source: "those of the images; drawn at random where the source has none"
      case .random: "drawn at random"
      }
    let lines = [
      ("definition", metric.definition), ("better", metric.direction.rawValue), ("labels", labels),
      ("passes", metric.passes), ("cost", metric.cost), ("without a path", metric.withoutPath),
      ("spaces", metric.spaces.map(\.rawValue).joined(separator: ", ")),
      ("settings, \(protocolName.rawValue)", settings),
      ("source", metric.source),
    ]
    return "\(metric.name)\n"
      + lines.map { "  " + $0.padding(toLength: 16, withPad: " ", startingAt: 0) + $1 }.joined(separator: "\n")
  }

  /// `--set`'s names and values.
  private var settings: String {
    let settings = ScoringProtocol(protocolName).settings(of: entry.settings)
    guard !settings.isEmpty else { return "none" }
    let owner = entry.settings == entry.description.name ? "" : " (shared with \(entry.settings))"
    return settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ") + owner
  }
}
