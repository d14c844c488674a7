import Foundation
import TestSupport
import Testing

/// The documentation says what is so.
@Suite struct DocumentationTests {
  private static let catalogue = URL(filePath: Repository.path("Sources/tenas/Documentation.docc"))
  static let articles = [
    "tenas", "Installing", "FirstFigure", "OfficialTable", "AddingAMetric", "Definitions", "TheBestRanking",
    "TheTangentKernel", "Exploring", "DARTS", "CommandLine",
  ]

  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: Repository.path(path)), encoding: .utf8)
  }

  private func article(_ name: String) throws -> String {
    try text("Sources/tenas/Documentation.docc/\(name).md")
  }

  /// The example of a metric is listed in two places, and is the file itself.
  @Test(arguments: ["Sources/tenas/Documentation.docc/AddingAMetric.md", "Sources/Metrics/README.md"])
  func theMetricShownIsTheOneThere(document: String) throws {
    let source = try text("Sources/Metrics/SkipConnections.swift")
    #expect(try text(document).contains(source))
    #expect(try text("Sources/Metrics/MetricTable.swift").contains("Entry { _ in SkipConnections() },"))
  }

  /// Every option of every command that is shown exists.
  @Test(arguments: articles)
  func commandsAreOnesThereAre(article name: String) throws {
    let place = try Workplace()
    let text = try article(name).replacing("\\\n", with: "")
    for line in text.split(separator: "\n")
    where line.hasPrefix("$ tenas ") || line.hasPrefix("$ .build/release/tenas ") {
      let words = line.split(separator: " ").dropFirst(2).map(String.init)
      let verb = words.prefix(words[0] == "table" ? 2 : 1).joined(separator: " ")
      let help = try place.succeed("\(verb) --help")
      for option in words where option.hasPrefix("--") { #expect(help.contains(option), "\(line)") }
    }
  }

  /// The reference of the command line is what the parser says: every verb and option, and nothing that is gone.
  @Test func theCommandLineIsTheProgramsOwn() throws {
    let page = try article("CommandLine")
    let verbs = try ParserDump(in: Workplace()).verbs
    let headings = page.split(separator: "\n").filter { $0.hasPrefix("##") }.map {
      $0.drop { $0 == "#" }.dropFirst()
    }
    #expect(headings == verbs.map { "tenas \($0.path.joined(separator: " "))"[...] }, "run `make command-line`")
    for verb in verbs {
      let heading = "# tenas \(verb.path.joined(separator: " "))\n"
      let start = try #require(page.range(of: heading)).upperBound
      let section = page[start...].prefix(
        upTo: page.range(of: "\n##", range: start..<page.endIndex)?.lowerBound ?? page.endIndex)
      let arguments = (verb.arguments ?? []).filter {
        $0.shouldDisplay && $0.options != ["--help"] && $0.options != ["--version"]
      }
      for text in [verb.abstract, verb.discussion].compactMap(\.self) {
        #expect(section.contains(text), "\(verb.path): run `make command-line`")
      }
      for argument in arguments {
        #expect(section.contains(argument.abstract ?? ""), "\(verb.path), \(argument.options): run `make command-line`")
      }
      #expect(
        section.split(separator: "- term `").count == 1 + arguments.count, "\(verb.path): run `make command-line`")
    }
  }

  @Test func theFirstPageLeadsToAllOthers() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.catalogue.path)
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
    let page = try article("tenas")
    for name in names where name != "tenas" { #expect(page.contains("<doc:\(name)>"), "\(name)") }
    #expect(Set(names) == Set(Self.articles + ["Performance"]))
    #expect(try article("Performance") == text("Benchmarks/PERFORMANCE.md"))
  }
}
