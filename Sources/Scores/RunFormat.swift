import Files
import Foundation

/// The version of the run directory's format, which `data/SCHEMA.md` describes.
public enum RunFormat {
  /// The one that this program writes. It reads this and all before.
  public static let version = 2

  /// Refuses a run of a version that this program does not know.
  ///
  /// A directory without a `run.json` that says its version passes; whoever needs more of that file reads it.
  ///
  /// - Throws: ``StudyError`` naming both versions.
  package static func requireKnown(in directory: String) throws {
    let path = "\(directory)/run.json"
    guard let content = path.contents,
      let found = try? JSONDecoder().decode(Stated.self, from: content).record.schema
    else { return }
    guard (1...version).contains(found) else {
      throw StudyError(.badData, "\(path): is of schema \(found); this program reads schemas 1 to \(version)")
    }
  }

  /// What of a run's JSON says its version.
  private struct Stated: Decodable {
    let record: Record

    struct Record: Decodable { let schema: Int? }
  }
}
