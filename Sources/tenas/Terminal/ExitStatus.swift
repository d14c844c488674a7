import AccuracyTables
import ArgumentParser
import HDF5
import Images
import Kernels
import Metrics
import PythonPackage
import Reports
import SearchSpaces
import Statistics
import Studies

/// The exit status of each kind of failure, after BSD's sysexits.
enum ExitStatus {
  static let usage = ExitCode(64)
  static let badData = ExitCode(65)
  static let noSuchFile = ExitCode(66)
  static let inputOutput = ExitCode(74)
  /// 128 and the signal's number, as shells have it: 130 for SIGINT, 143 for SIGTERM.
  static var interrupted: ExitCode { ExitCode(128 + Interruption.signal) }

  static func of(_ error: any Error) -> ExitCode {
    switch error {
    case let error as HDF5Error: of(error.kind)
    case let error as AccuracyTableError: of(error.kind)
    case let error as StudyError: of(error.kind)
    case let error as ImageError: of(error)
    case let error as ReportError: of(error.kind)
    case let error as DataPackageError: ExitCode(error.status)
    case is SearchSpaceError, is MetricError, is StatisticsError, is VerificationError: badData
    case is InstructionSetError: usage
    default: ExitCode(70)
    }
  }

  private static func of(_ kind: HDF5Error.Kind) -> ExitCode {
    switch kind {
    case .noSuchFile: noSuchFile
    case .inputOutput: inputOutput
    case .badData: badData
    }
  }

  private static func of(_ kind: StudyError.Kind) -> ExitCode {
    switch kind {
    case .usage: usage
    case .badData: badData
    case .missing: noSuchFile
    case .inputOutput: inputOutput
    case .interrupted: interrupted
    }
  }

  private static func of(_ kind: ReportError.Kind) -> ExitCode {
    switch kind {
    case .badData: badData
    case .inputOutput: inputOutput
    }
  }

  private static func of(_ error: ImageError) -> ExitCode {
    switch error {
    case .unknownSource, .unsuited: usage
    case .missing: noSuchFile
    case .unreadable: inputOutput
    case .malformed, .poolTooSmall, .classTooSmall: badData
    }
  }
}
