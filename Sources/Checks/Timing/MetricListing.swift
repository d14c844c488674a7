import Images
import Kernels
import Metrics
import Networks
import Reports
import SearchSpaces

/// All metrics as a table, each timed here on one cell.
public struct MetricListing: Sendable {
  private let scoring: ScoringProtocol
  /// A cell whose cost is near the mean over the space.
  private let cell: NASBench201.Architecture
  private let images: ImagePool

  /// Prepares the table under a protocol.
  public init(scoring: ScoringProtocol) throws {
    self.scoring = scoring
    cell = try NASBench201.Architecture(
      parsing: "|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_3x3~2|")
    images = try ImagePool.load(.gaussian, seed: 0)
  }

  /// A row a metric: name, better scores, labels, passes, milliseconds, source.
  public var table: ResultTable {
    let columns: [ResultTable.Column<MetricTable.Entry>] = [
      .text("metric", title: "metric") { $0.description.name },
      .text("better", title: "better") { $0.description.direction.rawValue },
      .text("labels", title: "labels") { $0.description.labels == .none ? "-" : $0.description.labels.rawValue },
      .text("passes", title: "passes") { $0.description.passes },
      .number("milliseconds", title: "ms a cell", places: 1) { milliseconds($0.make(scoring)) },
      .text("source", title: "source") { $0.description.source },
    ]
    return ResultTable(MetricTable.entries, columns, dispensable: ["source", "labels", "passes"])
  }

  /// The faster of two goes; the first one also fills the caches.
  private func milliseconds(_ metric: any Metric) -> Double {
    let arena = Arena()
    let seconds = (0..<2).map { number in
      let evaluation = Evaluation(cell: cell, key: 0, repeat: number, seed: 0, images: images)
      return Laboratory(evaluation, arena: arena).score([metric])[0].seconds
    }
    return 1000 * seconds.min()!
  }
}
