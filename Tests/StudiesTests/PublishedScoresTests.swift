import Foundation
import Scores
import SearchSpaces
import Studies
import TestSupport
import Testing

private func flops(_ name: String = "flops") -> ScoreTable {
  let (costs, cells) = (NASBench201.Costs.cifar10, NASBench201.architectures)
  return ScoreTable(columns: [
    ScoreColumn(name: name, direction: .higherIsBetter, values: cells.map { Double(costs.flops($0)) })
  ])
}

@Suite(
  .enabled(
    if: SharedData.isPresent(SharedData.officialTable, SharedData.proxies),
    "the published scores and accuracies are not beside the package"))
struct PublishedScoresTests {
  private func values(_ study: ValidationStudy, _ metric: String, _ statistic: RankStatistic) -> [Double] {
    study.rows.filter { $0.slice == .all && $0.metric == metric && $0.statistic == statistic }.map {
      $0.estimate.value ?? .nan
    }
  }

  /// What SciPy and scikit-learn say of the same rows.
  @Test func statisticsOfPublishedProxies() throws {
    let scores = try ScoreTable(readingFrom: SharedData.proxies)
    #expect(scores.columns.count == 13 && scores.notes.isEmpty)
    let study = try ValidationStudy(
      scores, table: SharedData.accuracies(), options: .init(population: .live, resamples: 1, threads: 2))
    #expect(study.missing.isEmpty && study.directions["plain"] == .lowerIsBetter)
    let rho = [
      "synflow": [0.777789769618619, 0.7584970877530598, 0.725220911766728],
      "nwot": [0.8114182078076624, 0.8348202732829824, 0.7966249663788358],
      "jacov": [0.7992233495059939, 0.8206482029301161, 0.7926093673393739],
      "flops": [0.7701232862615881, 0.7346338277839813, 0.6897447741297181],
      "params": [0.7991110093976623, 0.7641069282166677, 0.718136895347384],
    ]
    for (metric, expected) in rho {
      #expect(near(values(study, metric, .spearman), expected, within: 1e-10), "\(metric)")
    }
    #expect(
      near(
        values(study, "synflow", .weighted), [0.7718200374037206, 0.7507980982560358, 0.657419128387077], within: 1e-10)
    )
    #expect(
      near(
        values(study, "synflow", .kendall), [0.5811793544706969, 0.5622659708088968, 0.5364012975042642], within: 1e-10)
    )
    #expect(abs(values(study, "synflow", .gain)[2] - 0.5230887165124245) < 1e-10)
    #expect(abs(values(study, "synflow", .partial)[0] - 0.2726671638262247) < 1e-10)
    // Parameters of the benchmark itself are the covariate.
    #expect(values(study, "params", .partial).allSatisfy { $0.isNaN })
  }

  /// nDCG of FLOPs on live: scikit-learn's `ndcg_score`, and within 0.002 what was published as .744, .578, .403.
  @Test func gainOfFLOPs() throws {
    let study = try ValidationStudy(
      flops(), table: SharedData.accuracies(), options: .init(population: .live, resamples: 1))
    let gain = values(study, "flops", .gain)
    #expect(near(gain, [0.7433616556127668, 0.576196592400454, 0.4030575519450011], within: 1e-10))
    #expect(near(gain, [0.744, 0.578, 0.403], within: 0.002))
    #expect(study.rows.first { $0.statistic == .gain && $0.slice == .all }?.parameter == 1000)
  }

  typealias Expected = (metric: String, cells: CellSlice, tau: [Double], rho: [Double])

  /// The published rows of FLOPs and trainable layers in one run over all cells, its populations as slices.
  @Test func baselinesOfARun() throws {
    let place = try Workplace()
    let settings = place.settings(.population(.all), metrics: ["flops", "layers"]) { $0.repeats = 1 }
    try place.run(settings, in: "run").execute()
    let study = try ValidationStudy(
      ScoreTable(readingFrom: place.path("run")), table: SharedData.accuracies(),
      options: .init(resamples: 1, threads: 2))
    let published: [Expected] = [
      ("flops", .all, [0.578, 0.553, 0.520], [0.753, 0.728, 0.691]),
      ("flops", .population(.live), [0.623, 0.588, 0.547], [0.799, 0.764, 0.718]),
      ("flops", .population(.unique), [0.609, 0.568, 0.511], [0.786, 0.744, 0.679]),
      ("layers", .all, [0.580, 0.594, 0.574], [0.723, 0.737, 0.716]),
      ("layers", .population(.live), [0.626, 0.646, 0.623], [0.767, 0.787, 0.764]),
      ("layers", .population(.unique), [0.623, 0.640, 0.610], [0.763, 0.780, 0.751]),
    ]
    for (metric, cells, tau, rho) in published {
      let rows = study.rows.filter { $0.metric == metric && $0.slice == cells }
      func values(_ statistic: RankStatistic) -> [Double] {
        rows.filter { $0.statistic == statistic }.map { $0.estimate.value ?? .nan }
      }
      #expect(near(values(.kendall), tau, within: 0.00051), "\(metric), \(cells)")
      #expect(near(values(.spearman), rho, within: 0.00051), "\(metric), \(cells)")
    }
  }

  @Test(
    .enabled(
      if: SharedData.isPresent(SharedData.analogTable), "`make` has not made data/analog-nasbench.h5"))
  func noiseCeilingBetweenTrainings() throws {
    let study = try ValidationStudy(
      flops(), table: SharedData.accuracies(), secondTable: BenchmarkTable.open(SharedData.analogTable),
      options: .init(datasets: [.cifar10], resamples: 1))
    let ceiling = try #require(study.ceilings.first { $0.slice == .all })
    #expect(ceiling.source == .secondTable && ceiling.count == NASBench201.size)
    #expect(
      near([try #require(ceiling.kendall.value), try #require(ceiling.spearman)], [0.926, 0.991], within: 0.0005))
  }
}
