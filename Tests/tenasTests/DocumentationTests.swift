import Foundation
import TestSupport
import Testing

/// The documentation says what is so.
@Suite struct DocumentationTests {
  private static let catalogue = URL(filePath: Repository.path("Sources/tenas/Documentation.docc"))
  static let articles = [
    "tenas", "Installing", "FirstFigure", "OfficialTable", "AddingAMetric", "Definitions", "TheBestRanking",
    "TheTangentKernel", "Exploring", "DARTS", "Correlations", "ThePaper", "Literature", "YourData", "Verbs", "Files",
    "Figures",
    "Citing", "CommandLine",
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
    try check(commandsOf: article(name), prompts: ["$ tenas ", "$ .build/release/tenas "])
  }

  @Test func commandsOfTheReadmeAreOnesThereAre() throws {
    try check(commandsOf: text("README.md"), prompts: ["tenas "])
  }

  private func check(commandsOf text: String, prompts: [String]) throws {
    let place = try Workplace()
    for line in text.replacing("\\\n", with: "").split(separator: "\n") {
      guard let prompt = prompts.first(where: line.hasPrefix) else { continue }
      let words = line.dropFirst(prompt.count).split(separator: " ").map(String.init)
      let verb = words.prefix(words[0] == "table" ? 2 : 1).joined(separator: " ")
      let help = try place.succeed("\(verb) --help")
      for option in words where option.hasPrefix("--") { #expect(help.contains(option), "\(line)") }
    }
  }

  /// The README's links lead to files of the project, and it stays a page.
  @Test func theReadmeIsAPageOfLinksThatLeadSomewhere() throws {
    let readme = try text("README.md")
    let links = readme.matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
    #expect(links.count > 10)
    for link in links where !link.contains("://") {
      #expect(FileManager.default.fileExists(atPath: Repository.path(link)), "\(link)")
    }
    #expect(readme.split(whereSeparator: \.isWhitespace).count < 1200)
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
