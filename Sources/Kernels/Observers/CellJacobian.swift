import Networks

/// The gradients of every f_i = Σ_k logit_k(x_i) over the parameters of the cells, stem, last batch norm and classifier left out
/// (TEG-NAS, 2021): what kernels between batches are made of.
public struct CellJacobian: Observer {
  /// Whether batch statistics are differentiated.
  public var coupling: BatchNormCoupling

  /// Observes the gradients.
  public init(_ coupling: BatchNormCoupling) { self.coupling = coupling }

  /// What is left of the passes.
  public struct Observation: Sendable {
    /// The number of samples, B.
    public let batch: Int
    /// The number of parameter elements.
    public let rows: Int
    /// ∂f_i/∂θ_r, [rows, B].
    public let gradients: [Double]
    /// The class of each sample.
    public let labels: [Int]

    /// Gathers gradients.
    public init(batch: Int, rows: Int, gradients: [Double], labels: [Int]) {
      (self.batch, self.rows, self.gradients, self.labels) = (batch, rows, gradients, labels)
    }
  }
}
