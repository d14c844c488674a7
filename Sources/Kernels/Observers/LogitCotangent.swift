/// The scalar of a batch whose gradient is taken, as its cotangent at the logits.
public enum LogitCotangent: String, Sendable, Hashable {
  /// Σ_b Σ_k logit_k(x_b): ones.
  case sumOfLogits
  /// The mean cross-entropy of the batch: (softmax − one-hot) / B.
  case crossEntropy
}
