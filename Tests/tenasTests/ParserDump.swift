import Foundation
import TestSupport
import Testing

/// The command line as its parser describes it.
struct ParserDump {
  struct Verb: Decodable {
    let commandName: String
    let abstract, discussion: String?
    let subcommands: [Verb]?
    let arguments: [Argument]?
    /// The words that call it.
    fileprivate(set) var path: [String] = []

    private enum CodingKeys: CodingKey { case commandName, abstract, discussion, subcommands, arguments }
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind, name: String
    }

    let names: [Name]?
    let abstract: String?
    let shouldDisplay: Bool

    /// `--batch`.
    var options: [String] { (names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" } }
  }

  private struct Document: Decodable {
    let command: Verb
  }

  /// All verbs, those that only hold others among them.
  let verbs: [Verb]

  init(in place: Workplace) throws {
    let text = try place.succeed("--experimental-dump-help")
    let root = try JSONDecoder().decode(Document.self, from: Data(text.utf8)).command
    verbs = (root.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { Self.all($0, below: []) }
  }

  private static func all(_ verb: Verb, below path: [String]) -> [Verb] {
    var own = verb
    own.path = path + [verb.commandName]
    return [own] + (verb.subcommands ?? []).flatMap { all($0, below: own.path) }
  }
}
