import Foundation
import SearchSpaces
import TestSupport
import Testing

/// `tenas ablate` at the command line.
@Suite struct AblateTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5")
  }

  /// A run of sixty cells, one of them without a path.
  private func writeScores(_ name: String = "s.csv", _ change: (inout [String]) -> Void = { _ in }) throws {
    var lines = ["index,architecture,repeat,kappa,regions,parameters,flops"]
    lines += (0..<60).map { cell in
      "\(cell),\(NASBench201.architectures[cell]),0,\(cell == 7 ? "inf" : "\(cell * 31 % 59 + 1)"),\(cell * 7919 % 4000),1,1"
    }
    change(&lines)
    try place.write(lines.map { $0 + "\n" }.joined(), to: name)
  }

  private let good = "ablate weights --scores s.csv --table table.h5 --resamples 5"

  @Test func help() throws {
    #expect(try place.succeed("ablate --help").contains("weights"))
    let help = try place.succeed("ablate weights --help")
    for word in [
      "--scores", "--table", "--grid", "--degenerate", "--population", "--output", "AZ-NAS", "higher is better",
    ] {
      #expect(help.contains(word), "\(word)")
    }
  }

  /// Accuracy is a rising function of regions here, so that regions alone is perfect and best.
  @Test func findsWhatWasPlanted() throws {
    try writeScores()
    let outcome = try place.tenas("\(good) --grid 0.25 --output out --threads 2")
    let text = outcome.output
    #expect(outcome.error.contains("ranked last"))
    for word in ["w = 0.00 regions alone", " 1.000", "raw-sum", "best w", "n = 60", "written: "] {
      #expect(text.contains(word), "\(word)")
    }
    let rows = try place.text("out/weights.csv").split(separator: "\n")
    #expect(rows.contains { $0.hasPrefix("cifar10,all,weighted,0,kendall_tau,,60,1,1,1,") })
    #expect(rows.count == 67)
    let best = try place.text("out/best-weights.csv").split(separator: "\n")
    #expect(best.count == 2 && best[1].hasPrefix("cifar10,all,0,30,1,30,1,"))
    #expect(place.contains("out/by-weight.vl.json") && place.contains("out/by-rule.vl.json"))
    try place.succeed("\(good) --grid 0.25 --output one --threads 1")
    for name in ["weights.csv", "best-weights.csv", "by-weight.csv", "by-rule.vl.json"] {
      #expect(try place.text("one/\(name)") == place.text("out/\(name)"), "\(name)")
    }
  }

  @Test func severalRunsHaveTheirOwnDirectories() throws {
    try writeScores()
    try writeScores("t.csv") { $0.removeLast() }
    let outcome = try place.tenas(
      "ablate weights --scores s.csv t.csv --table table.h5 --resamples 2 --grid 0.5 --degenerate drop --output out")
    let text = outcome.output
    #expect(text.contains("Run t.csv") && text.contains("n = 59") && text.contains("n = 58"))
    #expect(outcome.error.contains("were left out"))
    #expect(place.contains("out/s.csv/weights.csv") && place.contains("out/t.csv/best-weights.csv"))
    try place.fail(64, "\(good) --scores s.csv --output out", saying: "s.csv s.csv", "share")
  }

  @Test func ownRuns() throws {
    try place.writeRun()
    let text = try place.succeed(
      "ablate weights --scores run --table table.h5 --resamples 3 --grid 0.5 --output out --dataset cifar10")
    #expect(text.contains("cifar10, population all, n = 6"))
  }

  @Test func badInput() throws {
    try writeScores()
    for grid in ["0", "0.3", "-1", "2", "nan"] {
      try place.fail(64, "\(good) --output out --grid=\(grid)", saying: "--grid", "0.05")
    }
    try place.fail(64, "\(good) --output out --grid fine", saying: "fine")
    try place.fail(
      64, "ablate weights --scores s.csv --table table.h5 --resamples 0 --output out", saying: "--resamples")
    try place.fail(64, "\(good) --output out --top 0", saying: "--top")
    try place.fail(64, "\(good) --output out --dataset svhn", saying: "svhn")
    try place.fail(64, good, saying: "--output")
    try place.fail(65, "\(good) --output out --dataset cifar100", saying: "cifar100")
    try place.fail(66, "ablate weights --scores nowhere --table table.h5 --output out", saying: "nowhere")
    try place.fail(66, "ablate weights --scores s.csv --table nowhere.h5 --output out", saying: "nowhere.h5")
    try writeScores { $0[3] = "2,\(NASBench201.architectures[2]),0,-5,1,1,1" }
    try place.fail(65, "\(good) --output out", saying: "s.csv", "cell 2", "-5", "positive")
    try writeScores { lines in lines = lines.map { $0.replacing(/,0,[^,]*,/, with: { _ in ",0,," }) } }
    try place.fail(65, "\(good) --output out", saying: "s.csv", "kappa and regions are needed")
    #expect(!place.contains("out"))
    try writeScores()
    try place.write("", to: "file")
    try place.fail(74, "\(good) --output file/out", saying: "file/out")
  }
}
