import Foundation

/// Files that one process at a time has open.
package enum HeldFile {
  /// Opens a file for appending, making it if it is not there, and takes hold of it until the descriptor is closed or the
  /// process ends, however it ends. File systems without locks are let pass.
  ///
  /// - Parameter busy: the error if another process holds the file.
  /// - Returns: the descriptor, and whether the file system has locks.
  package static func open(_ path: String, busy: () -> any Error) throws -> (descriptor: Int32, isLocked: Bool) {
    while true {
      let descriptor = Foundation.open(path.fileName, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw AtomicFile.failure(path) }
      let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
      if !isLocked && errno == EWOULDBLOCK {
        close(descriptor)
        throw busy()
      }
      // Its holder may have replaced or removed the file between our opening and our locking it.
      if isAt(path, descriptor) { return (descriptor, isLocked) }
      close(descriptor)
    }
  }

  /// Whether an open file is the one at a path still.
  package static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
    var (opened, there) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path.fileName, &there) == 0
      && opened.st_ino == there.st_ino && opened.st_dev == there.st_dev
  }
}
