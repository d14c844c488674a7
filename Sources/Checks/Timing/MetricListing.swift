import Files
import Images
import Kernels
import Metrics
import Networks
import SearchSpaces

/// All metrics as a table, each timed here on one cell.
public struct MetricListing {
  private let scoring: ScoringProtocol
  /// A cell whose cost is near the mean over the space.
  private let cell: any Cell
  private let images: ImagePool

  /// Prepares the table under a protocol.
  public init(scoring: ScoringProtocol) throws {
    self.scoring = scoring
    cell = try NASBench201.Architecture(
      parsing: "|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_3x3~2|")
    images = try ImagePool.load(.gaussian, seed: 0)
  }

  /// A row a metric: name, better scores, labels, passes, milliseconds, source.
  public var text: String {
    let header = ["metric", "better", "labels", "passes", "ms a cell", "source"]
    return TextTable.aligned([header] + MetricTable.entries.map(row))
  }

  private func row(_ entry: MetricTable.Entry) -> [String] {
    let metric = entry.description
    let labels = metric.labels == .none ? "-" : metric.labels.rawValue
    return [
      metric.name, metric.direction.rawValue, labels, metric.passes, milliseconds(entry.make(scoring)), metric.source,
    ]
  }

  /// The faster of two goes; the first one also fills the caches.
  private func milliseconds(_ metric: any Metric) -> String {
    let arena = Arena()
    let seconds = (0..<2).map { number in
      let evaluation = Evaluation(cell: cell, key: 0, repeat: number, seed: 0, images: images)
      return Laboratory(evaluation, arena: arena).score([metric])[0].seconds
    }
    return TextNumber.plain(1000 * seconds.min()!, places: 1)
  }
}
