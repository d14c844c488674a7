/// How the images of a batch are drawn from a pool.
public enum BatchOrder: String, Sendable, Codable, Hashable, CaseIterable {
  /// Uniform over all ordered selections of distinct images.
  case random
  /// As many images of each class as of any other, or one more; a pool with labels is needed.
  case classBalanced = "class-balanced"
}
