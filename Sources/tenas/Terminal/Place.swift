import Foundation

/// What the program is started with.
enum Place {
  /// Gives descriptors 0, 1 and 2 that are closed something that fails as they would. Else the next file opened would take the number, and
  /// what is meant for standard output would go into it.
  static func fillStandardDescriptors() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one, as those below are taken.
      _ = open("/dev/null", mode)
    }
  }
}
