import Foundation
import Runs
import TestSupport
import Testing

/// Processor time of the metrics in `run.json`: in its record, so that it decides nothing.
@Suite struct MetricTimeTests {
  let place: Workplace
  let settings: RunSettings

  init() throws {
    place = try Workplace()
    settings = place.settings(.sample(6))
  }

  private func times(_ name: String) throws -> [String: MetricTime] {
    try #require(RunManifest(directory: place.path(name)).record.processorTime)
  }

  @Test func everyMetricOfEveryRowIsTimed() throws {
    try place.scores(settings, in: "run")
    let times = try times("run")
    #expect(Set(times.keys) == ["kappa", "regions", "parameters", "flops"])
    #expect(times.values.allSatisfy { $0.rows == 12 && $0.seconds >= 0 })
    let kappa = try #require(times["kappa"])
    #expect(kappa.seconds > 0 && kappa.millisecondsPerRow == 1000 * kappa.seconds / 12)
  }

  @Test func metricsThatAreNotAskedForAreNotTimed() throws {
    try place.scores(place.settings(.sample(2), metrics: ["regions"]), in: "run")
    #expect(try Array(times("run").keys) == ["regions"])
  }

  /// An interruption keeps what was measured, and the next session adds to it.
  @Test func sessionsAddUp() throws {
    place.interrupt(place.run(settings, in: "run", threads: 1), after: 5)
    let before = try #require(try times("run")["kappa"])
    #expect(before.rows == 5)
    try place.scores(settings, in: "run")
    let after = try #require(try times("run")["kappa"])
    #expect(after.rows == 12 && after.seconds > before.seconds)
  }

  @Test func partsAddUp() throws {
    for number in 1...2 { try place.scores(settings, in: "\(number)", shard: Shard(parsing: "\(number)/2")) }
    let parts = try ["1", "2"].compactMap { try times($0)["kappa"] }
    try RunMerge.merge(["1", "2"].map(place.path), into: place.path("merged"))
    let whole = try #require(try times("merged")["kappa"])
    #expect(whole.rows == 12 && whole.rows == parts[0].rows + parts[1].rows)
    #expect(abs(whole.seconds - parts[0].seconds - parts[1].seconds) < 1e-12)
  }

  /// Runs of earlier versions have no times; they are read and resumed as before.
  @Test func runsWithoutTimes() throws {
    let whole = try place.scores(settings, in: "run")
    var object = try #require(
      JSONSerialization.jsonObject(with: Data(place.text("run/run.json").utf8)) as? [String: Any])
    var record = try #require(object["record"] as? [String: Any])
    record["processorTime"] = nil
    object["record"] = record
    try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: place.path("run/run.json")))
    #expect(try RunManifest(directory: place.path("run")).record.processorTime == nil)
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    try place.write(lines.prefix(8).joined(separator: "\n") + "\n", to: "run/scores.csv")
    #expect(try place.scores(settings, in: "run") == whole)
    #expect(try times("run")["kappa"]?.rows == 5)
  }
}
