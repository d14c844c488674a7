import Networks

/// How independent the channels of every layer's output are.
public struct LayerCorrelations: Observer {
  /// Of every output of a convolution, of a batch norm and of a ReLU (each ReLU counts, also where two read one map; the
  /// classifier does not): the smallest eigenvalue of the channels' correlation matrix over samples and places, entries that are
  /// not a number taken as 0. Outputs of a single channel are left out.
  public typealias Observation = [Double]

  /// Observes correlations.
  public init() {}
}
