import Files
import Foundation
import Runs
import Synchronization

/// A line on a terminal that shows what is being done, how much of it, rate and time left; where standard error is no terminal, a line
/// every thirty seconds.
final class ProgressBar: Sendable {
  private struct State {
    var shown: ContinuousClock.Instant
    /// The length of the line that stands there.
    var length = 0
  }

  private let started = ContinuousClock.now
  private let state: Mutex<State>
  private let isInteractive = Terminal.isInteractive
  private let stage, unit: String

  /// A line that counts things.
  ///
  /// - Parameters:
  ///   - stage: what is being done: `scoring`.
  ///   - unit: the things; empty for a share in percent.
  init(_ stage: String, unit: String = "rows") {
    (self.stage, self.unit) = (stage, unit)
    // The first line of a terminal comes at once.
    state = Mutex(State(shown: isInteractive ? started - .seconds(1) : started))
  }

  deinit { finish() }

  /// Shows a state of progress; at most ten times a second.
  func show(_ progress: ScoringRun.Progress) {
    state.withLock { state in
      let now = ContinuousClock.now
      let isDue =
        isInteractive
        ? now - state.shown > .milliseconds(100) || progress.done == progress.total : now - state.shown > .seconds(30)
      guard isDue else { return }
      state.shown = now
      let text = ProgressText(stage: stage, unit: unit, progress, seconds: (now - started) / .seconds(1))
      guard isInteractive else { return Terminal.complain(text.line()) }
      // The last column stays free: a terminal may begin a line after it.
      let line = text.line(width: (Terminal.width(of: STDERR_FILENO) ?? 80) - 1)
      Terminal.overwrite(Terminal.hasControls ? line : line.paddedEnd(to: state.length))
      state.length = line.count
    }
  }

  /// Shows that some of all things are done.
  func show(_ done: Int, of total: Int) { show(ScoringRun.Progress(done: done, resumed: 0, total: total)) }

  /// Ends the line.
  func finish() { Terminal.endLine() }
}
