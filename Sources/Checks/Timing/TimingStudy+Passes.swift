import Kernels
import Metrics
import Networks

/// What the literature's metrics are made of: passes through a network of a whole batch.
extension TimingStudy {
  /// Times a forward pass, and with it the gradient of the batch with respect to the images and to all parameters, on the full
  /// network of NAS-Bench-201 (C = 16, N = 5, B = 64). Weights and images are drawn beforehand.
  ///
  /// - Parameter peak: the rate of matrix products on as many threads, GFLOP/s.
  public func timePasses(threads: Int, peak: Double) throws -> [Row] {
    let (channels, cellsPerStage, batch) = (16, 5, 64)
    let prepared = try cells.enumerated().compactMap {
      key, cell -> (network: Network, values: ParameterValues, inputs: Inputs)? in
      let evaluation = Evaluation(cell: cell, key: UInt64(key), repeat: 0, seed: 24, images: images)
      let built = evaluation.build(
        .init(channels: channels, cellsPerStage: cellsPerStage), .init(.kaimingNormalFanIn, stream: "bench-parameters"))
      guard let built else { return nil }
      let next = evaluation.batches(
        .init(.images, batch: batch, stream: "bench-images", labels: .random), of: built.network)
      return (built.network, built.values, try next())
    }
    func row(
      _ what: String, _ operations: (Network) -> Double, _ pass: @Sendable (LaneForward) -> Void
    ) throws -> Row {
      let milliseconds = try fastest(prepared.count, threads: threads) { arena, item, _ in
        let (network, values, inputs) = prepared[item]
        arena.releasing { pass(LaneForward(network, values: values, inputs: inputs, set: set, arena: arena)) }
      }
      let total = prepared.reduce(0) { $0 + $1.network.forwardOperations(batch: batch) + operations($1.network) }
      let rate = total / Double(prepared.count) / milliseconds * 1e-6
      return Row(
        what: what, channels: channels, cellsPerStage: cellsPerStage, batch: batch, threads: threads,
        milliseconds: milliseconds, rate: rate, share: rate / peak)
    }
    let (image, parameters) = (ImageGradient(), BatchGradient(.crossEntropy))
    return [
      try row("forward", { _ in 0 }) { _ in },
      try row("image gradient", { image.operations($0, batch: batch) }) { _ = image.observe($0) },
      try row("batch gradient", { parameters.operations($0, batch: batch) }) { _ = parameters.observe($0) },
    ]
  }
}
