import Files
import Foundation
import Synchronization

/// Standard output: results. What cannot be written there is an error, found at the latest at the end (``finish()``).
enum StandardOutput {
  private struct State {
    var held: [UInt8] = []
    /// Why something could not be written; nothing is written after that.
    var failure: Int32?
  }

  private static let state = Mutex(State())
  /// Whoever watches wants to see lines as they come.
  private static let isTerminal = isatty(STDOUT_FILENO) == 1
  private static let capacity = 1 << 16

  /// Writes a text as it is; a failure is kept until the end, since what a verb leaves in files is worth more than its words.
  static func write(_ text: String) {
    // Both are one screen.
    if isTerminal { Terminal.endLine() }
    state.withLock { state in
      state.held += text.rawBytes
      if isTerminal || state.held.count >= capacity { flush(&state) }
    }
  }

  /// Writes what is held back.
  ///
  /// - Throws: `FileError` if anything could not be written.
  static func finish() throws {
    let failure = state.withLock { state in
      flush(&state)
      return state.failure
    }
    guard let failure else { return }
    throw FileError(
      "cannot be written: \(String(cString: strerror(failure)))", file: "standard output", kind: .inputOutput)
  }

  private static func flush(_ state: inout State) {
    defer { state.held.removeAll(keepingCapacity: true) }
    guard state.failure == nil else { return }
    state.held.withUnsafeBytes { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = Foundation.write(STDOUT_FILENO, rest.baseAddress!, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          state.failure = errno
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

/// Takes the place of Swift's `print` in this module, which says nothing when the disk is full. It is for people: lines that are longer than
/// the terminal is wide are folded.
func print(_ item: some CustomStringConvertible, terminator: String = "\n") {
  let text = item.description + terminator
  StandardOutput.write(Terminal.width.map(text.folded) ?? text)
}
