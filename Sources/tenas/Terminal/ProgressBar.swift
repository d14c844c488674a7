import Files
import Foundation
import Runs
import Synchronization

/// A line on a terminal that shows rows done, rate and time left; nothing where standard error is not a terminal.
final class ProgressBar: Sendable {
  private struct State {
    var shown = ContinuousClock.now - .seconds(1)
    /// The length of the line that stands there.
    var length = 0
  }

  private let started = ContinuousClock.now
  private let state = Mutex(State())
  private let isShown = Terminal.isInteractive
  private let unit: String

  /// A line that counts things of the given name.
  init(_ unit: String = "rows") { self.unit = unit }

  /// Shows a state of progress; at most ten times a second.
  func show(_ progress: ScoringRun.Progress) {
    guard isShown else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      guard now - state.shown > .milliseconds(100) || progress.done == progress.total else { return }
      state.shown = now
      let line = line(progress, elapsed: now - started)
      let rest = Terminal.hasControls ? "" : String(repeating: " ", count: max(0, state.length - line.count))
      state.length = line.count
      Terminal.write((Terminal.hasControls ? "\r\u{1B}[K" : "\r") + line + rest)
    }
  }

  /// Ends the line.
  func finish() {
    if isShown { Terminal.write("\n") }
  }

  private func line(_ progress: ScoringRun.Progress, elapsed: Duration) -> String {
    let width = 24
    let filled = progress.total == 0 ? width : width * progress.done / progress.total
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let computed = progress.done - progress.resumed
    let seconds = elapsed / .seconds(1)
    var text = "[\(bar)] \(progress.done)/\(progress.total) \(unit)"
    if progress.resumed > 0 { text += " (\(progress.resumed) from before)" }
    if computed > 0 && seconds > 0 {
      let rate = Double(computed) / seconds
      let left = Double(progress.total - progress.done) / rate
      text += "  \(TextNumber.plain(rate, places: 1)) \(unit)/s  \(TextDuration.clock(left)) left"
    }
    return text
  }
}
