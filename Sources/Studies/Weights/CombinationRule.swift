/// A way to make one score of κ and R.
///
/// Most work on places: p is a cell's place by κ, q its place by R, 1 the best, ties sharing their average. Whatever the rule,
/// the score is turned so that higher is better.
public enum CombinationRule: Hashable, Sendable {
  /// −(w·p + (1 − w)·q); with equal weights TE-NAS's rank sum, with w = 1 κ alone, with w = 0 R alone.
  case weighted(RankWeight)
  /// −min(p, q): one good place is enough.
  case minimum
  /// −max(p, q): the worse place decides.
  case maximum
  /// −p·q, the rank product (Breitling et al., FEBS Letters 573, 2004), which favours cells at the very top of one list.
  case product
  /// Σ log((n + 1 − place) / n), as AZ-NAS (Lee and Ham, CVPR 2024) adds its metrics, which punishes cells at the bottom of one.
  case logarithms
  /// z(R) − z(log κ); mean and standard deviation are those of the cells with finite κ.
  case standardized
  /// R − κ, as measured.
  case rawSum

  /// The rules besides weights.
  public static let unweighted: [CombinationRule] = [.minimum, .maximum, .product, .logarithms, .standardized, .rawSum]

  /// The rule's name in files; that of all weights is the same.
  public var name: String {
    switch self {
    case .weighted: "weighted"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .product: "product"
    case .logarithms: "log-ranks"
    case .standardized: "z-scores"
    case .rawSum: "raw-sum"
    }
  }

  /// The score as a formula of plain letters, higher better, with where infinite κ goes.
  public var definition: String {
    switch self {
    case .weighted: "-(w p + (1 - w) q)"
    case .minimum: "-min(p, q), the better place decides"
    case .maximum: "-max(p, q), the worse place decides"
    case .product: "-p q, favours cells at the very top of one list"
    case .logarithms: "log((n + 1 - p) / n) + log((n + 1 - q) / n), as AZ-NAS; punishes cells at the bottom of one list"
    case .standardized: "z(regions) - z(log kappa), over cells of finite kappa; the others come last, tied"
    case .rawSum: "regions - kappa, as measured; infinite kappa comes last, tied"
    }
  }

  /// The weight, if the rule has one.
  public var weight: RankWeight? {
    if case .weighted(let weight) = self { weight } else { nil }
  }
}
