import Dispatch
import Foundation
import Synchronization

/// SIGINT and SIGTERM as a request to finish the cells in hand; a second signal ends the process at once.
///
/// A file that would exceed the size a user may write is then an error like a full disk, not the process's end.
// The signal sources are set up once and never touched again; the flag is atomic.
final class Interruption: @unchecked Sendable {
  private static let first = Atomic<Int32>(0)
  private let sources: [any DispatchSourceSignal]

  /// Whether a signal has come.
  var isRequested: Bool { Self.first.load(ordering: .relaxed) != 0 }

  /// The signal that came; SIGINT before any.
  static var signal: Int32 {
    let number = first.load(ordering: .relaxed)
    return number == 0 ? SIGINT : number
  }

  init() {
    Foundation.signal(SIGXFSZ, SIG_IGN)
    sources = [SIGINT, SIGTERM].map { number in
      Foundation.signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
    }
    for (source, number) in zip(sources, [SIGINT, SIGTERM]) {
      source.setEventHandler { Self.request(number) }
      source.resume()
    }
  }

  private static func request(_ number: Int32) {
    if first.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
    Terminal.complain("\ninterrupted; finishing the cells in hand (once more to stop at once)")
  }
}
