import Synchronization

/// A queue of numbered items worked off by several threads, each taking the next number as it becomes free.
///
/// Taking a number is one atomic addition; there is no lock. The order in which items *finish* depends on the machine, so
/// a result must depend on the item's number alone.
public enum WorkQueue {
  /// Runs `body` once for every index below `count` and returns when all have ended.
  ///
  /// After an item has thrown, no further item is started; the error thrown by the smallest index is rethrown.
  ///
  /// - Parameters:
  ///   - count: the number of items.
  ///   - threads: how many run at once; at least 1 is used, and never more than there are items or can be had (``Crew``).
  ///   - body: receives the worker's number, in `0..<threads` (for per-worker memory), and the item's index.
  public static func forEach(
    _ count: Int, threads: Int, _ body: @Sendable (_ worker: Int, _ index: Int) throws -> Void
  ) throws {
    guard count > 0 else { return }
    let next = Atomic<Int>(0)
    let failure = Mutex<(index: Int, error: any Error)?>(nil)
    Crew.run(min(threads, count)) { worker in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        do {
          try body(worker, index)
        } catch {
          next.store(count, ordering: .relaxed)
          failure.withLock { if $0 == nil || index < $0!.index { $0 = (index, error) } }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }
}
