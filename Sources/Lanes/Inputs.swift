/// What is pushed through a network: a batch, its classes, and random signs for passes that ask for them.
public struct Inputs: Sendable {
  /// The batch, [B, C, H, W].
  public let images: [Float]
  /// The batch before it was rounded to float32, for the plain loops; nil where nothing was rounded.
  public let unrounded: [Double]?
  /// The number of samples, B.
  public let batch: Int
  /// The class of each sample; empty where no pass asks for them.
  public let labels: [Int]
  /// The cotangents ±1, [B, c, h, w], of the boundary of the given number, the last boundary being 0; asked for by
  /// ``SignPropagation`` only.
  public let signs: @Sendable (_ boundary: Int, _ count: Int) -> [Float]

  /// Gathers a batch.
  public init(
    images: [Float], unrounded: [Double]? = nil, batch: Int, labels: [Int] = [],
    signs: @escaping @Sendable (_ boundary: Int, _ count: Int) -> [Float] = { _, count in
      preconditionFailure("these inputs have no signs; \(count) were asked for")
    }
  ) {
    (self.images, self.unrounded, self.batch, self.labels) = (images, unrounded, batch, labels)
    self.signs = signs
  }
}
