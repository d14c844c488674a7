import PythonPackage

/// Python's verbs have the exit statuses of this program.
extension DataPackageError: Failure {
  /// What kind of failure the status stands for.
  public var kind: FailureKind {
    switch status {
    case 64: .usage
    case 65: .badData
    case Self.noSuchFile: .noSuchFile
    default: .inputOutput
    }
  }
}
