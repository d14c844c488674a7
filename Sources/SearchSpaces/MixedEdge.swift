#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An edge of a supernet, Σ_o softmax(α)_o · o(x), as the authors' code evaluates it (TE-NAS, section 3.3).
public enum MixedEdge {
  /// The logit of a pruned operation.
  public static let prunedAlpha: Float = -1000
  /// Operations with at most this weight are dropped, as in the authors' code.
  public static let smallestWeight = 0.01

  /// The operations that take part, by their places in `alphas`, and their weights: the softmax in float64, without terms
  /// of at most 0.01 and not renormalised. An edge whose operations are all pruned has none, and contributes zero.
  public static func weights(_ alphas: [Float]) -> [(operation: Int, weight: Double)] {
    let highest = Double(alphas.max() ?? 0)
    let exponentials = alphas.map { exp(Double($0) - highest) }
    let total = exponentials.reduce(0, +)
    return zip(alphas, exponentials).enumerated().compactMap { operation, term in
      let weight = term.1 / total
      return term.0 > prunedAlpha && weight > smallestWeight ? (operation, weight) : nil
    }
  }
}
