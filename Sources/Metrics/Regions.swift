import Images
import Kernels
import Networks
import Randomness

/// R_N, the number of linear regions that random inputs fall into at initialisation (TE-NAS, section 3.2).
public struct Regions: Metric, Codable, Hashable {
  /// What is pushed through which network.
  public enum Inputs: Codable, Hashable, Sendable {
    /// Crops of one colour channel through one cell with one channel and no stem: the authors' code.
    case crops(size: Int)
    /// Whole images through the whole network of C channels and N cells a stage.
    case images(channels: Int, cellsPerStage: Int)
  }

  /// What is pushed through which network.
  public var inputs: Inputs
  /// Batches, and inputs in each; batch norm sees one batch at a time.
  public var batches, batch: Int
  /// Cells kept from the front; nil for one with crops, and for all with whole images.
  public var depth: Int?
  /// How weights are drawn.
  public var initialization: Initialization

  /// Makes the metric with its settings.
  public init(
    inputs: Inputs = .crops(size: 3), batches: Int, batch: Int = 1000, depth: Int? = nil,
    initialization: Initialization = .kaimingNormalFanIn
  ) {
    self.depth = depth
    (self.inputs, self.batches, self.batch, self.initialization) = (inputs, batches, batch, initialization)
  }

  /// What there is to say of R_N.
  public static let description = MetricDescription(
    name: "regions", direction: .higherIsBetter,
    definition: "distinct on/off patterns of all ReLU outputs over a batch of inputs at initialisation",
    cost: "a forward pass of each batch through one thin cell; no gradient",
    source: "TE-NAS (Chen et al., ICLR 2021), section 3.2")

  /// Checks that crops fit the pool's images, or that there are enough for a batch.
  public func check(_ images: ImagePool) throws {
    switch inputs {
    case .images: try images.check(batch: batch, metric: Self.description.name)
    case .crops(let size):
      guard size <= images.height && size <= images.width else {
        throw MetricError(
          metric: Self.description.name,
          "crops of \(size)x\(size) do not fit images of \(images.height)x\(images.width)")
      }
    }
  }

  /// Scores one cell: a fresh initialisation and fresh inputs.
  public func score(_ evaluation: Evaluation) throws -> Double {
    let pool = evaluation.images
    let skeleton =
      switch inputs {
      case .crops(let size): Skeleton.thinRegions(patch: size, depth: depth ?? 1)
      case .images(let channels, let cellsPerStage):
        Skeleton(
          channels: channels, cellsPerStage: cellsPerStage, depth: depth,
          image: FeatureShape(channels: pool.channels, rows: pool.height, columns: pool.width))
      }
    let network = evaluation.cell.network(skeleton)
    let values = ParameterValues(
      initializing: network, rule: initialization, seed: evaluation.seed, purpose: "regions-parameters",
      architecture: evaluation.key, repeat: evaluation.repeat)
    var stream = RandomStream(
      seed: evaluation.seed, purpose: "regions-inputs", architecture: evaluation.key, repeat: evaluation.repeat)
    let drawn = try (0..<batches).map { _ in
      switch inputs {
      case .crops(let size): pool.crops(batch, size: size, stream: &stream).values
      case .images: try pool.batch(batch, stream: &stream).values
      }
    }
    let count = LinearRegions.count(
      network, values: values, batches: drawn, batch: batch, set: evaluation.instructionSet, arena: evaluation.arena)
    return Double(count)
  }
}
