import Foundation
import TestSupport
import Testing

/// `tenas search` at the command line.
@Suite struct SearchCommandTests {
  let place: Workplace
  private static let tiny =
    "search --space nas-bench-201 --batch 4 --crops 20 --repeats 1 --images hdf5:images.h5#images"

  init() throws {
    place = try Workplace()
    try place.writeImages()
  }

  @Test func searchResumeAdd() throws {
    try place.writeTable("table.h5")
    let text = try place.succeed("\(Self.tiny) --rule regions --seeds 2 --table table.h5 --threads 2 --output run")
    #expect(text.contains("regions") && text.contains("|") && text.contains("cifar10"))
    let result = try place.text("run/result.csv")
    #expect(result.hasPrefix("rule,seed,cell,cifar10,cifar100,imagenet16-120,cifar10_rank,"))
    #expect(result.split(separator: "\n").count == 3)
    let again = try place.succeed("\(Self.tiny) --rule regions --seeds 2 --table table.h5 --threads 1 --output run")
    #expect(try again == text && place.text("run/result.csv") == result)
    try place.succeed("\(Self.tiny) --rule min --rule regions,changes --seed 1 --table table.h5 --output run")
    let lines = try place.text("run/result.csv").split(separator: "\n").map { $0.prefix { $0 != "|" } }
    #expect(lines.dropFirst() == ["regions,0,", "regions,1,", "min,1,", "changes,1,"])
    let files = ["search.json", "measurements.csv", "trajectory.csv", "pruned.csv", "summary.csv"]
    for file in files { #expect(place.contains("run/\(file)")) }
    // The page draws the cells found; these three are of rules that the paper has no figure of.
    let page = try place.text("run/report.html")
    #expect(page.matches(of: /<figure><svg\b/).count == 4 && page.contains("regions, seed 1: cell "))
    #expect(page.contains("cifar10 ") && page.contains("(place ") && !page.contains("id=\"fig5\""))
    let cell = try #require(place.text("run/result.csv").firstMatch(of: /regions,0,([^,]+),/)).1
    #expect(page.contains("<td>\(cell)</td>"))
  }

  @Test func theCourseOfASearchIsDrawn() throws {
    try place.succeed("\(Self.tiny) --output run")
    let page = try place.text("run/report.html")
    #expect(page.contains("id=\"fig5\"") && page.matches(of: /<figure><svg\b/).count == 1)
    let header = try place.text("run/fig5.csv").split(separator: "\n")[0]
    #expect(header == "seed,step,kappa,regions,operations,kappa_low,kappa_high,regions_low,regions_high,label")
  }

  /// Genotypes are drawn as `tenas cell` draws them.
  @Test func genotypesAreDrawn() throws {
    try place.succeed(
      "search --space darts --rule kappa --batch 2 --crops 4 --repeats 1 --images hdf5:images.h5#images --output run")
    let row = try place.text("run/result.csv").split(separator: "\n")[1]
    let genotype = try #require(row.firstMatch(of: /Genotype\(.*\)/)).output
    try place.succeed("cell --output cell.svg", String(genotype))
    let page = try place.text("run/report.html")
    #expect(page.contains("<figure>\(try place.text("cell.svg"))<figcaption>kappa, seed 0</figcaption>"))
    #expect(page.contains("--least: 380px"))
  }

  @Test func usage() throws {
    try place.fail(64, "\(Self.tiny) --rule best --output run", saying: "best", "ranks", "changes-literal")
    try place.fail(64, "\(Self.tiny) --rule ranks, --output run", saying: "''", "ranks")
    try place.fail(64, "\(Self.tiny) --seed 1 --seeds 2 --output run", saying: "--seed", "--seeds")
    try place.fail(64, "\(Self.tiny) --seeds 0 --output run", saying: "--seeds", "0")
    try place.fail(64, "\(Self.tiny) --threads 0 --output run", saying: "--threads", "0")
    try place.fail(64, "\(Self.tiny) --crops 1 --output run", saying: "--crops", "1")
    try place.fail(64, "\(Self.tiny) --preset imagenet --output run", saying: "imagenet", "cifar10")
    try place.fail(64, "search --space nas-bench-301 --output run", saying: "nas-bench-301")
    try place.fail(64, "search --space nas-bench-201 --images video --output run", saying: "video")
    try place.fail(64, "search --space nas-bench-201", saying: "--output")
    #expect(!place.contains("run"))
  }

  @Test func files() throws {
    try place.fail(66, "\(Self.tiny) --table none.h5 --output run", saying: "none.h5")
    try place.fail(65, "\(Self.tiny) --batch 17 --output run", saying: "kappa", "17", "16")
    #expect(!place.contains("run"))
    try place.succeed("\(Self.tiny) --rule regions --output run")
    try place.fail(64, "\(Self.tiny) --rule regions --batch 5 --output run", saying: "--batch is 4 there and 5 here")
    try place.write("", to: "file")
    try place.fail(74, "\(Self.tiny) --output file", saying: "file", "directory")
  }

  @Test func wholeCells() throws {
    try place.writeTable("table.h5")
    let verb =
      "search --space nas-bench-201 --images hdf5:images.h5#images --repeats 1 --seeds 2 --cells 60 --table table.h5"
    let rule = "log parameters + log depth"
    let text = try place.succeed("\(verb) --output run", "--rule", rule)
    #expect(text.contains("log parameters + log depth, evolution, 2 seeds:") && text.contains("cifar10 (place)"))
    let rows = try place.text("run/cells.csv").split(separator: "\n")
    let names = "cifar10,cifar100,imagenet16-120,cifar10_rank,cifar100_rank,imagenet16-120_rank"
    #expect(rows[0] == "rule,strategy,seed,cells,index,\(names)")
    #expect(rows.count == 1 + 2 * 2 * 4)
    #expect(place.contains("run/cells-summary.csv") && place.contains("run/accuracy-by-cells.vl.json"))
    #expect(try place.text("run/report.html").matches(of: /<figure><svg\b/).count == 4)
    // From the scores that are there, the same; with --strategy, kappa's name is that of a metric.
    try place.succeed("\(verb) --scores run/scored --output again", "--rule", rule)
    #expect(try place.text("again/cells.csv") == place.text("run/cells.csv"))
    try place.fail(
      64, "\(verb) --rule kappa --strategy random --scores run/scored --output other", saying: "needs kappa")
  }

  @Test(arguments: [
    (["--rule", "log parametres"], ["parametres", "did you mean 'parameters'", "ranks"]),
    (["--rule", "log zico +"], ["character 11"]),
    (["--rule", "az-nas", "--batch", "5"], ["--batch is of pruning"]),
    (["--rule", "az-nas", "--cells", "15626"], ["15625"]),
    (["--rule", "ranks", "--cells", "5"], ["--cells", "whole cells"]),
    (["--rule", "ranks", "--strategy", "random"], ["ranks", "te-nas"]),
    (["--rule", "az-nas", "--strategy", "hill"], ["hill", "random, evolution"]),
    (["--rule", "az-nas", "--scores", "x", "--protocol", "lite"], ["--protocol"]),
  ])
  func wholeCellsUsage(_ options: [String], _ words: [String]) throws {
    try place.fail(64, ["search", "--space", "nas-bench-201", "--output", "run"] + options, saying: words)
    #expect(!place.contains("run"))
  }

  @Test func wholeCellsElsewhere() throws {
    try place.fail(64, "search --space darts --rule az-nas --output run", saying: "darts", "pruning")
    try place.fail(
      66, "search --space nas-bench-201 --rule az-nas --scores none.csv --output run", saying: "none.csv")
  }
}
