import Files
import Foundation
import Scores

/// Reads and writes the JSON that tells what a run directory holds.
package enum ManifestFile {
  /// Reads a manifest.
  ///
  /// - Throws: ``StudyError``: no such file, or not the JSON of such a manifest.
  package static func read<Manifest: Decodable>(
    _ path: String, as type: Manifest.Type = Manifest.self
  ) throws -> Manifest {
    guard let data = path.contents else {
      let directory = path.directory
      throw StudyError(.noSuchFile, "\(path): no such file; \(directory) is not a run directory")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw StudyError(.badData, "\(path): is not the JSON of a run made by this version (\(reason(error)))")
    }
  }

  /// Writes a manifest, replacing the file in one step.
  package static func write(_ manifest: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(String(decoding: try encoder.encode(manifest), as: UTF8.self) + "\n", to: path, isOwn: true)
  }

  private static func reason(_ error: any Error) -> String {
    func name(_ path: [any CodingKey]) -> String { "'\(path.map(\.stringValue).joined(separator: "."))'" }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "it lacks \(name(context.codingPath + [key]))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(name(context.codingPath)) has the wrong type"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: return "it is not JSON"
    case .dataCorrupted(let context): return "\(name(context.codingPath)) has an unknown value"
    default: return "\(error)"
    }
  }
}
