import Foundation
import HDF5
import TestSupport
import Testing

/// Files changed at random places end in an error or a correct read, never in a crash or without end.
struct DamagedInputTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// A linear congruential generator (Knuth's MMIX), so that the damage is the same in every run.
  private struct Damage: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 33
    }
  }

  /// Changes 1 to 32 bytes, or cuts the end off.
  private func damaged(_ bytes: [UInt8], _ number: Int, within places: Range<Int>) -> [UInt8] {
    var generator = Damage(state: UInt64(number))
    if number % 10 == 0 { return Array(bytes[..<Int.random(in: bytes.indices, using: &generator)]) }
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...32, using: &generator) {
      bytes[Int.random(in: places, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    return bytes
  }

  private func check(_ arguments: String, _ number: Int) throws -> Bool {
    let outcome = try place.tenas(arguments)
    #expect([0, 65].contains(outcome.status), "\(number): \(outcome.status), \(outcome.error)")
    if outcome.status == 65 { #expect(outcome.errorLines.count == 1, "\(number): \(outcome.error)") }
    return outcome.status == 0
  }

  @Test func tables() throws {
    try place.writeTable("whole.h5")
    let whole = [UInt8](try Data(contentsOf: URL(filePath: place.path("whole.h5"))))
    let expected = try place.succeed("table verify whole.h5")
    for number in 0..<100 {
      // Half of them at the start, where the structure is; the rest is mostly values and strings.
      let places = number % 2 == 0 ? whole.indices : 0..<4096
      try Data(damaged(whole, number, within: places)).write(to: URL(filePath: place.path("damaged.h5")))
      if try check("table verify damaged.h5", number) {
        #expect(try place.succeed("table verify damaged.h5") == expected, "\(number)")
      }
    }
  }

  /// What correlates, validates, exports and searches opens a table in the same way.
  @Test(arguments: [
    ("correlate --scores run --resamples 2 --threads 1 --table damaged.h5", 100),
    ("validate --scores run --resamples 2 --threads 1 --table damaged.h5", 20),
    ("export --format csv-wide run --force --output out.csv --table damaged.h5", 20),
  ])
  func tablesBesideARun(command: String, times: Int) throws {
    try place.writeRun()
    try place.writeTable("whole.h5")
    let whole = [UInt8](try Data(contentsOf: URL(filePath: place.path("whole.h5"))))
    let expected = try place.succeed(command.replacing("damaged", with: "whole"))
    for number in 0..<times {
      let places = number % 2 == 0 ? whole.indices : 0..<4096
      try Data(damaged(whole, number, within: places)).write(to: URL(filePath: place.path("damaged.h5")))
      if try check(command, number) { #expect(try place.succeed(command) == expected, "\(number)") }
    }
  }

  /// Images and scores in HDF5, which have no checksum: a changed value is read as it is.
  @Test func otherHDF5() throws {
    try place.writeImages()
    try place.writeTable("table.h5")
    try HDF5File.create(at: place.path("scores.h5")) { file in
      try file.createDataset("index", (0..<60).map(Int64.init))
      try file.createDataset("m", (0..<60).map { Double($0 * 31 % 47) })
    }
    for (name, command) in [
      ("images.h5", "score --sample 1 --batch 4 --repeats 1 --threads 1 --images hdf5:damaged.h5#images --output out"),
      ("scores.h5", "validate --scores damaged.h5 --table table.h5 --resamples 2 --threads 1"),
    ] {
      let whole = [UInt8](try Data(contentsOf: URL(filePath: place.path(name))))
      for number in 0..<50 {
        try? FileManager.default.removeItem(atPath: place.path("out"))
        try Data(damaged(whole, number, within: 0..<min(4096, whole.count))).write(
          to: URL(filePath: place.path("damaged.h5")))
        _ = try check(command, number)
      }
    }
  }

  /// A run's scores, whose rows have checksums, and scores from outside.
  @Test(arguments: [
    "correlate --scores run --resamples 2 --threads 1 --table table.h5",
    "export --format csv-wide run --force --output out.csv",
  ])
  func scores(command: String) throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    let expected = try place.succeed(command)
    let whole = [UInt8](try Data(contentsOf: URL(filePath: place.path("run/scores.csv"))))
    for number in 0..<100 {
      try Data(damaged(whole, number, within: whole.indices)).write(to: URL(filePath: place.path("run/scores.csv")))
      if try check(command, number), number % 10 != 0 {
        #expect(try place.succeed(command) == expected, "\(number)")
      }
    }
  }

  @Test func commaSeparatedValues() throws {
    let row = "60.142857142857146,|none~0|+|none~0|none~1|+|none~0|none~1|none~2|\n"
    let whole = Array(("CIFAR10TestAccuracy200Epochs,ArchitectureString\n" + row).utf8)
    for number in 0..<100 {
      try Data(damaged(whole, number, within: whole.indices)).write(to: URL(filePath: place.path("damaged.csv")))
      if try check("table import --from csv damaged.csv --output table.h5", number) {
        #expect(try place.succeed("table verify table.h5").contains("1 checksums stated"))
      }
    }
  }
}
