import Lanes
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

extension LastFeatures {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation {
    let volume = forward.network.nodes.last!.shape.volume
    let last = forward.raw[forward.network.nodes.count - 1]
    var features = [Double](repeating: 0, count: forward.batch * volume)
    for sample in 0..<forward.batch {
      let lanes = last + sample / laneCount * volume * laneCount + sample % laneCount
      for place in 0..<volume { features[sample * volume + place] = Double(max(lanes[place * laneCount], 0)) }
    }
    let variances = forward.forEachNorm { norm, _ in
      let count = Double(forward.batch * norm.shape.area)
      return norm.variance.map { $0 * count / (count - 1) }
    }
    return Observation(features: features, variances: variances)
  }

  /// Nothing beyond the forward pass.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}
