import Foundation
import Metrics

/// What there is to say of every metric, for programs: nothing is timed.
public struct MetricCatalogue: Encodable {
  private struct Item: Encodable {
    let metric, better, labels, passes, definition, cost, source: String
    let withoutPath: String
    let spaces: [String]
    let settings: [String: String]

    enum CodingKeys: String, CodingKey {
      case metric, better, labels, passes, definition, cost, source, spaces, settings
      case withoutPath = "without_path"
    }
  }

  private let items: [Item]

  /// The metrics with their settings under a protocol.
  public init(scoring: ScoringProtocol) {
    items = MetricTable.entries.map { entry in
      let metric = entry.description
      return Item(
        metric: metric.name, better: metric.direction.rawValue, labels: metric.labels.rawValue, passes: metric.passes,
        definition: metric.definition, cost: metric.cost, source: metric.source, withoutPath: metric.withoutPath,
        spaces: metric.spaces.map(\.rawValue),
        settings: Dictionary(scoring.settings(of: entry.settings).map { ($0.name, $0.value) }) { first, _ in first })
    }
  }

  /// Writes an array with an object a metric, in the order of the columns of `scores.csv`.
  public func encode(to encoder: any Encoder) throws { try items.encode(to: encoder) }

  /// The array as text that ends with a line end.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}
