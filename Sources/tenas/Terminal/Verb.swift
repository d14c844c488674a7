import ArgumentParser
import Files
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
      try StandardOutput.finish()
    } catch let code as ExitCode {
      throw code
    } catch let error as ValidationError {
      // What ArgumentParser is given by a verb that runs, it takes for the root's.
      Terminal.fail(error, usage: Tenas.usageString(for: Self.self))
      throw ExitCode.validationFailure
    } catch {
      Terminal.fail(error)
      throw ExitStatus.of(error)
    }
  }
}
