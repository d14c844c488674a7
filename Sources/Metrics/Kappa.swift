import Kernels
import Networks

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
    source: "TE-NAS (Chen et al., ICLR 2021), section 3.1", passes: "F + B times B", withoutPath: "inf")

  /// The tangent kernel: fresh parameters and a fresh batch of distinct images, nothing computed that is dead.
  public var pass: Pass<KernelObserver> {
    let network = Probe.NetworkChoice(
      channels: channels, cellsPerStage: cellsPerStage, depth: depth, classes: classes ?? 10, dropsDead: true)
    return Pass(
      Probe(
        network: network, weights: .init(initialization, stream: "kappa-parameters"),
        inputs: .init(.images, batch: batch, stream: "kappa-batch")),
      KernelObserver(batchNorm))
  }

  /// The tangent kernel.
  public var passes: [any AnyPass] { [pass] }

  /// Its condition number; NaN if it is not finite.
  public func score(_ found: Observations) throws -> Double {
    guard let kernel = try found[pass]?.first else { return .infinity }
    return kernel.conditionNumber ?? .nan
  }
}

extension Initialization: Codable {}
extension BatchNormCoupling: Codable {}
