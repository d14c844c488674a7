import Foundation

/// Threads that do the same work side by side, and no more of them than can be had.
///
/// The calling thread is the first of them, so that the work is done even where the system refuses a thread (a limit on processes,
/// a small address space). Dispatch waits there for ever: it tries again every second.
public enum Crew {
  /// Runs `body` once on each of several threads and returns when all have ended.
  ///
  /// - Parameters:
  ///   - threads: how many are wanted; the calling one counts.
  ///   - body: receives the thread's number, from 0.
  /// - Returns: how many there were.
  @discardableResult
  public static func run(_ threads: Int, _ body: @Sendable (_ worker: Int) -> Void) -> Int {
    withoutActuallyEscaping(body) { body in
      var others: [pthread_t] = []
      while others.count + 1 < threads, let thread = start(Job(worker: others.count + 1, body: body)) {
        others.append(thread)
      }
      body(0)
      for thread in others { pthread_join(thread, nil) }
      return others.count + 1
    }
  }

  private final class Job {
    let worker: Int
    let body: @Sendable (Int) -> Void

    init(worker: Int, body: @escaping @Sendable (Int) -> Void) { (self.worker, self.body) = (worker, body) }
  }

  /// Begins a job on a thread of its own; nil if there is none to be had.
  private static func start(_ job: Job) -> pthread_t? {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let context = Unmanaged.passRetained(job)
    let status = pthread_create(
      &thread, nil,
      { context in
        #if canImport(Darwin)
          let job = Unmanaged<Job>.fromOpaque(context).takeRetainedValue()
        #else
          let job = Unmanaged<Job>.fromOpaque(context!).takeRetainedValue()
        #endif
        job.body(job.worker)
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      context.release()
      return nil
    }
    return thread
  }
}
