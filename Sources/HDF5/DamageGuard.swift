import Files
import Foundation

/// Turns a crash or an endless loop of libhdf5 on a damaged file into a line on standard error and an exit status.
///
/// The library trusts much of a file's structure: of tables with 64 bytes of it changed at random, about one in a hundred
/// made it read outside its memory or loop. A program that opens files of others says once, at its start, that it would
/// rather end than crash; every call of the library is watched from then on, wherever it comes from, and nothing else is.
///
/// The signal handlers write a message that was made beforehand and leave; they do nothing else, since after such an access
/// nothing can be relied on. A crash outside the library stays a crash.
public enum DamageGuard {
  private static let signals = [SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGVTALRM]

  // Written under the library's lock; the handlers, which cannot take it, read what the thread they interrupt has written.
  nonisolated(unsafe) private static var isInstalled = false
  nonisolated(unsafe) private static var depth = 0
  nonisolated(unsafe) private static var thread: pthread_t?
  nonisolated(unsafe) private static var status: Int32 = 0
  /// Processor time after which a call counts as endless: a full table takes a second in all, and a second more for every
  /// 20 MB of the files is a tenth of the speed at which compressed images are read.
  nonisolated(unsafe) private static var seconds = 10
  nonisolated(unsafe) private static var files: [String] = []
  nonisolated(unsafe) private static var message: UnsafeMutableBufferPointer<UInt8>?
  /// The handlers' stack and the interrupted thread's. On the heap, since Swift 6.3 reserves too few bytes for a static
  /// `stack_t`, so that a call which fills it overwrites what lies behind.
  nonisolated(unsafe) private static var stacks:
    (own: UnsafeMutablePointer<stack_t>, thread: UnsafeMutablePointer<stack_t>)?

  /// From now on, ends the process with a status if a call of the library crashes or does not end.
  ///
  /// - Parameter status: the exit status.
  public static func install(status: Int32) {
    HDF5Library.locked {
      guard !isInstalled else { return }
      Self.status = status
      // A stack for the handlers, since the file may have made the library use up the thread's own.
      let stacks = (
        own: UnsafeMutablePointer<stack_t>.allocate(capacity: 1),
        thread: UnsafeMutablePointer<stack_t>.allocate(capacity: 1)
      )
      for stack in [stacks.own, stacks.thread] { stack.initialize(to: stack_t()) }
      stacks.own.pointee.ss_size = 1 << 16
      stacks.own.pointee.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 16)
      Self.stacks = stacks
      for number in signals { handle(number) }
      isInstalled = true
    }
  }

  /// Names a file in the message from now on; called under the library's lock.
  static func watch(_ file: String) {
    guard isInstalled, !files.contains(file) else { return }
    files.append(file)
    var status = stat()
    if stat(file.fileName, &status) == 0 { seconds += Int(status.st_size / 20_000_000) }
    let text =
      "error: \(files.joined(separator: " or ")): reading it crashed or did not end; the file is damaged, make it again\n"
    let raw = text.rawBytes
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: raw.count)
    _ = bytes.initialize(from: raw)
    // The earlier message is not freed: a handler may be at it.
    message = bytes
  }

  /// Called when a thread has taken the library's lock, which it may hold already.
  static func enter() {
    depth += 1
    guard depth == 1, isInstalled, let stacks else { return }
    thread = pthread_self()
    sigaltstack(stacks.own, stacks.thread)
    setTimer(seconds)
  }

  /// Called before a thread gives the lock back.
  static func leave() {
    depth -= 1
    guard depth == 0, thread != nil, let stacks else { return }
    setTimer(0)
    sigaltstack(stacks.thread, nil)
    thread = nil
  }

  private static func handle(_ number: Int32) {
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { number in
      let isTimer = number == SIGVTALRM
      guard let thread = DamageGuard.thread, isTimer || pthread_equal(thread, pthread_self()) != 0 else {
        // Not the library's doing: after returning, what happened happens again, and has its usual end.
        if !isTimer { signal(number, SIG_DFL) }
        return
      }
      if let message = DamageGuard.message { _ = write(STDERR_FILENO, message.baseAddress, message.count) }
      _exit(DamageGuard.status)
    }
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = handler
    #else
      action.__sigaction_handler.sa_handler = handler
    #endif
    action.sa_flags = Int32(SA_ONSTACK) | Int32(SA_RESTART)
    sigaction(number, &action, nil)
  }

  private static func setTimer(_ seconds: Int) {
    var timer = itimerval()
    timer.it_value.tv_sec = seconds
    #if canImport(Darwin)
      setitimer(ITIMER_VIRTUAL, &timer, nil)
    #else
      setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &timer, nil)
    #endif
  }
}
