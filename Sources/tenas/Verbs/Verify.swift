import ArgumentParser
import Checks
import Foundation
import Kernels

struct Verify: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Compare the kernels, or the metrics, with recorded reference values, case by case.",
    discussion: """
      Each case holds an input, parameters, and what PyTorch computed from them in float64. The tangent kernel must agree to \
      1e-5 of its largest entry, logits to 1e-4, kappa to 1e-3 (relative), region counts exactly. Exit status 1 if a case \
      fails; cases of unsupported spaces are listed and do not fail.

      A file of metrics holds images, labels, noise, signs and parameters, and the values of the literature's metrics. They \
      must agree to 1e-4 (relative; grasp and vkdnw_entropy to 1e-3, patterns to the number of ReLUs that float32 flips), and \
      to 1e-9 with the plain float64 loops. A cell without a path gets the score that ranks last, and is listed as degenerate.
      """)

  @Argument(help: "An HDF5 file of reference cases.", completion: .table)
  var reference: String

  @Option(
    help: ArgumentHelp("Only these spaces, separated by commas.", valueName: "A,B"),
    transform: CommaSeparated.init(parsing:))
  var space: CommaSeparated<String>?

  @Option(
    help:
      "Which kernels: avx512, avx2, portable, or reference for the plain float64 loops (slow, checked 1000 times closer)."
  )
  var kernels: String?

  @Flag(help: "Print JSON.")
  var json = false

  func perform() throws {
    let implementation: Verification.Implementation =
      kernels == "reference"
      ? .reference : .fast(try kernels.map(InstructionSet.init(named:)) ?? KernelOptions.environment)
    let spaces = space.map { Set($0.values) }
    let passed =
      try MetricVerification.recognises(file: reference)
      ? metrics(implementation, spaces: spaces) : kernels(implementation, spaces: spaces)
    if !passed { throw ExitCode(1) }
  }

  private func kernels(_ implementation: Verification.Implementation, spaces: Set<String>?) throws -> Bool {
    let outcomes = try Verification(implementation).run(file: reference, spaces: spaces) {
      if !json { print($0.line) }
    }
    try conclude(outcomes, summary: Verification.summary(outcomes))
    return outcomes.allSatisfy(\.passed)
  }

  private func metrics(_ implementation: Verification.Implementation, spaces: Set<String>?) throws -> Bool {
    let outcomes = try MetricVerification(implementation).run(file: reference, spaces: spaces) {
      if !json { print($0.text) }
    }
    try conclude(outcomes, summary: MetricVerification.summary(outcomes))
    return outcomes.allSatisfy(\.passed)
  }

  private func conclude(_ outcomes: some Encodable, summary: String) throws {
    guard json else { return print(summary) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    StandardOutput.write(String(decoding: try encoder.encode(outcomes), as: UTF8.self) + "\n")
  }
}
