import Files
import Foundation
import Scores

/// A file that an export writes: where, and how its content comes about.
public struct ExportedFile {
  private enum Content {
    case text(String)
    case written(by: (String) throws -> Void)
  }

  /// Where it will be.
  public let path: String
  private let content: Content

  /// A file of text.
  public init(_ path: String, text: String) { (self.path, content) = (path, .text(text)) }

  /// A file that something else writes.
  ///
  /// - Parameter write: replaces the empty file at the path it is given, which is not the final one.
  public init(_ path: String, writing write: @escaping (String) throws -> Void) {
    (self.path, content) = (path, .written(by: write))
  }

  /// Writes files, all of them or none: each is completed under another name beside its place, then all are renamed.
  ///
  /// - Parameters:
  ///   - files: what to write; missing directories are made.
  ///   - isReplacing: whether to replace a file with other content; the same content is never an error.
  ///   - inputs: files that are read, and are not replaced whatever is asked for.
  /// - Throws: `StudyError` if a file is in the way; `FileError` if one cannot be written; what a writing closure throws.
  public static func write(_ files: [ExportedFile], replacing isReplacing: Bool, keeping inputs: [String]) throws {
    let kept = Set(inputs.map(\.resolved))
    for file in files {
      guard !kept.contains(file.path.resolved) else {
        throw StudyError(.usage, "\(file.path): is what is exported; choose another --output")
      }
    }
    var written: [(temporary: String, place: OutputPlace)] = []
    defer {
      for (temporary, _) in written {
        unlink(temporary.fileName)
        Temporaries.forget(temporary)
      }
    }
    for file in files {
      if !file.path.directory.isEmpty { try AtomicFile.makeDirectory(file.path.directory) }
      let place = try OutputPlace(file.path)
      let temporary = Temporaries.name(beside: place.path)
      written.append((temporary, place))
      Temporaries.remember(temporary)
      try file.complete(in: temporary)
    }
    for (temporary, place) in written { try Self.requireFree(place, for: temporary, replacing: isReplacing) }
    for (temporary, place) in written {
      guard rename(temporary.fileName, place.path.fileName) == 0 else { throw AtomicFile.failure(place.asked) }
    }
  }

  private func complete(in temporary: String) throws {
    switch content {
    case .text(let text): try AtomicFile.store(text, in: temporary, for: path)
    case .written(let write):
      // Made here first, so that a directory that cannot be written to is an error about the file asked for.
      try AtomicFile.store("", in: temporary, for: path)
      try write(temporary)
    }
  }

  private static func requireFree(_ place: OutputPlace, for temporary: String, replacing isReplacing: Bool) throws {
    guard place.path.exists, !isReplacing, temporary.contents != place.path.contents else { return }
    throw StudyError(.usage, "\(place.asked): is there already, with other content; --force replaces it")
  }
}
