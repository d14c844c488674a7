import Foundation
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

  @Test func whatIsRefused() throws {
    try place.fail(64, "export --format notebook run --output run.html", saying: ".ipynb")
    try place.fail(64, "export --format nothing run --output run.ipynb", saying: "nothing")
    try place.fail(66, "export --format notebook missing --output run.ipynb", saying: "missing")
    try place.fail(66, "export --format notebook run --output run.ipynb --table no.h5", saying: "no.h5")
    try place.fail(74, "export --format notebook run --output /dev/null/run.ipynb", saying: "/dev/null/run.ipynb")
  }
}
