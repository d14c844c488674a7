import Foundation
import Images
import Metrics
import Runs
import Scores
import SearchSpaces
import Studies
import TestSupport
import Testing

@Suite(
  .enabled(
    if: SharedData.isPresent(SharedData.officialTable, SharedData.cifar10),
    "the official accuracies and CIFAR-10 are not beside the package"))
struct RealDataTests {
  /// 150 cells, κ of 8 images, R of 3,000 crops, one repeat: τ as version 0.2.0 had it (`tenas score --sample 150 --seed 5
  /// --protocol code --batch 8 --repeats 1 --images cifar10:DIR`, and `tenas correlate --dataset cifar100`), but for pairs that
  /// the rounding of another processor can exchange. The authors' modules have τ = -0.52, 0.54, -0.65 with 72 images.
  @Test func metricsRankRealAccuracies() throws {
    let place = try Workplace()
    let source = ImageSource.cifar10(directory: SharedData.cifar10)
    let images = try ImagePool.load(source, seed: 0)
    var scoring = ScoringProtocol(.code)
    (scoring.kappa.batch, scoring.repeats) = (8, 1)
    let settings = RunSettings(
      selection: .sample(150), protocolName: .code, scoring: scoring,
      metrics: ["kappa", "regions", "parameters", "flops"],
      seed: 5, imageSource: source, images: images, instructionSet: .best)
    try ScoringRun(
      settings: settings, directory: place.path("run"), images: images, instructionSet: .best, threads: 2,
      record: RunManifest.Record(images: source.description)
    ).execute()
    let table = try SharedData.accuracies()
    let study = try CorrelationStudy(
      ScoreFile(path: place.path("run")), name: "run", table: table,
      options: AgreementOptions(datasets: [.cifar100], resamples: 100, threads: 2))
    let tau = try study.rows.map { try #require($0.kendall.value) }
    #expect(study.rows.map(\.metric) == ["kappa", "regions", "combined", "parameters", "flops"])
    #expect(near(tau, [-0.305951, 0.481354, -0.491018, 0.613330, 0.613330], within: 0.001), "\(tau)")
    #expect(tau[2] < tau[0], "the combination ranks better than kappa alone")
  }

  /// The published τ and ρ of FLOPs, from the counts that a run writes.
  @Test func flopsOfARunRankAsPublished() throws {
    let place = try Workplace()
    let settings = place.settings(.population(.all), metrics: ["parameters", "flops"]) { $0.repeats = 1 }
    try place.run(settings, in: "run").execute()
    let table = try SharedData.accuracies()
    for (population, tau, rho) in [
      (NASBench201.Population.all, [0.578, 0.553, 0.520], [0.753, 0.728, 0.691]),
      (.live, [0.623, 0.588, 0.547], [0.799, 0.764, 0.718]),
    ] {
      let study = try CorrelationStudy(
        ScoreFile(path: place.path("run")), name: "run", table: table,
        options: AgreementOptions(population: population, resamples: 2))
      let rows = study.rows.filter { $0.metric == "flops" }
      #expect(rows.map(\.dataset) == [.cifar10, .cifar100, .imagenet16])
      for (row, (tau, rho)) in zip(rows, zip(tau, rho)) {
        #expect(abs(try #require(row.kendall.value) - tau) < 0.00051)
        #expect(abs(try #require(row.spearman.value) - rho) < 0.00051)
      }
    }
  }
}
