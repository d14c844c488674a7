import Foundation

/// The two parts of a path. Foundation's `NSString` has them too, but on Linux it traps on a path of one character.
extension String {
  /// The directory a path is in; empty for a name alone.
  package var directory: String {
    guard let slash = withoutEndingSlashes.lastIndex(of: "/") else { return "" }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The name at a path's end.
  package var lastName: String {
    let path = withoutEndingSlashes
    return path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? String(path)
  }

  /// Whether there is a directory at this path.
  package var namesDirectory: Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: self, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  private var withoutEndingSlashes: Substring {
    var path = self[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return path
  }
}
