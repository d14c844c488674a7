import Kernels
import Networks

/// What a pass is: a network, its weights and its inputs, and nothing else.
///
/// A number depends on its probe alone, never on which other metrics were asked for; metrics whose probes are equal share their
/// passes.
public struct Probe: Sendable, Hashable {
  /// The network around the cell.
  public var network: NetworkChoice
  /// How its parameters are drawn.
  public var weights: WeightsChoice
  /// What is pushed through it.
  public var inputs: InputsChoice

  /// Says what a pass is.
  public init(network: NetworkChoice, weights: WeightsChoice, inputs: InputsChoice) {
    (self.network, self.weights, self.inputs) = (network, weights, inputs)
  }

  /// Whether its batch is one image of ones, which is passed on in float64.
  ///
  /// A map of ones differs from place to place at its border only. Batch norm makes of the few values that are left almost the
  /// whole deviation, and coupling takes almost the whole cotangent away: in some cells more than the six digits of float32.
  var isOneSample: Bool { inputs.kind == .ones && inputs.batch == 1 }

  /// The network around the cell.
  public struct NetworkChoice: Sendable, Hashable {
    /// C and N.
    public var channels, cellsPerStage: Int
    /// Cells kept from the front; nil for all of them.
    public var depth: Int?
    /// Logits.
    public var classes: Int
    /// The extent of the thin network of R_N, one channel without a stem; nil for the whole network on the pool's images.
    public var patch: Int?
    /// What batch norm does.
    public var batchNorm: BatchNormMode
    /// Whether connections that carry nothing at initialisation are left out before any arithmetic.
    public var dropsDead: Bool

    /// Describes a network.
    public init(
      channels: Int, cellsPerStage: Int, depth: Int? = nil, classes: Int = 10, patch: Int? = nil,
      batchNorm: BatchNormMode = .batch, dropsDead: Bool = false
    ) {
      (self.channels, self.cellsPerStage, self.depth) = (channels, cellsPerStage, depth)
      (self.classes, self.patch) = (classes, patch)
      (self.batchNorm, self.dropsDead) = (batchNorm, dropsDead)
    }
  }

  /// What batch norm does.
  public enum BatchNormMode: String, Sendable, Hashable {
    /// It divides by the statistics of the batch: training mode.
    case batch
    /// It divides by its running statistics at initialisation: evaluation mode.
    case initial
    /// It is bypassed: the network has none.
    case bypassed
  }

  /// How parameters are drawn.
  public struct WeightsChoice: Sendable, Hashable {
    /// The rule.
    public var rule: Initialization
    /// What names the random stream.
    public var stream: String
    /// Whether every parameter is replaced by its absolute value.
    public var isAbsolute: Bool

    /// Describes weights.
    public init(_ rule: Initialization, stream: String = "parameters", isAbsolute: Bool = false) {
      (self.rule, self.stream, self.isAbsolute) = (rule, stream, isAbsolute)
    }
  }

  /// What is pushed through the network.
  public struct InputsChoice: Sendable, Hashable {
    /// What the samples are.
    public var kind: Kind
    /// Samples in a batch, B.
    public var batch: Int
    /// What names the random stream.
    public var stream: String
    /// Where labels come from.
    public var labels: Labels

    /// Describes inputs.
    public init(_ kind: Kind, batch: Int, stream: String, labels: Labels = .none) {
      (self.kind, self.batch, self.stream, self.labels) = (kind, batch, stream, labels)
    }

    /// What samples are.
    public enum Kind: Sendable, Hashable {
      /// Distinct images of the pool.
      case images
      /// Crops of one colour channel of the pool's images.
      case crops(size: Int)
      /// Standard normal pixels in the extent of the pool's images.
      case noise
      /// The noise of the same stream, plus `amplitude` times noise of another.
      case perturbedNoise(amplitude: Double)
      /// Ones.
      case ones
    }

    /// Where labels come from.
    public enum Labels: String, Sendable, Hashable {
      /// No pass asks for them.
      case none
      /// The image source where it has them, else uniform from the stream `labels`.
      case source
      /// Uniform from the stream `labels`.
      case random
    }
  }
}
