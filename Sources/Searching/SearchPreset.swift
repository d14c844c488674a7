import Images
import Metrics
import Networks
import SearchSpaces

/// A search as a paper sets it up: where it begins, how fast it prunes, and what it measures how.
///
/// ```swift
/// var preset = SearchPreset.nasBench201
/// preset.kappa.batch = 32
/// ```
public struct SearchPreset<Supernet: PrunableSupernet & Cell>: Sendable {
  /// The space.
  public var space: SearchSpace
  /// The preset's name.
  public var name: String
  /// Where the search begins.
  public var initial: Supernet
  /// Operations removed from an edge in a round.
  public var pruneNumber: Int
  /// Settings of κ_N.
  public var kappa: Kappa
  /// Settings of R_N.
  public var regions: Regions
  /// Re-initialisations, over which changes are averaged.
  public var repeats: Int
  /// The image source if none is named.
  public var images: ImageSource

  /// Gathers a preset.
  public init(
    space: SearchSpace, name: String, initial: Supernet, pruneNumber: Int, kappa: Kappa, regions: Regions,
    repeats: Int = 3, images: ImageSource = .naturalNoise
  ) {
    (self.space, self.name, self.initial, self.pruneNumber) = (space, name, initial, pruneNumber)
    (self.kappa, self.regions, self.repeats, self.images) = (kappa, regions, repeats, images)
  }
}

extension SearchPreset<NASBench201.Supernet> {
  /// NAS-Bench-201 as in the authors' code: batch 72, 3 x 1000 crops, one operation an edge and round.
  public static let nasBench201 = SearchPreset(
    space: .nasBench201, name: "cifar10", initial: .full, pruneNumber: 1, kappa: ScoringProtocol(.code).kappa,
    regions: ScoringProtocol(.code).regions, repeats: ScoringProtocol(.code).repeats)
}

extension SearchPreset<DARTS.Supernet> {
  /// DARTS on CIFAR-10: batch 14, three operations an edge and round.
  public static let darts = SearchPreset(darts: "cifar10", pruneNumber: 3, batch: 14, classes: nil)

  /// DARTS on ImageNet: 1000 classes, batch 24, two operations an edge and round.
  public static let dartsImageNet = SearchPreset(darts: "imagenet", pruneNumber: 2, batch: 24, classes: 1000)

  private init(darts name: String, pruneNumber: Int, batch: Int, classes: Int?) {
    guard var scoring = ScoringProtocol(.code, space: .darts) else { preconditionFailure("DARTS has this protocol") }
    (scoring.kappa.batch, scoring.kappa.classes) = (batch, classes)
    self.init(
      space: .darts, name: name, initial: .full, pruneNumber: pruneNumber, kappa: scoring.kappa,
      regions: scoring.regions, repeats: scoring.repeats)
  }
}
