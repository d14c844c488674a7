import Foundation

/// Turns a crash or an endless loop of libhdf5 on a damaged file into a line on standard error and exit status 65.
///
/// The library trusts much of a file's structure: of tables with 64 bytes of it changed at random, about one in a hundred
/// made it read outside its memory or loop. The signal handlers write a message that was made beforehand and leave; they
/// do nothing else, since after such an access nothing can be relied on. Other crashes while the file is read would look
/// the same, so the message says what happened, not only what it most likely means.
enum DamageGuard {
  /// Processor time after which reading counts as endless; a full table takes a second.
  private static let seconds = 20
  private static let signals = [SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGVTALRM]
  // Set before the handlers are, and read by them alone.
  nonisolated(unsafe) private static var message: UnsafeMutableBufferPointer<UInt8>?

  /// Runs `body`, which reads the named files on this thread.
  static func reading<Result>(_ files: [String], _ body: () throws -> Result) rethrows -> Result {
    let text =
      "error: \(files.joined(separator: ", ")): reading it crashed or did not end; the file is damaged, import the table again\n"
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = bytes.initialize(from: text.utf8)
    message = bytes
    useOwnStack()
    for number in signals { install(number) }
    setTimer(seconds)
    defer {
      setTimer(0)
      for number in signals { signal(number, SIG_DFL) }
    }
    return try body()
  }

  private static func install(_ number: Int32) {
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { _ in
      if let message = DamageGuard.message { _ = write(STDERR_FILENO, message.baseAddress, message.count) }
      _exit(65)
    }
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = handler
    #else
      action.__sigaction_handler.sa_handler = handler
    #endif
    action.sa_flags = Int32(SA_ONSTACK)
    sigaction(number, &action, nil)
  }

  /// A stack for the handlers, since the file may have made the library use up its own.
  private static func useOwnStack() {
    let size = 1 << 16
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
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
