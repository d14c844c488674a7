import Images

extension Probe {
  /// Checks that images of a pool, or noise of their extent, can be pushed through the network.
  ///
  /// - Throws: ``MetricError`` in the name of the given metric.
  func check(_ images: ImagePool, metric: String) throws {
    func require(_ holds: Bool, _ reason: @autoclosure () -> String) throws {
      if !holds { throw MetricError(metric: metric, reason()) }
    }
    if case .crops(let size) = inputs.kind {
      return try require(
        size <= images.height && size <= images.width,
        "crops of \(size)x\(size) do not fit images of \(images.height)x\(images.width)")
    }
    if inputs.kind == .images {
      do { try images.check(batch: inputs.batch) } catch { throw MetricError(metric: metric, "\(error)") }
      let classes = images.classCount ?? 0
      try require(
        inputs.labels != .source || classes <= network.classes,
        "the images are of \(classes) classes and the network tells \(network.classes) apart; set classes to \(classes)"
      )
    }
    try require(
      images.height % 4 == 0 && images.width % 4 == 0,
      "the images are \(images.height)x\(images.width); the network needs a height and width that are multiples of 4")
  }
}
