import Foundation
import SearchSpaces
import TestSupport
import Testing

/// `tenas combine`, and rules where metrics may stand, at the command line.
@Suite struct CombineTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5") { 50 + Double($0 % 300) / 10 }
    let rows = (0..<300).map { "\($0),\($0 % 150),\($0 * 7 % 300),\($0 * 7919 % 263)" }
    try place.write((["index,jacov,flops,zen"] + rows).joined(separator: "\n") + "\n", to: "s.csv")
  }

  private let good = "combine --scores s.csv --table table.h5 --population all --terms 2 --folds 3 --resamples 5"

  @Test func writesTidyFiles() throws {
    let text = try place.succeed("\(good) --output out --threads 1")
    for word in ["rule: log", "held-out", "number of terms", "chosen without each fold", "jacov 3"] {
      #expect(text.contains(word), "\(word)")
    }
    let again = try place.succeed("\(good) --output out --threads 2")
    #expect(text == again)
    #expect(try place.text("out/rankings.csv").hasPrefix("ranking,dataset,population,n,kendall_tau,"))
    for file in [
      "terms.csv", "choices.csv", "frequency.csv", "searches.json", "held-out-tau.vl.json", "tau-by-terms.vl.json",
    ] {
      #expect(place.contains("out/\(file)"), "\(file)")
    }
    #expect(try place.text("out/report.html").contains("cifar10, all cells: held out, τ = "))
  }

  @Test func judgesARuleThatIsFixed() throws {
    try place.write("log jacov + 0.5 flops\n", to: "rule.txt")
    let text = try place.succeed("\(good) --rule rule.txt --output fixed")
    #expect(text.contains("rule: log jacov + 0.5 flops") && text.contains("nothing is chosen here"))
    let rows = try place.text("fixed/rankings.csv").split(separator: "\n")
    #expect(rows.count == 2 && rows[1].hasPrefix("fixed,cifar10,all,300,") && rows[1].hasSuffix(",,,"))
  }

  @Test func rulesAreComparedLikeMetrics() throws {
    let text = try TenasProcess(
      ["validate", "--scores", "s.csv", "--table", "table.h5", "--resamples", "5", "--rule", "log jacov + 0.5 flops"],
      in: place.directory
    ).finish()
    #expect(text.status == 0 && text.output.contains("log jacov + 0.5 flops"), "\(text)")
    let named = try place.succeed(
      "validate --scores s.csv --table table.h5 --resamples 5 --rule", "short=log jacov + 0.5 flops")
    #expect(named.contains(",short,") && !named.contains("0.5 flops"))
    try place.fail(
      64, ["validate", "--scores", "s.csv", "--table", "table.h5", "--rule", "a b=flops"],
      saying: ["'a b=flops'", "letters"])
  }

  /// In a pipe there are the rankings alone, for a program.
  @Test func printsRankings() throws {
    let csv = try place.succeed(good)
    #expect(csv.hasPrefix("ranking,dataset,population,n,kendall_tau,") && csv.contains("\nheld-out,cifar10,all,300,"))
    let latex = try place.succeed("\(good) --format latex")
    #expect(latex.contains(#"\toprule"#) && latex.contains(#"\mathbf{"#))
  }

  @Test(arguments: [
    ("combine --scores s.csv --table table.h5 --metrics jacov,snip", "has no metric 'snip'"),
    ("combine --scores s.csv --table table.h5 --folds 1", "--folds needs at least 2"),
    (
      "combine --scores s.csv --table table.h5 --population all --forms cube",
      "there is no value 'cube'; there are log, rank"
    ),
    ("validate --scores s.csv --table table.h5 --rule az-nas", "needs expressivity, progressivity, trainability"),
    ("validate --scores s.csv --table table.h5 --rule jacov+", "a term is missing"),
  ]) func badInput(_ command: String, _ words: String) throws {
    let result = try place.tenas(command)
    #expect(result.status == 64 && result.error.contains(words), "\(result)")
  }
}
