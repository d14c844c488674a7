import ArgumentParser
import Files

/// The words that call a verb.
enum VerbName {
  /// Refuses a word that stands where a verb should, is none, and is like one; ArgumentParser would speak of an unexpected argument.
  ///
  /// - Throws: `FileError` of kind `.usage` with the verb that was meant.
  static func check(_ words: [String], of command: any ParsableCommand.Type) throws {
    let verbs = command.configuration.subcommands
    guard !verbs.isEmpty, let word = words.first, !word.hasPrefix("-") else { return }
    if let verb = verbs.first(where: { name(of: $0) == word }) { return try check(Array(words.dropFirst()), of: verb) }
    guard word != "help" else { return try check(Array(words.dropFirst()), of: command) }
    let names = verbs.map(name)
    throw FileError(word.isUnknown(as: "verb", among: names), kind: .usage)
  }

  /// The name that ArgumentParser gives a verb without one.
  private static func name(of verb: any ParsableCommand.Type) -> String {
    verb.configuration.commandName ?? String(describing: verb).lowercased()
  }
}
