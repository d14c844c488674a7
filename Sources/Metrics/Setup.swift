import Kernels
import Networks

/// The network, weights and inputs a metric is computed on: the settings that metrics of the literature share.
public struct Setup: Sendable, Codable, Hashable {
  /// What the samples are.
  public enum Input: String, Sendable, Codable, CaseIterable {
    /// Distinct images of the pool.
    case images
    /// Standard normal pixels.
    case noise
  }

  /// C and N.
  public var channels, cellsPerStage: Int
  /// Logits.
  public var classes: Int
  /// B.
  public var batch: Int
  /// How weights are drawn.
  public var initialization: Initialization
  /// What the samples are, where the metric does not say itself.
  public var input: Input

  /// Makes settings; the defaults are the real network of NAS-Bench-201 under PyTorch's own initialisation, B = 64, images.
  public init(
    channels: Int = 16, cellsPerStage: Int = 5, classes: Int = 10, batch: Int = 64,
    initialization: Initialization = .pyTorch, input: Input = .images
  ) {
    (self.channels, self.cellsPerStage, self.classes) = (channels, cellsPerStage, classes)
    (self.batch, self.initialization, self.input) = (batch, initialization, input)
  }

  /// The probe of these settings.
  ///
  /// - Parameters:
  ///   - labels: where labels come from, if the pass needs any.
  ///   - batchNorm: what batch norm does.
  public func probe(labels: Probe.InputsChoice.Labels = .none, batchNorm: Probe.BatchNormMode = .batch) -> Probe {
    let inputs: Probe.InputsChoice =
      switch input {
      case .images: .init(.images, batch: batch, stream: "images", labels: labels)
      case .noise: .init(.noise, batch: batch, stream: "noise", labels: labels)
      }
    return Probe(network: network(batchNorm: batchNorm), weights: .init(initialization), inputs: inputs)
  }

  /// The probe of SynFlow: absolute parameters, one input of ones.
  public func onesProbe(batchNorm: Probe.BatchNormMode) -> Probe {
    Probe(
      network: network(batchNorm: batchNorm), weights: .init(initialization, isAbsolute: true),
      inputs: .init(.ones, batch: 1, stream: "ones"))
  }

  /// The network of these settings.
  public func network(batchNorm: Probe.BatchNormMode) -> Probe.NetworkChoice {
    Probe.NetworkChoice(channels: channels, cellsPerStage: cellsPerStage, classes: classes, batchNorm: batchNorm)
  }

  /// These settings on the small network that the protocol `lite` shares among metrics, or on one near it.
  ///
  /// Benchmarks/LITE.md has what each choice costs in τ.
  public func onSmallNetwork(channels: Int = 4, cellsPerStage: Int = 3, batch: Int = 16) -> Setup {
    Setup(
      channels: channels, cellsPerStage: cellsPerStage, classes: classes, batch: min(self.batch, batch),
      initialization: .kaimingNormalFanIn, input: input)
  }

  /// These settings with one of them changed, by its name in ``ScoringProtocol/set(_:)``.
  var variations: [String: Setup] {
    func varied(_ change: (inout Setup) -> Void) -> Setup {
      var setup = self
      change(&setup)
      return setup
    }
    return [
      "channels": varied { $0.channels += 1 }, "cellsPerStage": varied { $0.cellsPerStage += 1 },
      "classes": varied { $0.classes += 1 }, "batch": varied { $0.batch += 1 },
      "initialization": varied { setup in
        setup.initialization = Initialization.allCases.first { $0 != setup.initialization }!
      },
      "input": varied { setup in setup.input = Input.allCases.first { $0 != setup.input }! },
    ]
  }

  /// What no metric can be computed with, in words; nil if nothing is wrong.
  var problem: String? {
    if classes < 2 { return "a classifier needs at least 2 classes" }
    return nil
  }
}
