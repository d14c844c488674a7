import ArgumentParser
import Files
import Foundation
import Synchronization

/// Standard error: messages, and progress if it is a terminal. A message that cannot be written is lost, and nothing else.
enum Terminal {
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether the terminal understands control sequences; an editor's shell does not.
  static let hasControls = ProcessInfo.processInfo.environment["TERM"].map { $0 != "dumb" && !$0.isEmpty } ?? false

  /// The width in characters of the terminal that standard output is, as it is now; nil where it is none.
  static var width: Int? { width(of: STDOUT_FILENO) }

  /// The same of a descriptor. A terminal that does not say is as wide as `COLUMNS` has it, or 80.
  static func width(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return max(20, Int(size.ws_col)) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.map { max(20, $0) } ?? 80
  }

  /// Whether a line of progress stands there unfinished, which a message must not go on; a signal's handler may read it.
  static let lineIsOpen = Atomic(false)
  /// Held by who writes.
  private static let turn = Mutex(())

  /// Writes a message on lines of its own.
  static func complain(_ message: String) {
    let message = width(of: STDERR_FILENO).map(message.folded) ?? message
    turn.withLock { _ in
      let isOpen = lineIsOpen.exchange(false, ordering: .relaxed)
      write((isOpen ? "\n" : "") + message + "\n")
    }
  }

  static func note(_ line: String) { complain("note: \(line)") }

  /// Says why a verb ends; that it was asked to is no error.
  static func fail(_ error: any Error) {
    let isInterruption = (error as? any Failure)?.kind == .interrupted
    // A name that a message repeats may have a line end.
    complain((isInterruption ? "\(error)" : "error: \(error)").onOneLine)
  }

  /// Says what is wrong with how a verb was called, and how it is called; in the words of ArgumentParser, which finds most of such errors.
  static func fail(_ error: ValidationError, usage: String) {
    let name = usage.split(separator: " ").prefix { !"[<-(".contains($0.first!) }.joined(separator: " ")
    complain("error: \(error.message)\nUsage: \(usage)\n  See '\(name) --help' for more information.")
  }

  /// Writes a line of progress over the one that stands there.
  static func overwrite(_ line: String) {
    turn.withLock { _ in
      lineIsOpen.store(true, ordering: .relaxed)
      write((hasControls ? "\r\u{1B}[K" : "\r") + line)
    }
  }

  /// Ends the line of progress, if there is one.
  static func endLine() {
    turn.withLock { _ in
      if lineIsOpen.exchange(false, ordering: .relaxed) { write("\n") }
    }
  }

  private static func write(_ text: String) {
    text.rawBytes.withUnsafeBytes { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = Foundation.write(STDERR_FILENO, rest.baseAddress!, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}
