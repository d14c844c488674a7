import Foundation
import Statistics
import Testing

/// What SciPy computed; `SciPy/make_fixture.py` wrote it.
struct SciPyFixture: Decodable {
  struct Explicit: Decodable, CustomTestStringConvertible {
    let name: String
    let x, y, xRanks: [Double]
    let tau, rho: Double
    var testDescription: String { name }
  }

  struct Generated: Decodable, CustomTestStringConvertible {
    let count: Int
    let seed: UInt64
    let levels: Int
    let tau, rho: Double
    var testDescription: String { "n=\(count), levels=\(levels)" }

    /// The script's formula.
    var columns: (x: [Double], y: [Double]) {
      var state = seed
      func draw() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 32) / 0x1p32
      }
      let rows = (0..<count).map { _ in
        let (first, second) = (draw(), draw())
        return (x: first, y: first * first + second / 2)
      }
      guard levels > 0 else { return (rows.map(\.x), rows.map(\.y)) }
      return (
        rows.map { ($0.x * Double(levels)).rounded(.down) }, rows.map { ($0.y * Double(levels)).rounded(.down) }
      )
    }
  }

  let explicit: [Explicit]
  let generated: [Generated]

  static let stored: SciPyFixture = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "SciPy/scipy.json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy =
      .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return try decoder.decode(SciPyFixture.self, from: Data(contentsOf: file)) } catch {
      fatalError("\(file.path): \(error)")
    }
  }()
}

@Suite struct SciPyTests {
  @Test(arguments: SciPyFixture.stored.explicit) func explicitData(fixture: SciPyFixture.Explicit) throws {
    #expect(try isClose(kendallTauB(fixture.x, fixture.y), fixture.tau))
    #expect(try isClose(kendallTauBByDefinition(fixture.x, fixture.y), fixture.tau))
    #expect(try isClose(spearmanRho(fixture.x, fixture.y), fixture.rho))
    #expect(try ranks(of: fixture.x) == fixture.xRanks)
  }

  @Test(arguments: SciPyFixture.stored.generated) func generatedData(fixture: SciPyFixture.Generated) throws {
    let (x, y) = fixture.columns
    #expect(try isClose(kendallTauB(x, y), fixture.tau))
    #expect(try isClose(spearmanRho(x, y), fixture.rho))
  }

  private func isClose(_ correlation: Correlation, _ expected: Double) -> Bool {
    guard let value = correlation.value else { return false }
    return abs(value - expected) <= 1e-12
  }
}
