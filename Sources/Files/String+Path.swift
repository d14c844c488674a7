import Foundation

/// Paths, and what there is at one. Foundation has the like, but on Linux it traps on a path of one character, and it knows no name that
/// is not UTF-8.
extension String {
  /// The directory a path is in; empty for a name alone.
  package var directory: String {
    let path = withoutEndingSlashes
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name at a path's end.
  package var lastName: String {
    let path = withoutEndingSlashes
    return path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// Whether there is anything at this path; a link that leads nowhere is nothing.
  package var exists: Bool { status != nil }

  /// Whether there is a directory at this path.
  package var namesDirectory: Bool { status.map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

  /// What the system knows of the file at this path; nil if there is none.
  package var status: stat? {
    var status = stat()
    return stat(fileName, &status) == 0 ? status : nil
  }

  /// The bytes of the file at this path; nil if it cannot be read.
  package var contents: Data? {
    guard let handle = FileHandle(readingFile: self) else { return nil }
    return try? handle.readToEnd() ?? Data()
  }

  /// The names in the directory at this path; nil if there is none.
  package var entries: [String]? {
    guard let directory = opendir(fileName) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
          String(fileName: UnsafeBufferPointer(start: $0, count: strlen(tuple)))
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// The path with every link followed; as it is where there is nothing.
  package var resolved: String {
    guard let real = realpath(fileName, nil) else { return self }
    defer { free(real) }
    return String(fileName: UnsafeBufferPointer(start: real, count: strlen(real)).map { UInt8(bitPattern: $0) })
  }

  /// The path without slashes at its end.
  package var withoutEndingSlashes: String {
    var path = self[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return String(path)
  }
}

extension FileHandle {
  /// Opens a file; nil if it cannot be read.
  package convenience init?(readingFile path: String) {
    let descriptor = open(path.fileName, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    self.init(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
