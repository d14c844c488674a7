import Networks

/// The stable rank of every batch norm's output.
public struct NormSpectra: Observer {
  /// Per batch norm, in the order of nodes and connections: ‖M‖_F² / ‖M‖₂², M its output as a matrix of samples and places by
  /// channels; 0 where M is 0.
  public typealias Observation = [Double]

  /// Observes stable ranks.
  public init() {}
}
