import Foundation
import Scores
import Statistics

/// κ and R of cells, ranked once, from which a ``CombinationRule`` makes one score in a resample.
struct KappaAndRegions: Sendable {
  /// κ with its order turned around, and R: the largest is the best of either.
  private let kappa, regions: RankedColumn
  private let logarithms, counts: [Double]
  private let rawSum: RankedColumn

  /// - Parameters:
  ///   - kappa: κ of each cell, positive, perhaps infinite.
  ///   - regions: R of each cell, finite.
  init(kappa: RankedScores, regions: RankedScores) throws {
    (self.kappa, self.regions) = (kappa.ranks.reversed, regions.ranks)
    (logarithms, counts) = (kappa.values.map { log($0) }, regions.values)
    rawSum = try RankedColumn(zip(regions.values, kappa.values).map(-), name: "regions less kappa")
  }

  /// The scores of a rule, ranked, higher better; places, means and deviations are those within the resample.
  func combined(_ rule: CombinationRule, in resample: Resample) throws -> RankedColumn {
    // The place from the best is n + 1 less the rank from the worst; of either, twice is a whole number.
    let sides = 2 * resample.total + 2
    switch rule {
    case .weighted(let weight):
      let (w, rest) = (weight.numerator, weight.denominator - weight.numerator)
      return ranks(resample) { w * $0 + rest * $1 }
    case .minimum: return ranks(resample) { max($0, $1) }
    case .maximum: return ranks(resample) { min($0, $1) }
    case .product: return ranks(resample) { -(sides - $0) * (sides - $1) }
    case .logarithms: return ranks(resample) { $0 * $1 }
    case .standardized: return try standardized(resample)
    case .rawSum: return rawSum
    }
  }

  private func ranks(_ resample: Resample, _ combine: (Int, Int) -> Int) -> RankedColumn {
    RankedColumn.combination(kappa, regions, in: resample, combine)
  }

  private func standardized(_ resample: Resample) throws -> RankedColumn {
    let finite = logarithms.map(\.isFinite)
    let (zKappa, zRegions) = (
      Self.standardized(logarithms, where: finite, resample), Self.standardized(counts, where: finite, resample)
    )
    return try RankedColumn(
      finite.indices.map { finite[$0] ? zRegions[$0] - zKappa[$0] : -.infinity }, name: "the sum of z-scores")
  }

  /// Values less the mean, over the standard deviation, both of the chosen rows in a resample; 0 if these are all equal.
  private static func standardized(_ values: [Double], where isChosen: [Bool], _ resample: Resample) -> [Double] {
    let spread = Spread(values, where: isChosen, in: resample)
    let (centre, deviation) = (spread.mean, spread.populationDeviation)
    return values.map { deviation > 0 ? ($0 - centre) / deviation : 0 }
  }
}
