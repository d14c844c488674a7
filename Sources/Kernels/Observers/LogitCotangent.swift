import Foundation

/// The scalar of a batch whose gradient is taken, as its cotangent at the logits.
public enum LogitCotangent: String, Sendable, Hashable {
  /// Σ_b Σ_k logit_k(x_b): ones.
  case sumOfLogits
  /// The mean cross-entropy of the batch: (softmax − one-hot) / B.
  case crossEntropy
}

extension LogitCotangent {
  /// The cotangent at the logits, [B, classes].
  func values(logits: [Double], labels: [Int], batch: Int) -> [Double] {
    let classes = logits.count / batch
    switch self {
    case .sumOfLogits: return logits.map { _ in 1 }
    case .crossEntropy:
      precondition(labels.count == batch, "the cross-entropy needs a label for each sample")
      return (0..<batch).flatMap { sample in
        let row = logits[sample * classes..<(sample + 1) * classes]
        return softmax(row).enumerated().map { ($1 - ($0 == labels[sample] ? 1 : 0)) / Double(batch) }
      }
    }
  }
}

/// exp(x_k) / Σ exp(x).
func softmax(_ logits: some Collection<Double>) -> [Double] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
