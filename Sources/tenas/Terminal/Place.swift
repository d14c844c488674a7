import Files
import Foundation

/// What the program is started with: its descriptors and arguments.
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

  /// Refuses an argument that is not UTF-8, which would else become the name of another file.
  ///
  /// - Throws: `FileError` of kind `.usage`, with the bytes as `\xE9`.
  static func checkArguments() throws {
    for number in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[number] else { continue }
      let bytes = UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) }
      guard String(validating: bytes, as: UTF8.self) == nil else { continue }
      let shown = bytes.map { byte in
        byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16, uppercase: true)
      }.joined()
      throw FileError("the name is not UTF-8; rename the file, or link to it", file: shown, kind: .usage)
    }
  }
}
