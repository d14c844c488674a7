import Synchronization

/// Told how much of a comparison's work is done; it may be called on any thread, and must be quick.
public typealias AgreementProgress = @Sendable (_ done: Int, _ total: Int) -> Void

/// Counts resamples, each by the cells and targets that are compared in it.
final class ResampleMeter: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let report: AgreementProgress

  init(total: Int, report: @escaping AgreementProgress) { (self.total, self.report) = (total, report) }

  func add(_ work: Int) {
    let done = done.withLock { done in
      done += work
      return done
    }
    report(done, total)
  }
}
