import Foundation
import SearchSpaces
import TestSupport
import Testing

/// DARTS genotypes with accuracies at the command line: import, score, correlate, validate, combine, top.
@Suite struct DARTSAccuracyTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    let sample = DARTS.sample(count: 120, seed: 5)
    // Bigger networks are more accurate here, but for a remainder.
    let rows = sample.enumerated().map { place, genotype in
      "\"\(genotype)\",\(70 + Double(DARTS.Costs(genotype).parameters) / 3e5 + Double(place * 7 % 5) / 10)\n"
    }
    try self.place.write(rows.joined(), to: "d.csv")
    try self.place.write(sample.reversed().map { "\($0)\n" }.joined(), to: "cells.txt")
  }

  @Test func everyVerb() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    #expect(try place.succeed("table info d.h5").contains("known     120 of 120"))
    try place.succeed(
      "score --space darts --architectures cells.txt --metrics layers,depth,skips --repeats 1 --output run")
    let csv = try place.succeed("correlate --scores run --table d.h5 --resamples 5")
    let parameters = try #require(csv.split(separator: "\n").first { $0.hasPrefix("cifar10,all,parameters,") })
    #expect(try #require(Double(parameters.split(separator: ",")[4])) > 0.8)
    #expect(!(try place.succeed("correlate --scores run --table d.h5 --resamples 5 --output c.csv")).contains("paper"))
    let validation = try place.succeed(
      "validate --scores run --table d.h5 --resamples 5 --rule", "log parameters + skips")
    #expect(validation.contains("log parameters + skips"))
    let combination = try place.succeed(
      "combine --scores run --table d.h5 --resamples 5 --terms 2 --folds 3 --format table")
    #expect(combination.contains("parameters") && combination.contains("120"))
    let top = try place.succeed("top run --by parameters --table d.h5 -n 2")
    #expect(top.contains("Genotype(normal=") && top.contains("cifar10,cifar10_place,"))
    #expect(try place.succeed("top run --by parameters -n 2").contains("Genotype(normal="))
  }

  @Test func whatIsOfNASBench201() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    try place.writeTable("table.h5")
    try place.succeed("score --space darts --architectures cells.txt --metrics parameters --repeats 1 --output run")
    try place.fail(65, "correlate --scores run --table table.h5", saying: "DARTS genotype", "--space darts")
    try place.fail(64, "correlate --scores run --table d.h5 --population live", saying: "live", "nas-bench-201")
    try place.fail(
      64, "table import --from nats-bench --space darts x --output y.h5", saying: "--space darts is for --from csv")
    try place.fail(64, "ablate weights --scores run --table d.h5 --output a", saying: "d.h5", "NAS-Bench-201")
  }
}
