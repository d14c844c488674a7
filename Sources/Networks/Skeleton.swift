/// What surrounds a cell: how wide, how deep, for which images, and how much of it.
///
/// The whole network is stem → N cells at C → reduction to 2C → N cells at 2C → reduction to 4C → N cells at 4C → BN →
/// ReLU → average → classifier. A reduction is a fixed block in NAS-Bench-201 and a cell of its own kind in DARTS.
public struct Skeleton: Sendable, Hashable {
  /// C, the channels of the first stage.
  public var channels: Int
  /// N, the cells in each of the three stages.
  public var cellsPerStage: Int
  /// How many cells, reductions counted, are kept from the front; nil for all.
  public var depth: Int?
  /// The stem gives `stemMultiplier` · C channels; without a stem, the first cell reads the image itself. DARTS only:
  /// NAS-Bench-201 has 1.
  public var stemMultiplier: Int
  /// Whether there is a stem.
  public var hasStem: Bool
  /// The number of logits.
  public var classes: Int
  /// One image.
  public var image: FeatureShape

  /// Makes a skeleton; the defaults are the thin κ_N network of TE-NAS on NAS-Bench-201, C = 3, N = 1.
  public init(
    channels: Int = 3, cellsPerStage: Int = 1, depth: Int? = nil, stemMultiplier: Int = 1, hasStem: Bool = true,
    classes: Int = 10, image: FeatureShape = FeatureShape(channels: 3, rows: 32, columns: 32)
  ) {
    (self.channels, self.cellsPerStage, self.depth) = (channels, cellsPerStage, depth)
    (self.stemMultiplier, self.hasStem, self.classes, self.image) = (stemMultiplier, hasStem, classes, image)
  }

  /// The network that NAS-Bench-201 trained on CIFAR-10: C = 16, N = 5.
  public static let real = Skeleton(channels: 16, cellsPerStage: 5)

  /// The network in which DARTS cells are trained on CIFAR-10: C = 36, 20 cells of which two are reductions.
  public static let realDARTS = Skeleton(channels: 36, cellsPerStage: 6, stemMultiplier: 3)

  /// The thin R_N network of TE-NAS: one channel, no stem, images of 1 x `patch` x `patch`, and the first cells only (one
  /// in NAS-Bench-201; a normal and a reduction cell in DARTS).
  public static func thinRegions(patch: Int, depth: Int = 1) -> Skeleton {
    Skeleton(
      channels: 1, depth: depth, hasStem: false, image: FeatureShape(channels: 1, rows: patch, columns: patch))
  }

  /// Whether each of the kept cells is a reduction, from the front.
  var reductions: [Bool] {
    let stage = [Bool](repeating: false, count: cellsPerStage)
    let all = stage + [true] + stage + [true] + stage
    return Array(all.prefix(depth ?? all.count))
  }
}
