import Checks
import Foundation
import HDF5
import Kernels
import TestSupport
import Testing

extension ReferenceFile {
  static let metrics = SharedData.metricReference

  static var hasMetrics: Bool { SharedData.isPresent(metrics) }
}

/// The metrics of the literature against what the authors' code computed.
@Suite(.enabled(if: ReferenceFile.hasMetrics, "the file of recorded metrics is not there"))
struct MetricVerificationTests {
  @Test func plainLoopsGiveTheRecordedValues() throws {
    let outcomes = try MetricVerification(.reference).run(file: ReferenceFile.metrics)
    #expect(outcomes.count == 20)
    for outcome in outcomes {
      #expect(outcome.checks.count == 23)
      for check in outcome.checks {
        #expect(check.verdict != .failed, "\(outcome.path), \(check.metric): \(check.found), not \(check.recorded)")
        #expect((check.verdict == .degenerate) == outcome.path.hasSuffix("/01651"))
      }
    }
  }

  @Test func everyInstructionSetGivesTheRecordedValues() throws {
    for set in InstructionSet.available {
      let outcomes = try MetricVerification(.fast(set)).run(file: ReferenceFile.metrics)
      for check in outcomes.flatMap(\.checks) {
        #expect(check.verdict != .failed, "\(set), \(check.metric): \(check.found), not \(check.recorded)")
      }
    }
  }

  @Test func filesAreRecognised() throws {
    #expect(try MetricVerification.recognises(file: ReferenceFile.metrics))
    #expect(try !MetricVerification.recognises(file: ReferenceFile.parityCases))
  }

  /// A verification that cannot fail verifies nothing.
  @Test func alteredValuesFail() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "tenas-\(UUID().uuidString).h5").path
    try FileManager.default.copyItem(atPath: ReferenceFile.metrics, toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try alter(copy)
    let outcomes = try MetricVerification(.reference).run(file: copy)
    let failures = outcomes.flatMap { outcome in
      outcome.checks.filter { $0.verdict == .failed }.map { "\(outcome.path): \($0.metric)" }
    }
    #expect(
      failures == [
        "/metrics/nas-bench-201/00000: snip", "/metrics/nas-bench-201/00011: swap",
        "/metrics/nas-bench-201/01651: l2_norm",
      ])
  }

  private func alter(_ path: String) throws {
    let file = try HDF5File(updating: path)
    for (place, factor) in [("00000/values/snip", 1 + 1e-8), ("01651/values/l2_norm", 1.01)] {
      let dataset = try file.dataset("metrics/nas-bench-201/\(place)")
      try dataset.write(try dataset.read(as: Double.self).map { $0 * factor })
    }
    let patterns = try file.dataset("metrics/nas-bench-201/00011/values/swap")
    try patterns.write(try patterns.read(as: Double.self).map { $0 + 1 })
  }

  @Test func unknownSpaces() throws {
    let error = #expect(throws: VerificationError.self) {
      try MetricVerification(.reference).run(file: ReferenceFile.metrics, spaces: ["darts"])
    }
    #expect(error?.description.contains("it has nas-bench-201") == true)
  }
}
