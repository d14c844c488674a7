import Files
import Foundation
import PythonPackage
import Synchronization

/// What SIGINT, SIGTERM and SIGHUP do: they end the program, unfinished files and a Python at work first; while cells are in hand
/// (a value of this type), the first of them is a request to finish those, and the second ends it.
///
/// A file that would exceed the size a user may write is then an error like a full disk, not the process's end.
final class Interruption: Sendable {
  private static let first = Atomic<Int32>(0)
  private static let working = Atomic<Int>(0)
  private static let message = Array("\ninterrupted; finishing the cells in hand (again to stop)\n".utf8)

  private static let lineEnd = Array("\n".utf8)

  /// Whether a signal has come.
  var isRequested: Bool { Self.first.load(ordering: .relaxed) != 0 }

  /// The signal that came; SIGINT before any.
  static var signal: Int32 {
    let number = first.load(ordering: .relaxed)
    return number == 0 ? SIGINT : number
  }

  /// From now on the signals are a request.
  init() { Self.working.add(1, ordering: .relaxed) }

  deinit { Self.working.subtract(1, ordering: .relaxed) }

  /// Sets the handlers; once, at the start.
  static func install() {
    Foundation.signal(SIGXFSZ, SIG_IGN)
    // Made before a signal comes: a handler may wait for nothing.
    _ = (message, lineEnd, Terminal.lineIsOpen.load(ordering: .relaxed))
    Temporaries.prepare()
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      sigaction(number, nil, &action)
      // `nohup` has it ignored.
      if number == SIGHUP && isIgnored(action) { continue }
      let handler: @convention(c) (Int32) -> Void = { Interruption.handle($0) }
      #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = handler
      #else
        action.__sigaction_handler.sa_handler = handler
      #endif
      action.sa_flags = Int32(SA_RESTART)
      sigaction(number, &action, nil)
    }
    // A parent's worker threads block signals, and its children inherit that: here somebody must hear them.
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&heard, number) }
    pthread_sigmask(SIG_UNBLOCK, &heard, nil)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Calls nothing that a handler may not.
  private static func handle(_ number: Int32) {
    let isFirst = first.exchange(number, ordering: .relaxed) == 0
    guard isFirst, working.load(ordering: .relaxed) > 0 else {
      DataPackage.stop()
      Temporaries.removeAll()
      // The shell's next line shall not go on a line of progress.
      if Terminal.lineIsOpen.load(ordering: .relaxed) {
        lineEnd.withUnsafeBufferPointer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      }
      _exit(128 + number)
    }
    message.withUnsafeBufferPointer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
