import Images
import Kernels
import Networks
import Randomness

/// κ_N, the condition number of the tangent kernel at initialisation (TE-NAS, section 3.1).
public struct Kappa: Metric, Codable, Hashable {
  /// C and N of the network.
  public var channels, cellsPerStage: Int
  /// Cells kept from the front; nil for all of them.
  public var depth: Int?
  /// The number of logits; nil for 10.
  public var classes: Int?
  /// B.
  public var batch: Int
  /// How weights are drawn.
  public var initialization: Initialization
  /// Whether batch statistics are differentiated.
  public var batchNorm: BatchNormCoupling

  /// Makes the metric with its settings.
  public init(
    channels: Int = 3, cellsPerStage: Int = 1, depth: Int? = nil, classes: Int? = nil, batch: Int,
    initialization: Initialization = .kaimingNormalFanOut,
    batchNorm: BatchNormCoupling = .coupled
  ) {
    (self.channels, self.cellsPerStage, self.batch) = (channels, cellsPerStage, batch)
    (self.depth, self.classes) = (depth, classes)
    (self.initialization, self.batchNorm) = (initialization, batchNorm)
  }

  /// What there is to say of κ_N.
  public static let description = MetricDescription(
    name: "kappa", direction: .lowerIsBetter,
    definition: "condition number of the tangent kernel of a batch at initialisation; inf for a cell without a path",
    cost: "a forward pass of a batch of B images, and B backward passes of it (1 with frozen batch norm)",
    source: "TE-NAS (Chen et al., ICLR 2021), section 3.1")

  /// Checks that the pool has B images, which the network can halve twice.
  public func check(_ images: ImagePool) throws { try images.check(batch: batch, metric: Self.description.name) }

  /// Scores one cell: a fresh initialisation and a fresh batch of distinct images.
  public func score(_ evaluation: Evaluation) throws -> Double {
    let pool = evaluation.images
    let skeleton = Skeleton(
      channels: channels, cellsPerStage: cellsPerStage, depth: depth, classes: classes ?? 10,
      image: FeatureShape(channels: pool.channels, rows: pool.height, columns: pool.width))
    guard let network = evaluation.cell.network(skeleton).droppingDeadNodesAtInitialization() else { return .infinity }
    let values = ParameterValues(
      initializing: network, rule: initialization, seed: evaluation.seed, purpose: "kappa-parameters",
      architecture: evaluation.key, repeat: evaluation.repeat)
    var stream = RandomStream(
      seed: evaluation.seed, purpose: "kappa-batch", architecture: evaluation.key, repeat: evaluation.repeat)
    let images = try pool.batch(batch, stream: &stream)
    let kernel = TangentKernel(
      network, values: values, images: images.values, batch: batch, coupling: batchNorm,
      set: evaluation.instructionSet, arena: evaluation.arena)
    return kernel.conditionNumber ?? .nan
  }
}

extension Initialization: Codable {}
extension BatchNormCoupling: Codable {}
