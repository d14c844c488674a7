import Foundation
import Statistics
import Testing

/// The normal quantile is the inverse of the distribution.
@Suite struct NormalQuantileTests {
  @Test(arguments: [1e-300, 1e-20, 1e-6, 0.001, 0.0749, 0.075, 0.3, 0.5, 0.9, 0.925, 0.9999, 1 - 1e-12])
  func inverse(_ probability: Double) {
    let quantile = normalQuantile(probability)
    let back = 0.5 * erfc(-quantile / 2.0.squareRoot())
    #expect(abs(back - probability) < 1e-12 * probability)
  }

  @Test func tables() {
    #expect(normalQuantile(0.5) == 0)
    #expect(abs(normalQuantile(0.975) - 1.959963984540054) < 1e-14)
    #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity)
  }
}
