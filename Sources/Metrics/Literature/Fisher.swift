import Kernels

/// What removing channels costs, to second order: per channel of the output a of a convolution or of the classifier
/// ½ mean_b (Σ_xy a ⊙ ∂L/∂a)², times the number of weights of that channel, summed (Theis et al., "Faster gaze prediction with
/// dense networks and Fisher pruning", 2018; Turner et al., BlockSwap, ICLR 2020; as a metric Abdelfattah et al., ICLR 2021).
///
/// Higher is better; needs labels. Cost: a forward and a backward pass. Without a path: −∞ (the formula gives what the
/// classifier's bias leaves).
public struct Fisher: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "fisher", direction: .higherIsBetter,
    definition: "squared products of activations and their gradients, by channel, times the channel's weights, added",
    cost: "a forward and a backward pass of a batch",
    source: "Turner et al., ICLR 2020; Abdelfattah et al., ICLR 2021", labels: .source, passes: "F + B",
    withoutPath: "-inf; the formula gives what the bias leaves")

  /// The gradient of the loss, with the channels' saliencies on its way.
  public var passes: [any AnyPass] { [setup.lossGradient] }

  /// Σ saliency · weights of the channel.
  public func value(_ found: Observations) throws -> Double {
    let parameters = try found.network(setup.lossGradient.probe)!.network.parameters
    return try found.first(setup.lossGradient).saliencies.reduce(0) { sum, layer in
      let weights = parameters[layer.weight].count / layer.channels.count
      return sum + Double(weights) * layer.channels.reduce(0, +)
    }
  }
}
