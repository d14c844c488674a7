import Foundation
import TestSupport
import Testing

/// `tenas bench --against`: what it prints, not how long anything takes.
@Suite struct BenchTests {
  let place: Workplace
  private let small = "--batch 4 --channels 1 --threads 1 --rounds 1 --architectures 6111"

  init() throws { place = try Workplace() }

  @Test func timesTwoBuildsInTurn() throws {
    let program = TenasProcess.executable.path
    let outcome = try place.tenas("bench \(small) --against \(program) --json")
    #expect(outcome.status == 0 && outcome.error == "note: round 1 of 1\n", "\(outcome.error)")
    struct Row: Decodable {
      struct Timed: Decodable { let what: String }
      let timed: Timed
      let here, there: Double
      let ratios: [Double]
    }
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
    #expect(rows.map(\.timed.what) == ["kappa coupled", "kappa frozen", "regions 3 x 1000"])
    for row in rows { #expect(row.here > 0 && row.there > 0 && row.ratios == [row.here / row.there]) }
    let lines = try place.succeed("bench \(small) --against \(program)").split(separator: "\n")
    #expect(lines.count == 2 + rows.count && lines[0].hasPrefix("metric"))
  }

  @Test func whatIsNoBuild() throws {
    try place.write("text", to: "text")
    try place.fail(66, "bench \(small) --against nowhere", saying: "nowhere", "another build of tenas")
    try place.fail(65, "bench \(small) --against text", saying: "text", "is not a program")
    try place.fail(65, "bench \(small) --against .", saying: "is not a program")
    try place.fail(65, "bench \(small) --against /bin/true", saying: "/bin/true", "printed no timings")
    try place.fail(65, "bench \(small) --against /bin/false", saying: "/bin/false", "ended with status 1")
    try place.fail(64, "bench \(small) --each --against text", saying: "--each")
  }
}
