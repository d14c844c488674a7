import Foundation
import Images
import Kernels
import Metrics
import Runs
import SearchSpaces
import TestSupport
import Testing

/// Scores are those of an earlier version, to the last digit; `Fixtures/README.md` tells how these were made.
@Suite struct PinnedScoresTests {
  private static let folder = Repository.path("Tests/RunsTests/Fixtures/version-0.4.0")
  static let files = try! FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  /// The processor family for which OpenBLAS chose its routines there. Those of others round otherwise.
  private static func core(_ set: InstructionSet) -> String { "\(set)" == "avx512" ? "Cooperlake" : "Zen" }

  @Test(arguments: files) func scoresAreThoseOfVersion040(file: String) throws {
    let parts = file.dropLast(4).split(separator: "-").map(String.init)
    // A processor without these kernels cannot say.
    guard let set = try? InstructionSet(named: parts[parts.count - 1]) else { return }
    let space = try #require(SearchSpace(rawValue: parts.dropLast(3).joined(separator: "-")))
    let name = try #require(ScoringProtocol.Name(rawValue: parts[parts.count - 3]))
    var scoring = try #require(ScoringProtocol(name, space: space))
    scoring.kappa.batchNorm = try #require(BatchNormCoupling(rawValue: parts[parts.count - 2]))
    scoring.repeats = 1
    let images = try ImagePool.load(.naturalNoise, seed: 5)
    let settings = RunSettings(
      space: space, selection: .sample(3), protocolName: name, scoring: scoring,
      metrics: ["kappa", "regions", "parameters", "flops"], seed: 5, imageSource: .naturalNoise, images: images,
      instructionSet: set)
    let place = try Workplace()
    try ScoringRun(
      settings: settings, directory: place.path("run"), images: images, instructionSet: set, threads: 2,
      record: RunManifest.Record(images: "natural-noise")
    ).execute()
    let pinned = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
    let here = try place.text("run/scores.csv")
    if LinearAlgebra.coreName == Self.core(set) {
      #expect(here == pinned)
    } else {
      let (a, b) = (Self.numbers(here), Self.numbers(pinned))
      #expect(a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-6 * abs($1) }, "\(here)")
    }
  }

  private static func numbers(_ text: String) -> [Double] {
    text.split { ",\n".contains($0) }.compactMap { Double($0) }
  }
}
