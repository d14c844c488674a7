import Files
import Images
import Kernels
import Metrics
import SearchSpaces
import Statistics

// What kind of failure the errors are of modules that know no files and therefore not `Failure` either.

extension SearchSpaceError: Failure {
  /// Bad data.
  public var kind: FailureKind { .badData }
}

extension StatisticsError: Failure {
  /// Bad data.
  public var kind: FailureKind { .badData }
}

extension MetricError: Failure {
  /// Bad data.
  public var kind: FailureKind { .badData }
}

extension InstructionSetError: Failure {
  /// Usage: there is no such instruction set here.
  public var kind: FailureKind { .usage }
}

extension ImageError: Failure {
  /// Depends on the case.
  public var kind: FailureKind {
    switch self {
    case .unknownSource, .unsuited: .usage
    case .missing: .noSuchFile
    case .unreadable: .inputOutput
    case .malformed, .poolTooSmall, .classTooSmall: .badData
    }
  }
}
