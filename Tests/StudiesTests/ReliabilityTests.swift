import AccuracyTables
import Foundation
import Randomness
import Scores
import SearchSpaces
import Statistics
import Studies
import TestSupport
import Testing

/// What is said of the draws of a run.
@Suite struct ReliabilityTests {
  private func file(_ place: Workplace, draws: Int, _ score: (_ cell: Int, _ draw: Int) -> Double) throws -> ScoreFile {
    var text = "\(ScoreRow.header(ScoreRow.fixedMetrics + ["noisy"]))\n"
    for cell in 0..<400 {
      for draw in 0..<draws {
        text += "\(cell),\(NASBench201.architectures[cell]),\(draw),1,2,3,4,\(score(cell, draw))\n"
      }
    }
    try place.write(text, to: "scores.csv")
    return try ScoreFile(path: place.path("scores.csv"))
  }

  private static func normal(_ purpose: String, _ cell: Int, _ draw: Int = 0) -> Double {
    var stream = RandomStream(seed: 4, purpose: purpose, architecture: UInt64(cell), repeat: draw)
    var value = [Float](repeating: 0, count: 1)
    value.withUnsafeMutableBufferPointer { stream.fillNormal($0, standardDeviation: 1) }
    return Double(value[0])
  }

  /// Signal and noise of equal variance: draws correlate at 1/2, and the root of that is all that one draw knows.
  @Test func equalPartsOfSignalAndNoise() throws {
    let place = try Workplace()
    let file = try file(place, draws: 3) { Self.normal("signal", $0) + Self.normal("noise", $0, $1) }
    let study = try ReliabilityStudy(file, name: "run", table: .made { 50 + 5 * Self.normal("signal", $0) })
    let row = try #require(study.rows.first { $0.metric == "noisy" })
    #expect(row.cells == 400 && row.draws == 3)
    #expect(try near(#require(row.betweenDraws), 0.48, within: 0.07))
    #expect(try near(#require(row.one), 0.69, within: 0.06))
    #expect(try #require(row.all) > #require(row.one) + 0.08)
    #expect(try #require(row.limit) > 0.93)
    #expect(try near(Double(#require(row.drawsForNineTenths)), 9, within: 4))
    let parameters = try #require(study.rows.first { $0.metric == "parameters" })
    #expect(parameters.betweenDraws == nil && parameters.limit == nil)
    #expect(study.text().contains("rho between draws") && study.csv.hasPrefix("dataset,metric,n,draws,"))
  }

  @Test func equalDrawsAreReliable() throws {
    let place = try Workplace()
    let file = try file(place, draws: 2) { cell, _ in Double(cell * 7 % 400) }
    let row = try #require(
      try ReliabilityStudy(file, name: "run", table: .made { Double($0) / 200 }).rows.first { $0.metric == "noisy" })
    #expect(row.betweenDraws == 1 && row.noise == 0 && row.drawsForNineTenths == 1)
    #expect(row.one == row.all && row.limit == row.one)
  }

  @Test func oneDrawSaysNothing() throws {
    let place = try Workplace()
    let file = try file(place, draws: 1) { cell, _ in Double(cell) }
    expect(.badData, "run: 1 draws a cell", "--repeats 2") {
      _ = try ReliabilityStudy(file, name: "run", table: .made { Double($0) / 200 })
    }
  }
}
