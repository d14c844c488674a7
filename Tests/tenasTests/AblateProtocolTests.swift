import Foundation
import TestSupport
import Testing

/// `tenas ablate protocol` at the command line.
@Suite struct AblateProtocolTests {
  let place: Workplace
  private static let tiny =
    "ablate protocol --table table.h5 --sample 5 --patch-count 30 --resamples 20 \(Workplace.tiny)"

  init() throws {
    place = try Workplace()
    try place.writeImages()
    try place.writeTable("table.h5")
  }

  @Test func planTableAndFiles() throws {
    let command = "\(Self.tiny) --levels batch=3,4 repeats=1,2 inputs=natural-noise --output out"
    let outcome = try place.tenas(command)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.hasPrefix("4 protocols from 5 runs over 5 cells, 0 of them there\n"))
    #expect(outcome.error.contains("kappa-batch-3-repeats-1: 5 rows, about "))
    let lines = outcome.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("cifar10, 5 cells") && lines[1].hasPrefix("protocol "))
    for name in ["base ", "batch=3 ", "repeats=2 ", "inputs=natural-noise "] {
      #expect(lines.count { $0.hasPrefix(name) } == 1, "\(name)")
    }
    #expect(outcome.output.contains("out/protocol.csv, out/runs"))
    let runs = try FileManager.default.contentsOfDirectory(atPath: place.path("out/runs")).sorted()
    #expect(
      runs == [
        "kappa-batch-3-repeats-1", "kappa-inputs-natural-noise-repeats-1", "kappa-repeats-2",
        "regions-inputs-natural-noise-repeats-1", "regions-repeats-2",
      ])
    let rows = try place.text("out/protocol.csv").split(separator: "\n")
    // Base, repeats and inputs have κ, R and both; batch has κ and both.
    #expect(rows.count == 1 + 3 + 3 + 3 + 2)
    #expect(place.contains("out/protocol.vl.json"))

    // Again: nothing is computed, the CSV is the same.
    let again = try place.tenas(command)
    #expect(again.error.hasPrefix("4 protocols from 5 runs over 5 cells, 5 of them there\n"))
    #expect(again.output == outcome.output)
    #expect(try place.text("out/protocol.csv").split(separator: "\n") == rows)
  }

  /// A run of an ablation is the run that `tenas score` makes with the same settings, which can go on with it.
  @Test func scoreGoesOn() throws {
    try place.succeed("\(Self.tiny) --levels init=xavier-normal --output out")
    let score =
      "score --sample 5 --patch-count 30 --metrics kappa --kappa-init xavier-normal \(Workplace.tiny) --output"
    #expect(
      try place.succeed("\(score) out/runs/kappa-init-xavier-normal-repeats-1").contains("0 of them computed now"))
    try place.succeed("\(score) alone")
    let scores = try place.text("alone/scores.csv")
    #expect(try place.text("out/runs/kappa-init-xavier-normal-repeats-1/scores.csv") == scores)
  }

  @Test func crossed() throws {
    let outcome = try place.tenas(
      "\(Self.tiny) --crossed --levels batch=4,5 patch-size=2,3 --dataset cifar10 --output out")
    #expect(outcome.status == 0 && outcome.error.hasPrefix("4 protocols from 4 runs"), "\(outcome.error)")
    #expect(outcome.output.contains("\nbatch=5 patch-size=2 "))
  }

  @Test func resumesAfterASignal() throws {
    let command =
      "ablate protocol --table table.h5 --sample 60 --patch-count 30 --resamples 20 --batch 8 --repeats 2 "
      + "--images hdf5:images.h5#images --levels batch=6 --threads 1 --output"
    try place.succeed("\(command) whole")
    let tenas = try TenasProcess("\(command) out".split(separator: " ").map(String.init), in: place.directory)
    func rows() -> Int { ((try? place.text("out/runs/kappa-repeats-2/scores.csv")) ?? "").count { $0 == "\n" } }
    while tenas.process.isRunning, rows() < 4 { Thread.sleep(forTimeInterval: 0.005) }
    kill(tenas.process.processIdentifier, SIGINT)
    let outcome = tenas.finish()
    #expect(outcome.status == 130 && outcome.output.isEmpty && outcome.error.contains("resume"), "\(outcome.error)")
    #expect(!place.contains("out/protocol.csv"))
    try place.succeed("\(command) out")
    for run in ["kappa-repeats-2", "regions-repeats-2", "kappa-batch-6-repeats-2"] {
      #expect(try place.text("out/runs/\(run)/scores.csv") == place.text("whole/runs/\(run)/scores.csv"))
    }
  }

  // MARK: what is refused

  @Test(arguments: [
    ("--vary colour", "colour"), ("--vary batch,", "''"), ("--levels batch", "FACTOR=LEVEL"),
    ("--levels batch=one", "one"), ("--levels init=zero", "xavier-normal"), ("--levels patch-count=1500", "1500"),
    ("--vary cells --levels batch=5", "batch"), ("--crossed", "--vary"), ("--sample 0", "--sample"),
    ("--resamples 0", "--resamples"), ("--threads 0", "--threads"), ("--dataset mnist", "mnist"),
    ("--protocol full --vary patch-size", "full"), ("--levels inputs=film", "film"), ("--kernels sse", "sse"),
    ("--channels 0", "--channels"), ("--patch-count 1001", "1001"), ("--kappa-init zero", "--kappa-init"),
  ])
  func usage(options: String, word: String) throws {
    let base = "ablate protocol --table table.h5 --images hdf5:images.h5#images --batch 4 --output out"
    try place.fail(64, "\(base) \(options)", saying: word)
    #expect(!place.contains("out"))
  }

  @Test func badInput() throws {
    try place.fail(66, "ablate protocol --table none.h5 --output out", saying: "none.h5")
    try place.fail(64, "ablate protocol --output out", saying: "--table")
    try place.fail(65, "\(Self.tiny) --levels batch=17 --output out", saying: "kappa", "17", "16")
    try place.fail(65, "\(Self.tiny) --levels patch-size=40 --output out", saying: "regions", "40x40", "32x32")
    try place.fail(65, "\(Self.tiny) --dataset cifar100 --output out", saying: "cifar100")
    try place.fail(66, "\(Self.tiny) --levels inputs=cifar10:nowhere --output out", saying: "nowhere")
    #expect(!place.contains("out"))
    try place.write("", to: "file")
    let outcome = try place.tenas("\(Self.tiny) --levels batch=5 --output file")
    #expect(
      outcome.status == 74
        && outcome.error.split(separator: "\n").last?.contains("file: is a file; --output must name a directory")
          == true
    )
  }
}

/// What of a protocol `tenas score` lets one say otherwise.
@Suite struct ProtocolOptionsTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeImages()
  }

  @Test func optionsDetermineTheRun() throws {
    let options =
      "score --sample 2 \(Workplace.tiny) --kappa-init xavier-uniform --regions-init kaiming-uniform-fan-in --channels 2 "
      + "--cells-per-stage 2 --patch-size 4 --patch-count 2000 --output run"
    try place.succeed(options)
    let object = try JSONSerialization.jsonObject(with: Data(place.text("run/run.json").utf8)) as? [String: Any]
    let determines = try #require(object?["determines"] as? [String: Any])
    let parameters = try #require(determines["parameters"] as? [String: Any])
    let kappa = try #require(parameters["kappa"] as? [String: Any])
    #expect(kappa["initialization"] as? String == "xavier-uniform")
    #expect(kappa["channels"] as? Int == 2 && kappa["cellsPerStage"] as? Int == 2)
    let regions = try #require(parameters["regions"] as? [String: Any])
    #expect(regions["initialization"] as? String == "kaiming-uniform-fan-in")
    #expect(regions["batches"] as? Int == 2 && regions["batch"] as? Int == 1000)
    #expect(regions["inputs"] as? [String: [String: Int]] == ["crops": ["size": 4]])
    let tiny = "score --sample 2 \(Workplace.tiny) --output run"
    try place.fail(
      64, tiny, saying: "--kappa-init is xavier-uniform there", "--channels is 2 there and 3 here",
      "--cells-per-stage is 2", "--patch-size is 4 there and 3 here", "--regions-init is kaiming-uniform-fan-in")
  }

  @Test(arguments: [
    ("--channels 0", "--channels"), ("--cells-per-stage 0", "--cells-per-stage"), ("--patch-size 0", "--patch-size"),
    ("--patch-count 1200", "1200"), ("--kappa-init he", "--kappa-init"), ("--regions-init he", "--regions-init"),
    ("--protocol full --patch-size 3", "full"), ("--space darts --cells-per-stage 2", "darts"),
  ])
  func usage(options: String, word: String) throws {
    try place.fail(64, "score --sample 2 \(options) --output run", saying: word)
    #expect(!place.contains("run"))
  }
}
