/// Whether the tangent kernel differentiates through the batch statistics of batch norm.
public enum BatchNormCoupling: String, Sendable, CaseIterable {
  /// The batch's mean and variance depend on every sample, and ∇f_i includes the terms that flow through them. The
  /// definition of κ_N. Costs B backward passes of the whole batch: B² sample passes.
  case coupled
  /// The statistics are constants; ∇f_i is local to x_i. Costs B sample passes, about B times fewer.
  case frozen
}
