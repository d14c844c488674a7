import Kernels
import Networks

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
    source: "TE-NAS (Chen et al., ICLR 2021), section 3.2", passes: "F",
    withoutPath: "the patterns of its dead operations; 1 if it has none")

  /// The patterns of every batch: fresh parameters and fresh inputs, dead operations among them.
  public var pass: Pass<DistinctPatterns> {
    let (network, kind): (Probe.NetworkChoice, Probe.InputsChoice.Kind) =
      switch inputs {
      case .crops(let size):
        (.init(channels: 1, cellsPerStage: 1, depth: depth, patch: size), .crops(size: size))
      case .images(let channels, let cellsPerStage):
        (.init(channels: channels, cellsPerStage: cellsPerStage, depth: depth), .images)
      }
    return Pass(
      Probe(
        network: network, weights: .init(initialization, stream: "regions-parameters"),
        inputs: .init(kind, batch: batch, stream: "regions-inputs")),
      DistinctPatterns(), batches: batches)
  }

  /// The patterns of every batch.
  public var passes: [any AnyPass] { [pass] }

  /// How many patterns there are in all batches together.
  public func score(_ found: Observations) throws -> Double {
    let patterns = try found[pass]!
    let all = patterns.dropFirst().reduce(into: patterns[0]) { $0.formUnion($1) }
    return Double(all.count)
  }
}
