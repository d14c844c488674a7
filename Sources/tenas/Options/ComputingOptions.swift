import ArgumentParser
import Foundation
import Kernels
import WorkQueue

/// How many threads work.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many threads work; default: one a processor. The result is the same for any number.", valueName: "N"),
    transform: Number.positive)
  var threads = Processors.count
}

/// Which compiled kernels run: the option, else the environment variable, else the fastest.
struct KernelOptions: ParsableArguments {
  @Option(
    help: "Which kernels, instead of the fastest: avx512, avx2 or portable.", transform: InstructionSet.init(named:))
  var kernels: InstructionSet?

  /// The kernels to run.
  ///
  /// - Throws: `InstructionSetError` for a name in the environment that is none.
  var set: InstructionSet { get throws { try kernels ?? Self.environment } }

  /// The kernels that the environment names; the fastest if it names none.
  static var environment: InstructionSet {
    get throws {
      guard let name = ProcessInfo.processInfo.environment["TENAS_KERNELS"], !name.isEmpty else { return .best }
      return try InstructionSet(named: name)
    }
  }
}
