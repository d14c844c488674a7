import Foundation

extension CommandLine {
  /// The program's name and arguments; one that is not UTF-8 is as ``Swift/String/init(fileName:)`` spells it, where Swift's own puts
  /// U+FFFD for what it does not know.
  package static let given: [String] = (0..<Int(argc)).compactMap { number in
    unsafeArgv[number].map { argument in
      String(fileName: UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) })
    }
  }
}
