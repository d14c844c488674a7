import Files
import Testing

/// Expects a failure of a kind, whose one line contains all the words.
package func expect(
  _ kind: FailureKind, _ words: String..., location: SourceLocation = #_sourceLocation, from body: () throws -> Void
) {
  let error = #expect(throws: (any Error).self, sourceLocation: location) { try body() }
  guard let error else { return }
  let failure = error as? any Failure
  #expect(failure?.kind == kind, "\(error)", sourceLocation: location)
  #expect(!"\(error)".contains("\n"), sourceLocation: location)
  for word in words { #expect("\(error)".contains(word), "\(error)", sourceLocation: location) }
}

/// Whether two numbers differ by no more than a tolerance.
package func near(_ a: Double, _ b: Double, within tolerance: Double = 1e-12) -> Bool { abs(a - b) <= tolerance }

/// Whether the numbers of two lists do.
package func near(_ a: [Double], _ b: [Double], within tolerance: Double = 1e-12) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { near($0, $1, within: tolerance) }
}
