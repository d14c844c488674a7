import ArgumentParser
import Files
import PythonPackage

/// The exit status of each kind of failure, after BSD's sysexits.
enum ExitStatus {
  static let badData = of(.badData)

  static func of(_ error: any Error) -> ExitCode {
    switch error {
    // Python's verbs have the same statuses, and may have one that stands for no kind.
    case let error as DataPackageError: ExitCode(error.status)
    case let failure as any Failure: of(failure.kind)
    default: ExitCode(70)
    }
  }

  private static func of(_ kind: FailureKind) -> ExitCode {
    switch kind {
    case .usage: ExitCode(64)
    case .badData: ExitCode(65)
    case .noSuchFile: ExitCode(66)
    case .inputOutput: ExitCode(74)
    // 128 and the signal's number, as shells have it: 130 for SIGINT, 143 for SIGTERM.
    case .interrupted: ExitCode(128 + Interruption.signal)
    }
  }
}
