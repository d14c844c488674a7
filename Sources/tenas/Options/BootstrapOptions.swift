import ArgumentParser
import Foundation

/// How intervals are computed.
struct BootstrapOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bootstrap resamples.", valueName: "N"))
  var resamples = 1000

  @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "N"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    for (name, value) in [("--resamples", resamples), ("--threads", threads)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, not \(value)")
    }
  }
}
