import ArgumentParser
import Checks
import Foundation

struct Verify: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Compare the kernels with recorded reference values, case by case.",
    discussion: """
      Each case holds an input, parameters, and what PyTorch computed from them in float64. The tangent kernel must agree to \
      1e-5 of its largest entry, logits to 1e-4, kappa to 1e-3 (relative), region counts exactly. Exit status 1 if a case \
      fails; cases of unsupported spaces are listed and do not fail.
      """)

  @Argument(help: "An HDF5 file of reference cases.", completion: .table)
  var reference: String

  @Option(help: ArgumentHelp("Only these spaces, separated by commas.", valueName: "A,B"))
  var space: String?

  @Option(
    help:
      "Which kernels: avx512, avx2, portable, or reference for the plain float64 loops (slow, checked 1000 times closer)."
  )
  var kernels: String?

  @Flag(help: "Print JSON.")
  var json = false

  func perform() throws {
    let implementation: Verification.Implementation =
      kernels == "reference" ? .reference : .fast(try KernelChoice.set(named: kernels))
    let spaces = space.map { Set($0.split(separator: ",").map(String.init)) }
    let outcomes = try Verification(implementation).run(file: reference, spaces: spaces) {
      if !json { print($0.line) }
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(outcomes), as: UTF8.self))
    } else {
      print(Verification.summary(outcomes))
    }
    if !outcomes.allSatisfy(\.passed) { throw ExitCode(1) }
  }
}
