import Files
import Foundation

/// Standard error: messages, and progress if it is a terminal. A message that cannot be written is lost, and nothing else.
enum Terminal {
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether the terminal understands control sequences; an editor's shell does not.
  static let hasControls = ProcessInfo.processInfo.environment["TERM"].map { $0 != "dumb" && !$0.isEmpty } ?? false

  static func complain(_ line: String) { write(line + "\n") }

  static func note(_ line: String) { complain("note: \(line)") }

  static func write(_ text: String) {
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
