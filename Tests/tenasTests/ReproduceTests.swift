import Foundation
import SearchSpaces
import TestSupport
import Testing

/// `tenas reproduce` at the command line, on a run and a table made by the test.
@Suite struct ReproduceTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func scoresOfAGivenRun() throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    let outcome = try place.tenas("reproduce fig1 fig4 fig9 fig10 --run run --table table.h5 --output out")
    let text = outcome.output
    #expect(text.hasPrefix("where  what"))
    func row(_ what: String) throws -> [Substring] {
      let line = try #require(text.split(separator: "\n").first { $0.contains(what) }, "\(text)")
      return line.split(separator: " ")
    }
    #expect(try row("τ of rank sum, cifar10").first == "fig9")
    #expect(try row("top 10% by κ: skip_connect").contains("0.279"))
    #expect(outcome.error.contains("fig10: the table has no train accuracy"))
    #expect(!text.contains("fig3"))
    // The run is not the paper's, and the page and the terminal say in what.
    let page = try place.text("out/report.html")
    for told in [outcome.error, page] { #expect(told.contains("--repeats is 3 in the paper and"), "\(told)") }
    #expect(page.contains("tenas reproduce fig1 fig4 fig9 fig10 --run run") && page.contains("<figure><svg "))
    // Only what is there is said to be written.
    let written = try #require(text.split(separator: "\n").last { $0.hasPrefix("written: ") }).dropFirst(
      "written: ".count)
    for file in written.split(separator: ", ") { #expect(place.contains(String(file)), "\(file)") }
    for file in ["fig1.csv", "fig1.vl.json", "fig4.csv", "fig9.csv", "report.html", "paper-and-here.csv"] {
      #expect(place.contains("out/\(file)"), "\(file)")
    }
    #expect(try place.text("out/fig1.csv").split(separator: "\n").count == 7)
    // The same τ as `correlate` prints.
    try place.succeed("correlate --scores run --table table.h5 --output tau.csv")
    let csv = try place.text("tau.csv").split(separator: "\n").first { $0.contains("cifar10,all,kappa") }
    let tau = try #require(csv.flatMap { Double($0.split(separator: ",")[4]) })
    let shown = try #require(try row("τ of κ, cifar10").compactMap { Double($0) }.first)
    #expect(abs(shown - tau) < 0.0006)
  }

  /// What programs read is on standard output alone, and is the file's own text.
  @Test func everyFormat() throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    let command = "reproduce fig1 fig4 --run run --table table.h5 --output out --format"
    let csv = try place.tenas("\(command) csv")
    #expect(csv.output == (try place.text("out/paper-and-here.csv")) && csv.error.contains("written: out/report.html"))
    #expect(csv.output.hasPrefix("place,what,paper,paper_deviation,here,"))
    let json = try place.succeed("\(command) json")
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(rows.count == 11 && rows.last?["verdict"] is String)
    #expect(try place.succeed("\(command) latex").contains(#"fig1 & $\tau$ of $\kappa$, cifar10 & --"#))
    try place.fail(64, "reproduce --from run --format csv", saying: "--from")
    // No row, no file.
    let none = try place.succeed("reproduce fig10 --table table.h5 --output none")
    #expect(!none.contains("paper-and-here.csv") && !place.contains("none/paper-and-here.csv"))
  }

  /// The literature's rows and other people's columns are tables, too.
  @Test func literature() throws {
    try place.writeTable("table.h5")
    let header = "index,architecture,repeat,kappa,regions,parameters,flops,nwot"
    let rows = (0..<NASBench201.size).map { "\($0),\(NASBench201.architectures[$0]),0,2,1,1,1,\($0 * 7919 % 4000)" }
    try place.write(([header] + rows).joined(separator: "\n") + "\n", to: "run/scores.csv")
    try place.write("cell,naswot\n" + (0..<100).map { "\($0),\(-$0 * 7919 % 4000)\n" }.joined(), to: "theirs.csv")
    let command = "reproduce literature --run run --table table.h5 --output out --columns theirs.csv"
    let table = try place.tenas("\(command) --format table")
    #expect(table.output.hasPrefix("method") && table.error.contains("the run has no"), "\(table.error)")
    let nwot = try #require(table.output.split(separator: "\n").first { $0.contains(" nwot ") }, "\(table.output)")
    #expect(nwot.hasSuffix("stronger"), "\(nwot)")
    #expect(
      table.output.contains("theirs.csv") && table.output.contains("written: out/literature.csv, out/columns.csv"))
    #expect(try place.text("out/columns.csv") == "metric,column,file,n,spearman_rho\nnwot,naswot,theirs.csv,100,-1\n")
    let csv = try place.tenas("\(command) --format csv")
    #expect(csv.output == (try place.text("out/literature.csv")) && csv.output.hasPrefix("method,metric,dataset,"))
  }

  /// The paper has no accuracies of DARTS cells.
  @Test func aTableOfGenotypes() throws {
    let rows = DARTS.sample(count: 3, seed: 5).enumerated().map { "\"\($1)\",\(90 + $0)\n" }
    try place.write(rows.joined(), to: "d.csv")
    try place.succeed("table import --from csv --space darts d.csv --output d.h5")
    try place.fail(
      64, "reproduce fig1 --table d.h5 --output out", saying: "d.h5: is a table of DARTS genotypes", "correlate",
      "export")
    #expect(!place.contains("out"))
  }

  /// Under a figure stands why it is not the paper's: noise that draws have and their mean has not, or that it is not known.
  @Test func whyAFigureIsNotThePapers() throws {
    try place.writeTable("table.h5", of: .cifar100) { 40 + 0.002 * Double($0) }
    let rows = (0..<100).flatMap { place in
      (0..<2).map { draw in
        let (index, noise) = (place * 100, 3000 * (place * 37 % 11 - 5) * (draw == 0 ? 1 : -1))
        let cell = NASBench201.architectures[index]
        return "\(index),\(cell),\(draw),\(20_000 - index + noise + 20_000),\(index + 1),1,1"
      }
    }
    let header = "index,architecture,repeat,kappa,regions,parameters,flops"
    try place.write(([header] + rows).joined(separator: "\n") + "\n", to: "run/scores.csv")
    try place.succeed("reproduce fig1 fig3 fig4 --run run --table table.h5 --output out")
    let page = try place.text("out/report.html")
    let averaged = try #require(
      page.firstMatch(of: /makes it stronger: the first draw alone has τ = −(0\.\d+)/))
    #expect(try #require(Double(averaged.1)) < 0.9)
    #expect(page.contains("Why it is stronger is not known; the first draw alone has τ = 1.000."))
    #expect(page.contains("Why those by κ differ is not known"))
  }

  /// The shares of figure 4 sum to one, and are those of the best cell when there are six.
  @Test func operationShares() throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    try place.succeed("reproduce fig4 --run run --table table.h5 --output out")
    let rows = try place.text("out/fig4.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count == 20)
    let here = rows.filter { $0.joined().contains("κ") && $0.joined().contains("here") }.compactMap { Double($0.last!) }
    #expect(here.count == 5 && abs(here.reduce(0, +) - 1) < 1e-12)
  }

  @Test func badInput() throws {
    try place.fail(64, "reproduce fig2 --table table.h5 --output out", saying: "fig2", "fig1")
    try place.fail(66, "reproduce fig1 --table none.h5 --output out", saying: "none.h5")
    try place.writeTable("table.h5")
    try place.fail(66, "reproduce fig1 --run nowhere --table table.h5 --output out", saying: "nowhere")
    try place.fail(64, "reproduce fig1 --seeds 0 --table table.h5 --output out", saying: "--seeds", "0")
  }
}

/// `tenas score --space darts` at the command line.
@Suite struct DARTSCommandTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func sampleAndList() throws {
    try place.writeImages()
    try place.succeed("score --space darts --sample 2 --output run \(Workplace.tiny)")
    let lines = try place.text("run/scores.csv").split(separator: "\n")
    #expect(lines.count == 3)
    let genotypes = DARTS.sample(count: 2, seed: 0)
    for (line, genotype) in zip(lines.dropFirst(), genotypes) { #expect(line.contains("\"\(genotype)\"")) }
    // The same genotypes in a list, the other way round: index is the place in the list, numbers are the genotype's.
    try place.write(genotypes.reversed().map(\.description).joined(separator: "\n") + "\n", to: "list.txt")
    try place.succeed("score --space darts --architectures list.txt --output listed \(Workplace.tiny)")
    let listed = try place.text("listed/scores.csv").split(separator: "\n")
    #expect(listed[2].dropFirst() == lines[1].dropFirst() && listed[1].dropFirst() == lines[2].dropFirst())
    #expect(listed[1].hasPrefix("0,") && listed[2].hasPrefix("1,"))
    // Nothing is computed twice.
    let again = try place.succeed("score --space darts --sample 2 --output run \(Workplace.tiny)")
    #expect(again.contains("0 of them computed now"))
  }

  @Test func badLists() throws {
    try place.write("Genotype(normal=[('conv_9x9', 0)])\n", to: "list.txt")
    try place.fail(
      65, "score --space darts --architectures list.txt --output run", saying: "list.txt", "line 1", "conv_9x9")
    let genotype = DARTS.sample(count: 1, seed: 0)[0].description
    try place.write("\(genotype)\n\n\(genotype)\n", to: "list.txt")
    try place.fail(
      65, "score --space darts --architectures list.txt --output run", saying: "line 3", "line 1")
    #expect(!place.contains("run"))
  }

  /// A run is run again from its `run.json` alone; a changed digit is found.
  @Test func fromARun() throws {
    try place.writeImages()
    try place.succeed(
      "score --sample 3 --batch 4 --repeats 1 --threads 2 --images hdf5:images.h5#images --output scored")
    #expect(try place.succeed("reproduce --from scored") == "scored: 3 rows, computed again: identical\n")

    let text = try place.text("scored/scores.csv")
    let lines = text.split(separator: "\n").map(String.init)
    let damaged = lines[2].replacingOccurrences(of: ",0,", with: ",0,1")
    try place.write(text.replacingOccurrences(of: lines[2], with: damaged), to: "scored/scores.csv")
    let result = try place.tenas("reproduce --from scored")
    #expect(result.status == 1)
    #expect(
      result.output
        == "scored: 1 lines of scores.csv differ, the first of them line 3\nrecorded: \(damaged)\ncomputed: \(lines[2])\n"
    )

    try FileManager.default.moveItem(atPath: place.path("images.h5"), toPath: place.path("moved.h5"))
    #expect(try place.tenas("reproduce --from scored").status == 66)
    #expect(try place.tenas("reproduce --from scored --images hdf5:moved.h5#images").status == 1)
    #expect(try place.tenas("reproduce --from scored --table table.h5").status == 64)
    #expect(try place.tenas("reproduce fig1 --output out").status == 64)
  }
}
