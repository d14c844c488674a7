import AccuracyTables
import ArgumentParser
import Files
import Foundation
import PythonPackage
import Runs
import Scores
import Studies

struct Explore: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Write one page to explore all cells with: plots, table, filters, a card of every cell.",
    discussion: """
      Example: tenas explore --scores results/lite --table data/table.h5 --output explore.html

      Cells are those of NAS-Bench-201, or the DARTS genotypes of a table or run. The page is one file and needs no network. Its drawing library comes with the Python of `make python`. Published rules \
      (te-nas, az-nas, vkdnw-agg) are columns where the scores have their metrics; --rule adds others.
      """)

  @Option(
    help: ArgumentHelp("A run, or a file of scores; may be repeated.", valueName: "RUN|FILE"), completion: .file())
  var scores: [String]

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @OptionGroup var targets: TargetOptions
  @OptionGroup var rules: RuleOptions

  @Option(help: ArgumentHelp("The page to write.", valueName: "PAGE.html"), completion: .file(extensions: ["html"]))
  var output: String

  func validate() throws {
    guard table != nil || targets.names == nil else {
      throw ValidationError("--dataset and --target are of an accuracy table; give it as --table")
    }
    guard output.hasSuffix(".html") else { throw ValidationError("--output must end in .html, not \(output)") }
  }

  func perform() throws {
    _ = try OutputPlace(output)
    let truth = try table.map(Truth.openAny)
    if let truth { _ = try targets.check(truth.table) }
    let atlas = try CellAtlas(
      ScoreTable(joining: scores.map { ($0, try ScoreTable(readingFrom: $0, of: truth?.cells)) }),
      title: scores.map(\.lastName).joined(separator: ", "),
      facts: scores.flatMap(facts) + [table.map { "accuracies: \($0.lastName)" }].compactMap(\.self),
      rules: try rules.named(), table: truth?.table, datasets: targets.names)
    let package = try DataPackage(.explorer)
    // Once more, since now it is known what was read.
    let place = try OutputPlace(output)
    let packed = Temporaries.name(beside: place.path)
    Temporaries.remember(packed)
    defer {
      unlink(packed.fileName)
      Temporaries.forget(packed)
    }
    try AtomicFile.store(atlas.packed(), in: packed, for: output)
    let status = try package.run([packed, place.path])
    if status != 0 { throw ExitCode(status) }
    print("written: \(output)")
  }

  /// How a run's numbers came about, and in what that is not the paper's way; none for a file that is no run.
  private func facts(_ run: String) -> [String] {
    guard let settings = try? RunManifest(directory: run).determines else { return [] }
    let departures = settings.departuresFromPaper
    return ["\(run.lastName): \(settings.summary)"]
      + (departures.isEmpty
        ? [] : ["\(run.lastName), otherwise than in the paper: \(departures.joined(separator: "; "))"])
  }
}
