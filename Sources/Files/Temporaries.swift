import Foundation
import Synchronization

/// Files that are not finished, so that a program which is told to stop removes them first.
///
/// ``removeAll()`` may be called in a signal handler: it takes no lock and no memory.
package enum Temporaries {
  private static let capacity = 16
  /// Paths as C strings, null where a place is free. The handler reads what others write, one word at a time.
  nonisolated(unsafe) private static let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let paths = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    paths.initialize(repeating: nil, count: capacity)
    return paths
  }()
  private static let lock = Mutex(0)

  /// A name beside a path that no other file has: of this process, and so short that a long name leaves room for it.
  package static func name(beside path: String) -> String {
    let number = lock.withLock { count in
      count += 1
      return count
    }
    let directory = path.directory
    let place = directory.isEmpty ? "" : directory == "/" ? "/" : "\(directory)/"
    return "\(place).\(ProcessInfo.processInfo.processIdentifier)-\(number).partial"
  }

  /// Remembers a file until ``forget(_:)``.
  package static func remember(_ path: String) {
    let text = strdup(path.fileName)
    lock.withLock { _ in
      if let place = (0..<capacity).first(where: { paths[$0] == nil }) { paths[place] = text } else { free(text) }
    }
  }

  /// Forgets a file, which has its final name or is gone.
  package static func forget(_ path: String) {
    lock.withLock { _ in
      for place in 0..<capacity where paths[place].map({ strcmp($0, path.fileName) == 0 }) ?? false {
        let text = paths[place]
        paths[place] = nil
        free(text)
      }
    }
  }

  /// Makes what ``removeAll()`` reads, so that a handler does not.
  package static func prepare() { _ = paths }

  /// Removes all files that are not finished, and directories of them, which were remembered before what is in them.
  package static func removeAll() {
    for place in (0..<capacity).reversed() {
      if let path = paths[place], unlink(path) != 0 { rmdir(path) }
    }
  }
}
