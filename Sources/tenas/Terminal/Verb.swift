import ArgumentParser
import Foundation
import HDF5

/// A subcommand whose errors become one line on standard error and the exit status of their kind.
protocol Verb: ParsableCommand {
  func perform() throws
}

extension Verb {
  func run() throws {
    DamageGuard.install(status: ExitStatus.badData.rawValue)
    do {
      try perform()
    } catch let code as ExitCode {
      throw code
    } catch let error as ValidationError {
      throw error
    } catch {
      Terminal.complain("error: \(error)")
      throw ExitStatus.of(error)
    }
  }
}

/// Standard error: messages, and progress if it is a terminal.
enum Terminal {
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  static func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  static func note(_ line: String) { complain("note: \(line)") }
}
