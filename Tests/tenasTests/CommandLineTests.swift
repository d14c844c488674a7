import Foundation
import Runs
import SearchSpaces
import Searching
import TestSupport
import Testing
import WorkQueue

/// The verbs on good input: what they print and write, and that nothing but the settings shows in a run's scores.
@Suite struct CommandLineTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func version() throws {
    #expect(try place.succeed("--version").wholeMatch(of: /\d+\.\d+\.\d+ \(.+\)\n/) != nil)
  }

  /// What was meant is said of a verb that is none, at either level.
  @Test func verbsThatAreNone() throws {
    try place.fail(64, "socre --sample 3", saying: "no verb 'socre'", "did you mean 'score'?")
    try place.fail(64, "table querry a.h5", saying: "no verb 'querry'", "did you mean 'query'?", "import, info")
    try place.fail(64, "help valdate", saying: "did you mean 'validate'?")
  }

  /// Who made the numbers, with what; the last session counts.
  @Test func aRunRecordsItsCommand() throws {
    try place.writeRun()
    let first = try RunManifest(directory: place.path("run")).record
    let given = ["score", "--sample", "6", "--output", "run"] + Workplace.tiny.split(separator: " ").map(String.init)
    let command = try #require(first.command)
    #expect(Array(command.dropFirst()) == given)
    let version = try place.succeed("--version")
    #expect(first.program == String(version.dropLast()) && first.host?.isEmpty == false)
    try place.succeed("score --sample 7 --output run \(Workplace.tiny)")
    let second = try #require(RunManifest(directory: place.path("run")).record.command)
    #expect(second[3] == "7")
  }

  /// Every verb and every option that the parser knows is in its help, with what it is for.
  @Test func help() throws {
    for verb in try ParserDump(in: place).verbs where verb.subcommands == nil {
      let help = try place.succeed("\(verb.path.joined(separator: " ")) --help")
      #expect(verb.abstract?.isEmpty == false && help.contains("OVERVIEW: "), "\(verb.path)")
      for argument in verb.arguments ?? [] where argument.shouldDisplay {
        #expect(argument.abstract?.isEmpty == false, "\(verb.path): \(argument)")
        for name in argument.options { #expect(help.contains(name), "\(verb.path): \(name)") }
      }
    }
    let verbs = try place.succeed("--help")
    for verb in try ParserDump(in: place).verbs { #expect(verbs.contains(verb.path[0]), "\(verb.path)") }
  }

  /// What errors call a setting that differs is an option there is.
  @Test func settingsAreCalledByTheirOptions() throws {
    let verbs = try ParserDump(in: place).verbs
    for (verb, names) in [("score", RunSettings.options), ("search", SearchSettings.options)] {
      let options = try #require(verbs.first { $0.path == [verb] }).arguments?.flatMap(\.options) ?? []
      for name in names.values where name.hasPrefix("--") { #expect(options.contains(name), "\(verb): \(name)") }
    }
  }

  /// The whole path: a table from a CSV, scores of the cells it knows, correlations on standard output and in a file.
  @Test func importScoreCorrelate() throws {
    let cells = NASBench201.architectures[..<8]
    let rows = cells.enumerated().map { "\($1),\(90 - $0).5,\(70 - $0)\n" }.joined()
    try place.write(
      "ArchitectureString,CIFAR10TestAccuracy200Epochs,CIFAR100TestAccuracy200Epochs\n" + rows, to: "a.csv")
    try place.succeed("table import --from csv a.csv --output table.h5")
    let info = try place.succeed("table info table.h5")
    #expect(info.contains("15625") && info.contains("cifar100") && info.contains("8 of 15625"))
    #expect(info.contains(cells[0].description))

    try place.writeImages()
    try place.write(cells.enumerated().map { $0 < 4 ? "\($0)\n" : "\($1)\n" }.joined(), to: "cells.txt")
    try place.succeed("score --architectures cells.txt --output run \(Workplace.tiny)")
    let scores = try place.text("run/scores.csv").split(separator: "\n")
    #expect(scores.first == "index,architecture,repeat,kappa,regions,parameters,flops")
    #expect(scores.dropFirst().map { $0.prefix { $0 != "," } } == (0..<8).map { "\($0)" })

    let csv = try place.succeed("correlate --scores run --table table.h5 --resamples 20").split(separator: "\n")
    #expect(
      csv.first
        == "dataset,population,metric,n,kendall_tau,kendall_low,kendall_high,spearman_rho,spearman_low,spearman_high,tau,tau_low,tau_high,rho,rho_low,rho_high,better"
    )
    let beginnings = ["cifar10", "cifar100"].flatMap { dataset in
      ["kappa", "regions", "combined", "parameters", "flops"].map { "\(dataset),all,\($0),8," }
    }
    #expect(csv.count == 11)
    for (line, beginning) in zip(csv.dropFirst(), beginnings) { #expect(line.hasPrefix(beginning)) }

    let text = try place.succeed(
      "correlate --scores run --table table.h5 --resamples 20 --dataset cifar10 --output c.csv")
    #expect(try place.text("c.csv").split(separator: "\n") == Array(csv.prefix(6)))
    #expect(text.contains("paper (cifar100)") && text.contains("-0.42") && text.contains("0.50"))
  }

  @Test func summaryOfATableIsShort() throws {
    try place.writeTable("flat.h5") { _ in 90 }
    let info = try place.succeed("table info flat.h5")
    #expect(info.contains("15622 more") && info.split(separator: "\n").count < 20)
  }

  @Test func syntheticImagesNeedNoFiles() throws {
    try place.succeed("score --sample 2 --output run --batch 4 --repeats 1")
    let manifest = try place.text("run/run.json")
    #expect(
      manifest.contains("\"determines\"") && manifest.contains("\"record\"") && manifest.contains("natural-noise"))
  }

  @Test func metricsThatWereNotAskedForAreEmpty() throws {
    try place.writeImages()
    try place.succeed("score --sample 3 --output run --metrics regions \(Workplace.tiny)")
    let lines = try place.text("run/scores.csv").split(separator: "\n").dropFirst()
    for line in lines {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields.count == 7 && fields[3].isEmpty && !fields[4].isEmpty)
    }
  }

  @Test func verifiesTheParityCases() throws {
    let fixture = Repository.path("Tests/ChecksTests/Fixtures/parity-cases.h5")
    let text = try place.succeed("verify \(fixture)")
    #expect(text.contains("passed") && text.contains(" 0 failed"))
    let json = try JSONSerialization.jsonObject(with: Data(place.succeed("verify \(fixture) --json").utf8))
    #expect((json as? [[String: Any]])?.isEmpty == false)
  }

  // MARK: nothing but the settings shows in the scores

  /// The program binds itself to one processor while its libraries are loaded, and must not stay there.
  @Test func allProcessorsAreUsed() throws {
    try place.writeImages()
    try place.succeed("score --sample 1 --batch 4 --repeats 1 --images hdf5:images.h5#images --output run")
    let manifest = try place.text("run/run.json")
    let threads = try #require(manifest.firstMatch(of: /"threads" : (\d+)/)).1
    #expect(threads == "\(Processors.count)")
  }

  @Test func threadsAndShards() throws {
    try place.writeImages()
    let options = "--sample 7 --batch 4 --repeats 2 --images hdf5:images.h5#images"
    for threads in 1...2 { try place.succeed("score \(options) --threads \(threads) --output threads\(threads)") }
    let scores = try place.text("threads1/scores.csv")
    #expect(scores.split(separator: "\n").count == 1 + 7 * 2)
    #expect(try place.text("threads2/scores.csv") == scores)
    for shard in 1...3 { try place.succeed("score \(options) --shard \(shard)/3 --output shard\(shard)") }
    try place.succeed("merge shard3 shard1 shard2 --output merged")
    #expect(try place.text("merged/scores.csv") == scores)
  }

  @Test func resumesAfterEveryInterruption() throws {
    try place.writeImages()
    let options = "--sample 80 --batch 8 --repeats 2 --images hdf5:images.h5#images"
    try place.succeed("score \(options) --threads 2 --output whole")

    let interrupted = try run("score \(options) --threads 1 --output run", signal: SIGINT, atRow: 3)
    #expect(interrupted.status == 130 && interrupted.error.contains("resume"))
    let rows = try rowCount()
    #expect(rows >= 3 && rows < 160)

    let killed = try run("score \(options) --threads 2 --output run", signal: SIGKILL, atRow: rows + 3)
    #expect(killed.status == SIGKILL)
    #expect(try rowCount() < 160)

    let journal = try FileHandle(forWritingTo: URL(filePath: place.path("run/scores.csv")))
    try journal.seekToEnd()
    try journal.write(contentsOf: Data("14,|none~0|+|no".utf8))
    try journal.close()
    try place.succeed("score \(options) --threads 2 --output run")
    #expect(try place.text("run/scores.csv") == place.text("whole/scores.csv"))
    #expect(try place.succeed("score \(options) --output run").contains(" 0 of them"))
  }

  /// Runs `tenas` and sends it a signal once its journal has so many rows.
  private func run(_ arguments: String, signal: Int32, atRow row: Int) throws -> TenasProcess.Outcome {
    let tenas = try TenasProcess(arguments.split(separator: " ").map(String.init), in: place.directory)
    while tenas.process.isRunning, (try? rowCount()) ?? 0 < row { Thread.sleep(forTimeInterval: 0.005) }
    kill(tenas.process.processIdentifier, signal)
    return tenas.finish()
  }

  private func rowCount() throws -> Int { try place.text("run/scores.csv").count { $0 == "\n" } - 1 }
}
