import Foundation
import TestSupport
import Testing

/// `tenas export`: the files it writes, and what it refuses.
@Suite struct ExportTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeRun()
  }

  private func code(_ name: String) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(place.text(name).utf8)) as? [String: Any]
    let cells = try #require(object?["cells"] as? [[String: Any]])
    return cells.filter { $0["cell_type"] as? String == "code" }
      .flatMap { ($0["source"] as? [String] ?? []) + ["\n"] }.joined()
  }

  @Test func notebookWithAccuracies() throws {
    try place.writeTable("table.h5")
    let printed = try place.succeed("export --format notebook run --output out/run.ipynb --table table.h5")
    #expect(printed.contains("out/run.ipynb") && printed.contains("out/run-accuracy.csv"))
    let code = try code("out/run.ipynb")
    #expect(code.contains("read_csv(\"../run/scores.csv\")") && code.contains("read_csv(\"run-accuracy.csv\")"))
    #expect(code.contains("datasets = [\"cifar10\"]"))
    let lines = try place.text("out/run-accuracy.csv").split(separator: "\n")
    #expect(lines.first == "index,architecture,cifar10" && lines.count == 7)
    let first = try place.text("out/run.ipynb")
    try place.succeed("export --format notebook run/scores.csv --output out/run.ipynb --table table.h5")
    #expect(try place.text("out/run.ipynb") == first)
  }

  @Test func notebookOfScoresAlone() throws {
    try place.succeed("export --format notebook run --output run.ipynb")
    let code = try code("run.ipynb")
    #expect(code.contains("read_csv(\"run/scores.csv\")") && !code.contains("accuracy.csv"))
    #expect(!place.contains("run-accuracy.csv"))
  }

  // MARK: tables

  /// A run, `cells`, of four cells and two repeats; the first cell in the benchmark's order has no path.
  private func writeCells() throws {
    try place.write("\(BadInputTests.emptyCell)\n0\n7\n11\n", to: "cells.txt")
    try place.succeed(
      "score --architectures cells.txt --output cells --batch 4 --repeats 2 --images hdf5:images.h5#images")
  }

  private func rows(_ name: String) throws -> [[String]] {
    try place.text(name).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func aRowACell() throws {
    try writeCells()
    try place.writeTable("table.h5")
    try place.succeed("export --format csv-wide cells --output wide.csv --table table.h5")
    let lines = try rows("wide.csv")
    #expect(
      lines[0].joined(separator: ",")
        == "index,architecture,repeats,kappa,kappa_sd,regions,regions_sd,parameters,parameters_sd,flops,flops_sd,combined,"
        + "cifar10_test_accuracy")
    #expect(lines.count == 5)
    let scores = try rows("cells/scores.csv").dropFirst()
    for line in lines.dropFirst() {
      let repeats = scores.filter { $0[0] == line[0] }
      let (kappa, regions) = (repeats.map { Double($0[3])! }, repeats.map { Double($0[4])! })
      #expect(line[1] == repeats[0][1] && line[2] == "2")
      #expect(Double(line[3])! == (kappa[0] + kappa[1]) / 2 && Double(line[5])! == (regions[0] + regions[1]) / 2)
      // Of two values, the sample deviation is their distance over √2.
      #expect(abs(Double(line[6])! - abs(regions[0] - regions[1]) / 2.0.squareRoot()) < 1e-9)
      if line[1] == BadInputTests.emptyCell {
        #expect(line[3] == "inf" && line[4].isEmpty)
        #expect(line[11] == "\(4 + lines.dropFirst().count { Double($0[5])! >= Double(line[5])! })")
      } else {
        #expect(abs(Double(line[4])! - abs(kappa[0] - kappa[1]) / 2.0.squareRoot()) < 1e-9 * kappa[0])
      }
      #expect(Double(line[12]) == 50 + Double(Int(line[0])! * 7919 % 4000) / 100)
    }
  }

  @Test func aRowAScore() throws {
    try writeCells()
    try place.succeed("export --format csv-tidy cells --output tidy.csv")
    let lines = try rows("tidy.csv")
    #expect(lines[0] == ["index", "architecture", "repeat", "metric", "value"])
    let expected = try rows("cells/scores.csv").dropFirst().flatMap { row in
      zip(["kappa", "regions", "parameters", "flops"], row[3...]).map { [row[0], row[1], row[2], $0, $1] }
    }
    #expect(Array(lines.dropFirst()) == expected && expected.contains { $0[4] == "inf" })
    try place.fail(64, "export --format csv-tidy cells --output t.csv --table t.h5", saying: "--table", "csv-tidy")
  }

  @Test func scoresForOthersSuites() throws {
    try writeCells()
    try place.writeTable("table.h5")
    let options = "--dataset cifar10 --table table.h5 --accuracy test_accuracy"
    try place.succeed("export --format suite-zero cells --output zc.json \(options)")
    let json = try place.text("zc.json")
    #expect(json.contains("{\"cifar10\": {") && json.contains("\"kappa\": {\"score\": 1e999, \"time\": null}"))
    #expect(json.contains("\"(1, 1, 1, 1, 1, 1)\": {") && json.contains("\"val_accuracy\": "))
    // What comes back are the scores, the infinite one among them.
    let validate =
      "--table table.h5 --metrics kappa,regions --direction kappa=lower --direction regions=higher --resamples 2"
    try place.succeed("validate --scores zc.json \(validate) --output back")
    try place.succeed("validate --scores cells \(validate) --output straight")
    #expect(try place.text("back/validation.csv") == place.text("straight/validation.csv"))
    try place.succeed("export --format csv-wide cells --output wide.csv")
    try place.succeed("validate --scores wide.csv \(validate) --output wide")
    #expect(try place.text("wide/validation.csv") == place.text("straight/validation.csv"))

    try place.succeed("export --format suite-zero cells --output two.json --dataset cifar100,imagenet16-120")
    #expect(try place.text("two.json").contains("\"ImageNet16-120\": {"))
    #expect(try !place.text("two.json").contains("val_accuracy"))
    try place.fail(64, "export --format suite-zero cells --output z.json", saying: "cells", "--dataset")
    try place.fail(
      65, "export --format suite-zero cells --output z.json --dataset cifar10 --table table.h5",
      saying: "table.h5", "/datasets/cifar10/validation_accuracy")
    try place.fail(64, "export --format suite-zero cells --output z.json --accuracy a", saying: "--accuracy", "--table")
  }

  @Test func tablesOfCorrelations() throws {
    try writeCells()
    try place.writeTable("table.h5")
    let csv = try place.succeed("correlate --scores cells --table table.h5 --resamples 50").split(separator: "\n")
    let options = "--table table.h5 --resamples 50"
    try place.succeed("export --format markdown cells --output c.md \(options)")
    try place.succeed("export --format latex cells --output c.tex \(options)")
    let markdown = try place.text("c.md").split(separator: "\n").map(String.init)
    let latex = try place.text("c.tex").split(separator: "\n").map(String.init)
    #expect(markdown[0] == "| data set | population | metric | n | Kendall τ [95%] | Spearman ρ [95%] |")
    #expect(latex.contains { $0.hasPrefix("% kappa is infinite") } && latex.last == #"\end{tabular}"#)
    // The data set is said once, and the best is bold.
    #expect(latex.filter { $0.contains("CIFAR-10") }.count == 1 && latex.contains { $0.contains("mathbf") })
    #expect(markdown.contains { $0.hasPrefix("- kappa is infinite") && $0.contains("1 of 4 cells") })
    for line in csv.dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      func number(_ text: String) -> String { String(format: "%.3f", Double(text)! == 0 ? 0 : Double(text)!) }
      let row = try #require(markdown.first { $0.hasPrefix("| cifar10 | all | \(fields[2]) | 4 |") })
      if fields[10] != "nan" {
        let tau = "\(number(fields[10])) [\(number(fields[11])), \(number(fields[12]))]"
        #expect(row.contains("| \(tau) |"), "\(row) \(tau)")
        let interval = #"{\scriptsize$[\#(number(fields[11])), \#(number(fields[12]))]$}"#
        let plain = "$\(number(fields[10]))$ \(interval)"
        let bold = #"$\mathbf{\#(number(fields[10]))}$ \#(interval)"#
        #expect(latex.contains { $0.contains(plain) || $0.contains(bold) }, "\(plain)")
      }
    }
    try place.fail(64, "export --format latex cells --output d.tex", saying: "--table", "latex")
    try place.fail(64, "export --format csv-wide cells --output d.csv --resamples 5", saying: "--resamples", "csv-wide")
    try place.fail(64, "export --format csv-wide cells --output d.csv --dataset cifar10", saying: "--dataset")
    try place.fail(64, "export --format markdown cells --output d.md --table table.h5 --dataset x", saying: "'x'")
  }

  @Test func genotypesAreOfNoBenchmark() throws {
    try place.succeed("score --space darts --sample 2 --output darts \(Workplace.tiny)")
    try place.succeed("export --format csv-wide darts --output darts.csv")
    #expect(try place.text("darts.csv").split(separator: "\n")[1].hasPrefix("0,\"Genotype("))
    try place.writeTable("table.h5")
    try place.fail(
      64, "export --format csv-wide darts --output d.csv --table table.h5", saying: "darts", "NAS-Bench-201")
    try place.fail(64, "export --format suite-zero darts --output d.json --dataset cifar10", saying: "NAS-Bench-201")
  }

  /// A rule's column is what `top` ranks by; latex has its row.
  @Test func rules() throws {
    try place.succeed("export --format csv-wide run --output r.csv --rule te-nas", "--rule", "log regions + 2 flops")
    let rows = try place.text("r.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let (first, second) = (
      try #require(rows[0].firstIndex(of: "te_nas")), try #require(rows[0].firstIndex(of: "rule"))
    )
    #expect(second == first + 1 && rows[0][first - 1] == "combined")
    let best = try #require(rows.dropFirst().max { Double($0[second])! < Double($1[second])! })
    let top = try TenasProcess(["top", "run", "--by", "log regions + 2 flops", "-n", "1"], in: place.directory).finish()
    #expect(top.output.split(separator: "\n").last?.split(separator: ",").dropFirst().first == best[0])
    try place.fail(64, "export --format csv-wide run --output s.csv --rule az-nas", saying: "needs expressivity")
    try place.fail(64, "export --format csv-tidy run --output s.csv --rule te-nas", saying: "--rule means nothing")
    #expect(!place.contains("s.csv"))
  }

  // MARK: files in the way

  @Test func whatIsThereIsKept() throws {
    try place.succeed("export --format csv-wide run --output a/wide.csv")
    let wide = try place.text("a/wide.csv")
    try place.succeed("export --format csv-wide run --output a/wide.csv")
    try place.write("mine\n", to: "a/wide.csv")
    try place.fail(64, "export --format csv-wide run --output a/wide.csv", saying: "a/wide.csv", "--force")
    #expect(try place.text("a/wide.csv") == "mine\n")
    try place.succeed("export --format csv-wide run --output a/wide.csv --force")
    #expect(try place.text("a/wide.csv") == wide)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("a")) == ["wide.csv"])
    let scores = try place.text("run/scores.csv")
    try place.fail(64, "export --format csv-tidy run --output run/scores.csv --force", saying: "run/scores.csv")
    try place.fail(
      64, "export --format csv-tidy run/scores.csv --output run/../run/scores.csv --force", saying: "scores.csv")
    try place.fail(
      64, "export --format csv-tidy run --output a --force", saying: "a: is there and is not a file")
    #expect(try place.text("run/scores.csv") == scores)
  }

  @Test func aNotebookIsKeptWithItsAccuracies() throws {
    try place.writeTable("table.h5")
    try place.write("mine", to: "run-accuracy.csv")
    try place.fail(64, "export --format notebook run --output run.ipynb --table table.h5", saying: "run-accuracy.csv")
    #expect(!place.contains("run.ipynb"))
    try place.succeed("export --format notebook run --output run.ipynb --table table.h5 --force")
  }

  @Test(arguments: ["parquet", "hdf5"]) func withoutPython(format: String) throws {
    let arguments = [
      "TENAS_PYTHON=/nowhere/python", TenasProcess.executable.path, "export", "--format", format, "run", "--output",
      "r.x",
    ]
    let outcome = try TenasProcess(program: "/usr/bin/env", arguments, in: place.directory).finish()
    #expect(outcome.status == 66 && outcome.errorLines.count == 1, "\(outcome.error)")
    #expect(outcome.error.contains("TENAS_PYTHON is '/nowhere/python'"))
    #expect(!place.contains("r.x"))
  }

  @Test func whatIsRefused() throws {
    try place.fail(64, "export --format notebook run --output run.html", saying: ".ipynb")
    try place.fail(64, "export --format nothing run --output run.ipynb", saying: "nothing")
    for format in ["notebook", "csv-wide", "csv-tidy", "parquet", "suite-zero --dataset cifar10"] {
      try place.fail(66, "export missing --output run.ipynb --format \(format)", saying: "missing")
    }
    try place.fail(66, "export --format notebook run --output run.ipynb --table no.h5", saying: "no.h5")
    try place.fail(
      74, "export --format notebook run --output /dev/null/run.ipynb", saying: "/dev/null", "director")
  }
}
