import Foundation
import Randomness
import TestSupport
import Testing

/// Runs killed at random moments end, after resuming, in the bytes of a run that was left alone, and compute no row twice that
/// was there before.
///
/// `TENAS_KILLS=200` kills that often, `TENAS_KILL_SEED=7` at the moments of a run that printed this seed.
@Suite struct KillTests {
  static let kills = ProcessInfo.processInfo.environment["TENAS_KILLS"].flatMap(Int.init) ?? 10
  static let seed = ProcessInfo.processInfo.environment["TENAS_KILL_SEED"].flatMap(UInt64.init) ?? .random(in: 0...9999)
  static let options = "--sample 30 --batch 4 --repeats 2 --threads 2 --images hdf5:images.h5#images"

  @Test func killsAtRandomMoments() throws {
    let place = try Workplace()
    try place.writeImages()
    print("TENAS_KILL_SEED=\(Self.seed)")
    var random = RandomStream(seed: Self.seed, purpose: "kills")
    let clock = ContinuousClock()
    let elapsed = try clock.measure { try place.succeed("score \(Self.options) --output whole") } / .seconds(1)
    let files = try ["scores.csv", "scores.sum"].map { ($0, try place.text("whole/\($0)")) }
    var (kills, resumed, late, torn) = (0, 0, 0, 0)
    while kills < Self.kills {
      try? FileManager.default.removeItem(atPath: place.path("run"))
      var durable = ""
      for _ in 0..<Int.random(in: 1...4, using: &random) where kills < Self.kills {
        let tenas = try TenasProcess(
          "score \(Self.options) --output run".split(separator: " ").map(String.init), in: place.directory)
        Thread.sleep(forTimeInterval: .random(in: 0...elapsed, using: &random))
        kill(tenas.process.processIdentifier, SIGKILL)
        guard tenas.finish().status == SIGKILL else {
          late += 1
          durable = files[0].1
          break
        }
        kills += 1
        let text = (try? place.text("run/scores.csv")) ?? ""
        let whole = text.lastIndex(of: "\n").map { String(text[...$0]) } ?? ""
        if whole == files[0].1 {
          durable = whole  // sorted already; the kill hit the last step
        } else {
          #expect(whole.hasPrefix(durable), "kill \(kills): rows that were there are not")
          if whole.hasSuffix("\n") { durable = whole }
        }
        if !text.hasSuffix("\n") { torn += 1 }
      }
      let rows = max(durable.split(separator: "\n").count - 1, 0)
      let output = try place.succeed("score \(Self.options) --output run")
      #expect(output == "run: 60 rows, \(60 - rows) of them computed now\n", "after \(kills) kills")
      for (name, text) in files {
        #expect(try place.text("run/\(name)") == text, "\(name) after \(kills) kills of seed \(Self.seed)")
      }
      #expect(!place.contains("run/run.lock"))
      resumed += rows
    }
    print(
      "\(kills) kills, \(late) too late, \(torn) within a line or before the header, \(resumed) rows kept; all bytes equal"
    )
  }
}
