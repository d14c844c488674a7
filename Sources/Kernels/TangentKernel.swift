import Lanes
import Networks

/// The empirical tangent kernel of a batch at initialisation, K_ij = ⟨∇f_i, ∇f_j⟩ with f_i = Σ_k logit_k(x_i), the
/// gradients taken over convolution kernels, batch-norm scales and the classifier's matrix (TE-NAS, equation 1).
///
/// ```swift
/// let arena = Arena()
/// let kernel = TangentKernel(network, values: values, images: batch, batch: 32, coupling: .coupled, arena: arena)
/// let kappa = kernel.conditionNumber
/// ```
///
/// Gradients are float32, K and its eigenvalues float64. The result depends on the arguments alone.
public struct TangentKernel: Sendable {
  /// The number of samples, B.
  public let batch: Int
  /// K, [B, B], row by row.
  public let matrix: [Double]
  /// Class outputs, [B, classes].
  public let logits: [Double]

  /// Computes the kernel with the fast kernels.
  ///
  /// Cost on the thin NAS-Bench-201 network (C = 3, N = 1): about 2.3 MFLOP · B² coupled, 2.3 MFLOP · B frozen.
  ///
  /// - Parameters:
  ///   - network: the graph; at initialisation, drop its dead nodes first.
  ///   - values: its parameters.
  ///   - images: the batch, [B, C, H, W].
  ///   - batch: B.
  ///   - coupling: whether batch statistics are differentiated.
  ///   - set: which compiled kernels run.
  ///   - arena: scratch memory of the calling thread.
  public init(
    _ network: Network, values: ParameterValues, images: [Float], batch: Int, coupling: BatchNormCoupling,
    set: InstructionSet = .best, arena: Arena
  ) {
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let inputs = Inputs(images: images, batch: batch)
    self.init(LaneForward(network, values: values, inputs: inputs, set: set, arena: arena), coupling: coupling)
  }

  /// Computes the kernel of a forward pass that was run.
  init(_ forward: LaneForward, coupling: BatchNormCoupling) {
    let (arena, batch) = (forward.arena, forward.batch)
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let backward = LaneBackward(forward, .tangentKernel(coupling), arena: arena)
    backward.runFromEverySample(backward.column { _ in 1 })
    var matrix = backward.jacobian.gram(batch: batch, set: forward.set, arena: arena)
    Self.addClassifier(
      forward.pooledFeatures(), classes: forward.network.classifier.classes, batch: batch, to: &matrix)
    (self.batch, self.matrix, self.logits) = (batch, matrix, forward.logits())
  }

  /// Wraps a kernel computed elsewhere, for example by ``ReferenceNetwork``.
  public init(batch: Int, matrix: [Double], logits: [Double]) {
    (self.batch, self.matrix, self.logits) = (batch, matrix, logits)
  }

  /// ∂f_i/∂W[k, c] is the pooled feature c of sample i, for every class k.
  private static func addClassifier(_ pooled: [Double], classes: Int, batch: Int, to matrix: inout [Double]) {
    let channels = pooled.count / batch
    for i in 0..<batch {
      for j in 0..<batch {
        var product = 0.0
        for c in 0..<channels { product += pooled[i * channels + c] * pooled[j * channels + c] }
        matrix[i * batch + j] += Double(classes) * product
      }
    }
  }
}

extension TangentKernel {
  /// The eigenvalues of K, ascending; nil if K is not finite.
  public var eigenvalues: [Double]? { LinearAlgebra.eigenvalues(ofSymmetric: matrix, order: batch) }

  /// κ_N = λ_max / λ_min; +∞ when λ_max is 0 or λ_min ≤ B · 2⁻⁵² · λ_max, that is when K is singular to rounding.
  ///
  /// Nil if K is not finite or the eigenvalue solver failed.
  public var conditionNumber: Double? {
    guard let values = eigenvalues, let smallest = values.first, let largest = values.last else { return nil }
    guard largest > 0 && smallest > Double(batch) * 0x1p-52 * largest else { return .infinity }
    return largest / smallest
  }
}
