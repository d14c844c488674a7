/// Which mean and variance a batch norm divides by.
public enum BatchNormStatistics: String, Sendable, CaseIterable {
  /// The batch's own: training mode.
  case batch
  /// The running ones at initialisation, mean 0 and variance 1: evaluation mode. They depend on no sample, so that gradients
  /// are local to samples.
  case initial
}
