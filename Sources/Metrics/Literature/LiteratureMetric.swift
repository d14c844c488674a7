import Kernels
import Networks

/// A metric of the literature: a formula over passes on the network, weights and inputs of a ``Setup``.
///
/// A cell without a path from input to output gets the worst score there is, so that it ranks last whatever the formula gives.
public protocol LiteratureMetric: Metric, Hashable, Codable {
  /// The settings of the published tables.
  static var published: Setup { get }
  /// The settings of the protocol `lite`; the small network that metrics share, unless the metric says otherwise.
  static var lite: Setup { get }
  /// The network, weights and inputs.
  var setup: Setup { get set }
  /// Makes the metric with the given settings.
  init(_ setup: Setup)
  /// What the formula gives, also for a cell without a path, where it can be anything.
  func value(_ found: Observations) throws -> Double
}

extension LiteratureMetric {
  /// Makes the metric with the settings of the published tables.
  public init() { self.init(Self.published) }

  /// The published settings on the small network that metrics share.
  public static var lite: Setup { published.onSmallNetwork() }

  /// What the formula gives; the worst score there is for a cell without a path.
  public func score(_ found: Observations) throws -> Double {
    let probe = passes.first?.probe ?? setup.probe()
    guard try found.network(probe)!.network.hasPath else { return Self.description.direction.worst }
    return try value(found)
  }
}

extension Observations {
  /// The gradient of every weight (of convolutions and classifier) beside the weight.
  func weights(
    _ pass: Pass<BatchGradient>, batch: Int = 0
  ) throws -> [(weight: ArraySlice<Float>, gradient: [Double])] {
    let (built, gradients) = (try network(pass.probe)!, try self[pass]![batch].gradients)
    return built.network.parameters.indices.filter { built.network.parameters[$0].role.isWeight }.map {
      (built.values[$0], gradients[$0])
    }
  }
}
