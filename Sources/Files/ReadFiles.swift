import Foundation
import Synchronization

/// The files that a program has read, so that it does not replace one of them.
///
/// Nothing is remembered until ``watch()``: a command line reads before it writes, and a file of both is a slip; a program that
/// uses the library may well read a file, change it and write it back.
package enum ReadFiles {
  private struct Identity: Hashable {
    let device, number: UInt64
    /// When a file last changed, since the number of one that is gone is given to another; 0 of a directory, which changes with its files.
    let seconds, nanoseconds: Int

    init(_ status: stat) {
      (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
      let isDirectory = status.st_mode & S_IFMT == S_IFDIR
      #if canImport(Darwin)
        let changed = status.st_ctimespec
      #else
        let changed = status.st_ctim
      #endif
      (seconds, nanoseconds) = isDirectory ? (0, 0) : (changed.tv_sec, changed.tv_nsec)
    }
  }

  private static let known = Mutex<Set<Identity>?>(nil)

  /// Remembers every file that is read from now on.
  package static func watch() { known.withLock { if $0 == nil { $0 = [] } } }

  /// Remembers an open file.
  package static func add(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    known.withLock { _ = $0?.insert(Identity(status)) }
  }

  /// Remembers a file, or the files of a directory, that another program is to read.
  package static func add(path: String) {
    let descriptor = open(path.fileName, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    known.withLock { _ = $0?.insert(Identity(status)) }
  }

  /// Whether a file was read, or its directory as a whole.
  static func contains(_ path: String, _ status: stat) -> Bool {
    known.withLock { known in
      guard let known, !known.isEmpty else { return false }
      var directory = stat()
      let name = path.directory
      return known.contains(Identity(status))
        || stat((name.isEmpty ? "." : name).fileName, &directory) == 0 && known.contains(Identity(directory))
    }
  }
}
