import Files
import Foundation
import Scores
import Synchronization

/// The searches of a study that are done, in `searches.json` of its directory, so that an interrupted study goes on.
///
/// Numbers are written so that they are read back to the bit.
final class SearchRecord: Sendable {
  static let name = "searches.json"

  /// A rule of each size.
  struct Rules: Codable, Equatable {
    var rules: [String]
    var objectives: [Double]
  }

  private struct File: Codable {
    /// What the searches depend on.
    var determines: [String]
    var searches: [String: Rules]
  }

  private let path: String?
  private let file: Mutex<File>

  /// Reads what a directory has of the same settings; nothing without a directory.
  ///
  /// - Throws: ``StudyError`` if the directory is of other settings.
  init(_ directory: String?, determines: [String]) throws {
    path = directory.map { "\($0)/\(Self.name)" }
    var found = File(determines: determines, searches: [:])
    if let path, let data = path.contents {
      guard let old = try? JSONDecoder().decode(File.self, from: data) else {
        throw StudyError(.badData, "\(path): is not what tenas combine writes; remove it, or give another --output")
      }
      guard old.determines == determines else {
        let line = zip(old.determines, determines).first { $0 != $1 }
        throw StudyError(
          .usage,
          "\(path): was made with \(line?.0 ?? "other settings"), not with \(line?.1 ?? "these"); give another --output"
        )
      }
      found = old
    }
    file = Mutex(found)
  }

  subscript(_ search: String) -> Rules? { file.withLock { $0.searches[search] } }

  /// Keeps a search, and replaces the file in one step.
  func add(_ search: String, _ rules: Rules) throws {
    let text = try file.withLock { file in
      file.searches[search] = rules
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return String(decoding: try encoder.encode(file), as: UTF8.self) + "\n"
    }
    if let path { try AtomicFile.write(text, to: path) }
  }
}
