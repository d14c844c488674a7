import Networks

/// The last feature map and what every batch norm divided by.
public struct LastFeatures: Observer {
  /// What is left of the pass.
  public struct Observation: Sendable {
    /// ReLU(last node), [B, c, h, w], before pooling.
    public let features: [Double]
    /// Per batch norm, in the order of nodes and connections, and channel: the unbiased variance over samples and places.
    public let variances: [[Double]]

    /// Gathers features and variances.
    public init(features: [Double], variances: [[Double]]) { (self.features, self.variances) = (features, variances) }
  }

  /// Observes the last features.
  public init() {}
}
