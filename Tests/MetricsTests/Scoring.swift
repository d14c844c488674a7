import Images
import Kernels
import Metrics
import SearchSpaces

/// Scores of single cells.
extension Metric {
  func score(
    _ index: Int, repeat: Int = 0, seed: UInt64 = 1, key: Int? = nil, images: ImagePool, set: InstructionSet = .best,
    arena: Arena = Arena()
  ) throws -> Double {
    let cell = try NASBench201.architecture(at: index)
    let evaluation = Evaluation(
      cell: cell, key: UInt64(key ?? index), repeat: `repeat`, seed: seed, images: images)
    return try Laboratory(evaluation, kernels: .fast(set), arena: arena).score(self)
  }
}

/// Cells that differ in kind.
enum Cells {
  /// Live, with a dead operation, with unreachable nodes, without convolutions, with all edges convolutions.
  static let connected: [Int] = [
    "|nor_conv_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|",
    "|nor_conv_3x3~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|",
    "|none~0|+|avg_pool_3x3~0|nor_conv_3x3~1|+|none~0|nor_conv_3x3~1|nor_conv_3x3~2|",
    "|skip_connect~0|+|avg_pool_3x3~0|skip_connect~1|+|skip_connect~0|none~1|avg_pool_3x3~2|",
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|",
  ].map { NASBench201.index(of: try! NASBench201.Architecture(parsing: $0)) }

  /// All 341 cells without a path.
  static let withoutPath = NASBench201.architectures.indices.filter { !NASBench201.architectures[$0].hasPath }
}
