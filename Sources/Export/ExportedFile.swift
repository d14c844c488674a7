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
    let kept = Set(inputs.map(resolved))
    for file in files {
      guard !kept.contains(resolved(file.path)) else {
        throw StudyError(.usage, "\(file.path): is what is exported; choose another --output")
      }
    }
    var temporaries: [String] = []
    defer { for temporary in temporaries { unlink(temporary) } }
    for file in files {
      if !file.path.directory.isEmpty { try AtomicFile.makeDirectory(file.path.directory) }
      temporaries.append(file.temporary)
      try file.complete()
    }
    for file in files { try file.requireFreePlace(replacing: isReplacing) }
    for file in files {
      guard rename(file.temporary, file.path) == 0 else { throw AtomicFile.failure(file.path) }
    }
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  private var temporary: String {
    let directory = path.directory.isEmpty || path.directory == "/" ? path.directory : "\(path.directory)/"
    return "\(directory).\(path.lastName).\(ProcessInfo.processInfo.processIdentifier).partial"
  }

  private func complete() throws {
    switch content {
    case .text(let text): try AtomicFile.store(text, in: temporary, for: path)
    case .written(let write):
      // Made here first, so that a directory that cannot be written to is an error about the file asked for.
      try AtomicFile.store("", in: temporary, for: path)
      try write(temporary)
    }
  }

  private func requireFreePlace(replacing isReplacing: Bool) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StudyError(.usage, "\(path): is there and is not a file; choose another --output")
    }
    guard isReplacing || FileManager.default.contentsEqual(atPath: temporary, andPath: path) else {
      throw StudyError(.usage, "\(path): is there already, with other content; --force replaces it")
    }
  }
}
