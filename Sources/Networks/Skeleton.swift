/// What surrounds a NAS-Bench-201 cell: how wide, how deep, for which images, and how much of it.
///
/// The whole network is stem → N cells at C → reduction to 2C → N cells at 2C → reduction to 4C → N cells at 4C → BN →
/// ReLU → average → classifier.
public struct Skeleton: Sendable, Hashable {
  /// How much of the network is built.
  public enum Extent: Sendable, Hashable {
    /// All of it.
    case whole
    /// One cell that reads the image itself, then BN and ReLU: the thin network in which R_N is counted.
    case cellAlone
  }

  /// C, the channels of the first stage.
  public var channels: Int
  /// N, the cells in each of the three stages.
  public var cellsPerStage: Int
  /// The number of logits.
  public var classes: Int
  /// One image.
  public var image: FeatureShape
  /// How much is built.
  public var extent: Extent

  /// Makes a skeleton; the defaults are the thin κ_N network of TE-NAS, C = 3, N = 1.
  public init(
    channels: Int = 3, cellsPerStage: Int = 1, classes: Int = 10,
    image: FeatureShape = FeatureShape(channels: 3, rows: 32, columns: 32), extent: Extent = .whole
  ) {
    self.channels = channels
    self.cellsPerStage = cellsPerStage
    self.classes = classes
    self.image = image
    self.extent = extent
  }

  /// The network that NAS-Bench-201 trained on CIFAR-10: C = 16, N = 5.
  public static let real = Skeleton(channels: 16, cellsPerStage: 5)

  /// The thin R_N network of TE-NAS: one channel, one cell, no stem, images of 1 x `patch` x `patch`.
  public static func thinRegions(patch: Int) -> Skeleton {
    Skeleton(
      channels: 1, cellsPerStage: 1, image: FeatureShape(channels: 1, rows: patch, columns: patch), extent: .cellAlone)
  }
}
