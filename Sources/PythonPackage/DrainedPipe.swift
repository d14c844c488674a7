import Foundation
import Synchronization

/// A pipe that is read on a thread of its own: a child that fills one pipe while its other output is read would else wait for
/// ever.
final class DrainedPipe: Sendable {
  let pipe = Pipe()
  private let content = Mutex(Data())
  private let end = DispatchSemaphore(value: 0)

  /// Begins to read; to be called when the child has been started.
  func drain() {
    Thread.detachNewThread { [self] in
      let data = try? pipe.fileHandleForReading.readToEnd()
      content.withLock { $0 = data ?? Data() }
      end.signal()
    }
  }

  /// All that was written; waits until nobody can write any more. To be asked once.
  var text: String {
    end.wait()
    return content.withLock { String(decoding: $0, as: UTF8.self) }
  }
}
