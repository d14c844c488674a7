import Foundation
import SearchSpaces
import TestSupport
import Testing

/// `tenas validate` and `tenas metrics` at the command line.
@Suite struct ValidateTests {
  let place: Workplace
  private static let cells = NASBench201.architectures

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5")
  }

  private func writeScores(_ name: String = "s.csv", _ change: (inout [String]) -> Void = { _ in }) throws {
    var lines = ["arch,up,down"] + (0..<60).map { "\(Self.cells[$0]),\($0 * 7919 % 4000),\(-($0 * 31 % 50))" }
    change(&lines)
    try place.write(lines.map { $0 + "\n" }.joined(), to: name)
  }

  private let good = "validate --scores s.csv --table table.h5 --resamples 5"

  @Test func helpAndListing() throws {
    let help = try place.succeed("validate --help")
    for word in ["--scores", "--table", "--second-table", "--direction", "--population", "NAS-Bench-Suite-Zero"] {
      #expect(help.contains(word))
    }
    let metrics = try place.succeed("metrics")
    for word in [
      "kappa", "regions", "parameters", "flops", "layers", "depth", "skips", "snip", "vkdnw_entropy", "better",
      "labels",
      "passes", "milliseconds", "source",
    ] {
      #expect(metrics.contains(word))
    }
    let list = try #require(
      JSONSerialization.jsonObject(with: Data(place.succeed("metrics --json").utf8)) as? [[String: Any]])
    let named = Dictionary(uniqueKeysWithValues: list.map { ($0["metric"] as? String ?? "", $0) })
    #expect(named["kappa"]?["better"] as? String == "lower" && named["snip"]?["labels"] as? String == "source")
    #expect((named["expressivity"]?["settings"] as? [String: String])?["channels"] == "16")
    try place.fail(64, "metrics kappa --json", saying: "leave out 'kappa'")
    let kappa = try place.succeed("metrics kappa")
    for word in ["lower", "source", "cost", "definition", "without a path", "batch=32"] {
      #expect(kappa.contains(word))
    }
  }

  @Test func writesTidyFiles() throws {
    try writeScores { $0[3] = "\(Self.cells[2]),,1" }
    let outcome = try place.tenas("\(good) --all --output out --threads 2")
    let text = outcome.output + outcome.error
    for word in ["Kendall tau", "nDCG", "precision", "regret", "Rank sum", "detected", "n = 59", "validation.csv"] {
      #expect(text.contains(word), "\(word)")
    }
    let rows = try place.text("out/validation.csv").split(separator: "\n")
    #expect(
      rows.first == "dataset,population,cells,metric,better,statistic,parameter,n,value,low,high,undefined_resamples")
    #expect(rows.contains { $0.hasPrefix("cifar10,all,all,up,higher,kendall_tau,,59,1,1,1,0") })
    #expect(rows.contains { $0.hasPrefix("cifar10,all,top 10%,") } && rows.contains { $0.contains(",3 convolutions,") })
    let missing = try place.text("out/missing.csv").split(separator: "\n")
    #expect(missing.count == 1 + NASBench201.size - 59)
    #expect(missing.contains("cifar10,2,\(Self.cells[2]),up"))
    #expect(try place.text("out/pairs.csv").split(separator: "\n").count == 2)
    #expect(try place.text("out/rank-sums.csv").split(separator: "\n").count == 3)
    // The matrix has one triangle, without the diagonal.
    #expect(try place.text("out/pairs-of-metrics.csv").split(separator: "\n").count == 2)
    // What the metrics are compared with stands beside them, in brackets.
    let drawn = try place.text("out/metrics.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
    #expect(drawn.count == 4 && Set(drawn) == ["up", "down", "(parameters)", "(flops)"], "\(drawn)")
    #expect(place.contains("out/pairs-of-metrics.vl.json") && text.contains("out/report.html, out/metrics."))
    let page = try place.text("out/report.html")
    #expect(page.contains("ranks best: τ = 1.000") && page.contains("most alike are "))
    try place.succeed("\(good) --metrics up --output single")
    #expect(place.contains("single/metrics.vl.json") && !place.contains("single/pairs-of-metrics.vl.json"))
    try place.succeed("\(good) --output one --threads 1")
    #expect(try place.text("one/validation.csv") == place.text("out/validation.csv"))
  }

  @Test func directionsMetricsAndSeveralFiles() throws {
    try writeScores()
    try place.write("index,other\n" + (0..<60).map { "\($0),\($0)\n" }.joined(), to: "t.csv")
    let text = try place.succeed(
      "validate --scores s.csv t.csv --table table.h5 --second-table table.h5 --metrics up,other --direction up=lower --direction other=higher --resamples 2 --all --format table"
    )
    #expect(!text.contains("detected") && !text.contains("down") && text.contains("noise ceiling, cifar10: tau 1.000"))
    #expect(text.contains("-1.000"))
  }

  /// One screen: what was asked, the best first, and what to compare it with.
  @Test func standings() throws {
    try writeScores()
    let csv = try place.succeed("\(good) --direction up=higher --direction down=higher").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      csv[0].prefix(9) == [
        "dataset", "population", "metric", "kind", "better", "n", "kendall_tau", "kendall_low", "kendall_high",
      ])
    #expect(csv[1][2] == "up" && csv[1][6] == "1" && csv[1][9] == "nan")
    #expect(
      Set(csv.dropFirst().map { "\($0[2]) \($0[3])" }) == [
        "up asked", "down asked", "parameters rival", "flops rival",
      ])
    let taus = csv.dropFirst().map { Double($0[6])! }
    #expect(taus == taus.sorted(by: >))
    for row in csv.dropFirst(2) { #expect(Double(row[9])! < 0 && Double(row[6])! - 1 == Double(row[9])!) }
    let screen = try place.succeed("\(good) --format table --direction up=higher --direction down=higher")
    #expect(screen.contains("n = 60: Kendall tau") && screen.contains("(parameters)"))
    #expect(!screen.contains("note: ") && screen.split(separator: "\n").count < 12)
  }

  /// TE-NAS's rank sum stands beside metrics it is not made of, whatever was asked for.
  @Test func theRankSumIsARival() throws {
    try place.write(
      "index,kappa,regions,mine\n" + (0..<60).map { "\($0),\(60 - $0),\($0),\($0 * 7 % 60)\n" }.joined(), to: "k.csv")
    try place.writeTable("rising.h5") { Double($0) / 200 }
    let csv = try place.succeed(
      "validate --scores k.csv --table rising.h5 --metrics mine --direction mine=higher --resamples 5")
    #expect(csv.contains("\ncifar10,all,te-nas,rival,higher,60,1,1,1,nan,nan,nan,"), "\(csv)")
    #expect(!csv.contains(",kappa,"))
  }

  @Test func fewCellsAreSaidToBeFew() throws {
    try writeScores { $0.removeSubrange(13...) }
    let outcome = try place.tenas(good)
    #expect(outcome.error.contains("12 cells; the numbers of fewer than 30 say little"))
    #expect(outcome.error.contains("down: higher is taken for better") && !outcome.error.contains("detected"))
  }

  @Test func formats() throws {
    try writeScores()
    let json = try JSONSerialization.jsonObject(with: Data(place.succeed("\(good) --format json").utf8))
    let rows = try #require(json as? [[String: Any]])
    #expect(rows.count == 4 && rows[0]["metric"] as? String == "up" && rows[0]["kendall_tau"] as? Double == 1)
    #expect(rows[0]["less_the_best"] is NSNull)
    let all = try place.succeed("\(good) --all")
    #expect(all.hasPrefix("dataset,population,cells,metric,better,statistic,parameter,n,value,low,high,"))
    try place.fail(64, "\(good) --format xml", saying: "xml", "table")
  }

  @Test func ownRuns() throws {
    try place.writeImages()
    try place.succeed("score --sample 6 --output run --metrics kappa,regions,layers,depth,skips \(Workplace.tiny)")
    let text = try place.succeed("validate --scores run --table table.h5 --resamples 3 --format table")
    for word in ["kappa", "layers", "depth", "skips"] { #expect(text.contains(word)) }
    #expect(!text.contains("detected"))
  }

  @Test func badScores() throws {
    try writeScores { $0[4] = "|none~9|,1,2" }
    try place.fail(65, good, saying: "s.csv", "line 5", "|none~9|")
    try writeScores { $0[4] = "17,1,2" }
    try place.fail(65, good, saying: "s.csv", "line 5", "an index", "an architecture string")
    try writeScores { $0.append("\(Self.cells[0]),8,8") }
    try place.fail(65, good, saying: "s.csv", "line 62", "line 2")
    try writeScores { $0[9] = "\(Self.cells[8]),much,1" }
    try place.fail(65, good, saying: "s.csv", "line 10", "much")
    try place.write("{\"cifar10\": 3}", to: "s.csv")
    try place.fail(65, good, saying: "s.csv", "cifar10")
    try place.fail(66, "validate --scores nowhere --table table.h5", saying: "nowhere")
  }

  @Test func goodScoresThatNeedANote() throws {
    try writeScores {
      $0.append($0[1])
      $0[5] = "\(Self.cells[4]),inf,1"
    }
    let text = try place.tenas(good).error
    #expect(
      text.contains("1 row repeats") && text.contains("1 score is infinite; it ranks at its end")
        && text.contains("60 of 15625 cells of population all are compared; 15565 lack"))
  }

  /// Scores of different cells have none in common; the message says whose are few.
  @Test func scoresOfOtherCells() throws {
    try writeScores()
    try place.write("cell,mine\n15000,1\n15001,2\n", to: "mine.csv")
    try place.fail(
      65, "\(good) --scores mine.csv", saying: "mine scores 2 cells", "60: only cells that all score are compared")
  }

  @Test func badOptions() throws {
    try writeScores()
    try place.fail(64, "\(good) --metrics charm", saying: "charm", "down, up")
    try place.fail(64, "\(good) --direction up=sideways", saying: "up=sideways")
    try place.fail(64, "\(good) --direction up=higher --direction up=lower", saying: "up")
    try place.fail(64, "validate --scores s.csv --table table.h5 --resamples 0", saying: "--resamples")
    try place.fail(64, "\(good) --top 0", saying: "--top")
    try place.fail(64, "\(good) --dataset svhn", saying: "svhn")
    try place.fail(65, "\(good) --dataset cifar100", saying: "cifar100")
    try place.fail(66, "validate --scores s.csv --table nowhere.h5", saying: "nowhere.h5")
    try place.fail(66, "\(good) --second-table nowhere.h5", saying: "nowhere.h5")
  }
}
