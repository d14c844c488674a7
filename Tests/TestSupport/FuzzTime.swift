import Foundation

/// How long the fuzzers may take.
package enum FuzzTime {
  /// Seconds for all of them together, of `FUZZ_SECONDS`; nil for a few trials each, as in every run of the tests.
  package static let seconds = ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap(Double.init)
}
