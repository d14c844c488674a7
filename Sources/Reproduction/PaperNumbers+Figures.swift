import Scores

extension PaperNumbers {
  /// Shares of none, skip, 1x1, 3x3 and average pooling in the top 10% by κ_N (figure 4).
  static let operationSharesByKappa = [0.192, 0.279, 0.133, 0.306, 0.091]
  /// The same by R_N.
  static let operationSharesByRegions = [0.103, 0.135, 0.312, 0.311, 0.139]
  /// τ of train with test accuracy on CIFAR-100 (figure 10).
  static let trainAccuracyTau = 0.79
}
