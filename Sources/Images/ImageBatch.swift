/// Images, or crops of images, ready to be the input of a network.
public struct ImageBatch: Sendable, Hashable {
  /// The number of samples.
  public let count: Int
  /// Channels of a sample.
  public let channels: Int
  /// Rows of a channel.
  public let height: Int
  /// Columns of a channel.
  public let width: Int
  /// The normalised pixels, [count, channels, height, width] in row-major order.
  public let values: [Float]

  /// A batch of the given shape.
  ///
  /// - Precondition: there is one value for each pixel.
  public init(count: Int, channels: Int, height: Int, width: Int, values: [Float]) {
    precondition(
      values.count == count * channels * height * width,
      "\(values.count) values do not fill \(count)x\(channels)x\(height)x\(width)")
    self.count = count
    self.channels = channels
    self.height = height
    self.width = width
    self.values = values
  }

  /// [count, channels, height, width].
  public var shape: [Int] { [count, channels, height, width] }
}
