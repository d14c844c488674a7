import Files
import Foundation
import Scores

/// Holds a run directory for one process; `run.lock` in it says for which.
///
/// The hold is the system's lock on that file (`flock`), which ends with the process, so that nobody ever waits for a dead one.
/// A file that is there and not held was left by a process that was killed. Where the file system has no locks, the file alone
/// counts, as far as its process can be seen from here.
package final class RunLock {
  /// Who works on a run, since when, and from which row on.
  struct Session: Codable {
    var host = RunLock.host
    var process = ProcessInfo.processInfo.processIdentifier
    var began = Date.now.timeIntervalSince1970
    /// Rows there were at the beginning.
    var resumed = 0

    /// Whether its process lives; nil where that cannot be seen, because it is another machine's.
    var isAlive: Bool? { host == RunLock.host ? kill(process, 0) == 0 || errno == EPERM : nil }
  }

  static let name = "run.lock"
  private let path: String
  private let descriptor: Int32
  private var session = Session()

  /// Takes hold of a directory until the value goes.
  ///
  /// - Parameter note: called if the run was left by a process that was killed.
  /// - Throws: ``StudyError`` if another process holds it, naming it, or if the directory cannot be written.
  init(_ directory: String, note: (String) -> Void) throws {
    path = "\(directory)/\(Self.name)"
    let held = try HeldFile.open(path) { Self.busy(directory) }
    if let earlier = Self.session(in: directory) {
      if !held.isLocked && earlier.process != session.process && earlier.isAlive == true {
        close(held.descriptor)
        throw Self.busy(directory)
      }
      note(
        "\(directory): process \(earlier.process) on \(earlier.host) was stopped before it could finish; going on from there"
      )
    }
    descriptor = held.descriptor
    try write()
  }

  deinit {
    unlink(path.fileName)
    close(descriptor)
  }

  /// Tells how many rows there are at the beginning.
  func begin(resumed: Int) throws {
    session.resumed = resumed
    try write()
  }

  private func write() throws {
    ftruncate(descriptor, 0)
    try AtomicFile.append(
      String(decoding: try JSONEncoder().encode(session), as: UTF8.self) + "\n", to: descriptor, path: path)
  }

  /// What a directory's `run.lock` says; nil if there is none.
  static func session(in directory: String) -> Session? {
    "\(directory)/\(name)".contents.flatMap {
      try? JSONDecoder().decode(Session.self, from: $0)
    }
  }

  /// The error of a process that finds another one at work.
  package static func busy(_ directory: String) -> StudyError {
    let who = session(in: directory).map { " (process \($0.process) on \($0.host))" } ?? ""
    return StudyError(
      .usage, "\(directory): another process\(who) is working on this run; wait for it, or choose another --output")
  }

  private static let host = ProcessInfo.processInfo.hostName
}
