import ArgumentParser
import Foundation
import Kernels
import Studies

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the kernels with recorded reference values, case by case.")

  @Argument(help: "An HDF5 file of reference cases.")
  var reference: String

  func run() throws {
    let verification = Verification(.fast(.best))
    let outcomes = try verification.run(file: reference) { o in
      print(o.path, o.passed, (o.checks ?? []).map { "\($0.name) \($0.deviation)" }.joined(separator: "  "))
    }
    if !outcomes.allSatisfy(\.passed) { throw ExitCode(1) }
  }
}
