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

  /// Every form but the suite's has the accuracies of the run's genotypes, whatever the order of the table.
  @Test func exports() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    try place.write(
      "\(DARTS.sample(count: 1, seed: 6)[0])\n"
        + DARTS.sample(count: 120, seed: 5).reversed().map { "\($0)\n" }.joined(),
      to: "more.txt")
    try place.succeed(
      "score --space darts --architectures more.txt --metrics layers,depth --repeats 1 --output run")
    let wide = try place.tenas("export --format csv-wide run --output wide.csv --table d.h5")
    #expect(
      wide.error.contains("note: 1 of 121 cells are not in the table; their accuracies are empty"), "\(wide.error)")
    let rows = try place.text("wide.csv").split(separator: "\n")
    #expect(rows[0].hasSuffix(",cifar10_test_accuracy") && rows[1].hasSuffix(","))
    let truth = try place.text("d.csv").split(separator: "\n").reversed().map { $0.split(separator: ",").last! }
    #expect(rows.dropFirst(2).map { Double($0.split(separator: ",").last!) } == truth.map { Double($0) })
    // What is written is read again, and ranks alike; a table of one's own names no genotype that has no accuracy.
    try place.write((rows[...0] + rows[2...]).map { "\($0)\n" }.joined(), to: "known.csv")
    let options = "--table d.h5 --resamples 5 --metrics layers,parameters"
    #expect(
      try place.succeed("validate --scores known.csv \(options)") == place.succeed("validate --scores run \(options)"))

    try place.succeed("export --format notebook run --output run.ipynb --table d.h5")
    let accuracies = try place.text("run-accuracy.csv").split(separator: "\n")
    #expect(accuracies[0] == "index,architecture,cifar10" && accuracies.count == 122 && accuracies[1].hasSuffix(","))
    #expect(Double(accuracies[2].split(separator: ",").last!) == Double(truth[0]))
    try place.succeed("export --format latex run --output c.tex --table d.h5 --resamples 5")
    try place.succeed("export --format markdown run --output c.md --table d.h5 --resamples 5")
    #expect(try place.text("c.md").contains("| cifar10 | all | parameters | 120 | 0.9"))
    try place.fail(
      64, "export --format suite-zero run --output s.json --dataset cifar10 --table d.h5", saying: "run", "csv-wide")
    try place.writeImages()
    try place.succeed("score --sample 6 --output six \(Workplace.tiny)")
    for format in ["csv-wide", "notebook", "suite-zero --dataset cifar10"] {
      try place.fail(
        64, "export --format \(format) six --output c.ipynb --table d.h5", saying: "NAS-Bench-201", "DARTS genotypes")
    }
  }

  @Test func cards() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    try place.succeed("score --space darts --architectures cells.txt --metrics layers --repeats 1 --output run")
    let sample = DARTS.sample(count: 120, seed: 5)
    let text = try place.succeed("cell 17 --run run --table d.h5 --output cell.svg")
    let accuracies = sample.enumerated().map { place, genotype in
      70 + Double(DARTS.Costs(genotype).parameters) / 3e5 + Double(place * 7 % 5) / 10
    }
    let rank = 1 + accuracies.count { $0 > accuracies[17] }
    let first = sample[17].normal.nodes[3][1]
    for words in [
      "genotype 17\n\(sample[17])\n", "normal cell, depth \(sample[17].normal.depth)",
      " ----> 3  \(first.operation.rawValue)\n", "parameters \(DARTS.Costs(sample[17]).parameters), ",
      "place of 120", "better than (%)", "written: cell.svg",
    ] { #expect(text.contains(words), "\(words)\n\(text)") }
    let cifar = try #require(text.split(separator: "\n").first { $0.hasPrefix("cifar10 ") })
    #expect(cifar.split(separator: " ").last == "\(rank)")
    #expect(try place.text("cell.svg").contains("reduction cell"))
    let named = try TenasProcess(
      ["cell", "\(sample[17])", "--run", "run", "--table", "d.h5"], in: place.directory
    ).finish()
    #expect(named.status == 0 && text == named.output + "written: cell.svg\n", "\(named.error)")
    // Without a list there is no place, and a run alone has one of its own.
    let alone = try TenasProcess(["cell", "\(sample[17])"], in: place.directory).finish()
    #expect(alone.status == 0 && alone.output.hasPrefix("genotype\n") && !alone.output.contains("most alike"))
    #expect(try place.succeed("cell 102 --run run").contains("\(sample[17])"))
    try place.fail(64, "cell 120 --table d.h5", saying: "there is no cell 120", "120")
    try place.fail(
      64, ["cell", "\(DARTS.sample(count: 1, seed: 6)[0])", "--table", "d.h5"], saying: ["no such genotype"])
    try place.fail(64, ["cell", "Genotype(normal=[('none', 0)])"], saying: ["expected operation 2 of 2"])
    try place.fail(64, "cell 17 --table d.h5 --output d.h5", saying: "d.h5")
  }

  /// What cannot be compared is said before a cell is computed.
  @Test func scoringBesideATable() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    try place.succeed(
      "table import --from csv --space darts d.csv --map 2=targets/latency:ms:lower --output targets.h5")
    let score = "score --space darts --architectures cells.txt --metrics layers --repeats 1 --output"
    #expect(try place.succeed("\(score) run --table d.h5").contains("parameters"))
    let targets = try place.tenas("\(score) other --table targets.h5")
    #expect(targets.status == 0 && targets.output.contains("latency"), "\(targets.error)")
    #expect(targets.error.contains("latency: lower is better"))
    try place.writeTable("table.h5")
    try place.fail(64, "\(score) none --table table.h5", saying: "table.h5 is of nas-bench-201", "of darts")
    #expect(!place.contains("none"))
  }

  @Test func weightsOfKappaAndRegions() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    let sample = DARTS.sample(count: 120, seed: 5)
    try place.write(
      "index,architecture,repeat,kappa,regions,parameters,flops\n"
        + sample.enumerated().map { index, genotype in
          "\(index),\"\(genotype)\",0,\(2 + index * 37 % 61),\(DARTS.Costs(genotype).parameters),1,1\n"
        }.joined(), to: "s.csv")
    let text = try place.succeed("ablate weights --scores s.csv --table d.h5 --grid 0.5 --resamples 5 --output a")
    #expect(text.contains("cifar10, population all, n = 120"), "\(text)")
  }

  /// Genotypes come in whatever other tables come in.
  @Test func everySpelling() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    let whole = try place.succeed("table verify d.h5")
    let rows = try place.text("d.csv").split(separator: "\n").map { $0.dropFirst().split(separator: "\"") }
    let genotypes = rows.map { String($0[0]) }
    let values = rows.map { String($0[1].dropFirst()) }
    let records = zip(genotypes, values).map { ["genotype": $0, "acc": Double($1)!] as [String: Any] }
    try place.write([UInt8](JSONSerialization.data(withJSONObject: records)), to: "records.json")
    try place.write(
      "genotype;acc\n" + zip(genotypes, values).map { "\($0);\($1.replacing(".", with: ","))\n" }.joined(),
      to: "semicolons.csv")
    try place.write(
      ",genotype,acc\n" + zip(genotypes, values).enumerated().map { "\($0),\"\($1.0)\",\($1.1)\n" }.joined(),
      to: "pandas.csv")
    try place.write(ReadingMatrixTests.gzip(Array(try place.text("d.csv").utf8)), to: "d.csv.gz")
    for file in ["records.json", "semicolons.csv", "pandas.csv", "d.csv.gz"] {
      let outcome = try place.tenas("table import --from csv --space darts \(file) --output other.h5")
      #expect(outcome.status == 0, "\(file): \(outcome.error)")
      #expect(try place.succeed("table verify other.h5") == whole, "\(file)")
    }
    try place.write(
      "genotype,acc\n" + zip(genotypes, values).map { "\"\($0)\",\(Double($1)! / 100)\n" }.joined(), to: "f.csv")
    let fractions = try place.tenas("table import --from csv --space darts f.csv --output f.h5")
    #expect(fractions.status == 0 && fractions.error.contains("no value of acc exceeds 1; percent is expected"))
    try place.write("genotype,acc\n\"\(genotypes[0])\",high\n", to: "bad.csv")
    try place.fail(
      65, "table import --from csv --space darts bad.csv --map acc=cifar10/test_accuracy --output bad.h5",
      saying: "line 2", "acc is 'high'")
  }

  @Test func whatIsOfNASBench201() throws {
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    try place.writeTable("table.h5")
    try place.succeed("score --space darts --architectures cells.txt --metrics parameters --repeats 1 --output run")
    try place.fail(65, "correlate --scores run --table table.h5", saying: "DARTS genotype", "--space darts")
    try place.fail(64, "correlate --scores run --table d.h5 --population live", saying: "live", "nas-bench-201")
    try place.fail(
      64, "table import --from nats-bench --space darts x --output y.h5", saying: "--space darts is for --from csv")
    try place.fail(64, "table compare d.h5 table.h5", saying: "table.h5 is of other cells", "d.h5")
    #expect(try place.succeed("table compare d.h5 d.h5").contains("cells     120 known in both"))
    let spelled = "\(DARTS.sample(count: 120, seed: 5)[7])".replacing("range(2, 6)", with: "[2, 3, 4, 5]")
    let row = try TenasProcess(["table", "query", "d.h5", spelled], in: place.directory).finish()
    let seventh = try place.succeed("table query d.h5 7")
    #expect(row.status == 0 && row.output == seventh, "\(row.error)")
  }
}
