import Dispatch
import Foundation
import Synchronization

/// SIGINT and SIGTERM as a request to finish the cells in hand; a second signal ends the process at once.
// The signal sources are set up once and never touched again; the flag is atomic.
final class Interruption: @unchecked Sendable {
  private let requested = Atomic(false)
  private let sources: [any DispatchSourceSignal]

  /// Whether a signal has come.
  var isRequested: Bool { requested.load(ordering: .relaxed) }

  init() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
    }
    for source in sources {
      source.setEventHandler { [weak self] in self?.request() }
      source.resume()
    }
  }

  private func request() {
    if requested.exchange(true, ordering: .relaxed) { exit(130) }
    Terminal.complain("\ninterrupted; finishing the cells in hand (once more to stop at once)")
  }
}
