import Networks
import SearchSpaces
import Testing

@Suite struct InitializationTests {
  private static let wide = NASBench201.Architecture(
    operations: [NASBench201.Operation](repeating: .convolution3x3, count: 6)
  ).network(Skeleton(channels: 32, classes: 200))

  private func values(
    _ network: Network = wide, _ rule: Initialization = .kaimingNormalFanOut, seed: UInt64 = 1,
    purpose: String = "test",
    architecture: UInt64 = 0, repeat: Int = 0
  ) -> ParameterValues {
    ParameterValues(
      initializing: network, rule: rule, seed: seed, purpose: purpose, architecture: architecture, repeat: `repeat`)
  }

  /// PyTorch's `_calculate_fan_in_and_fan_out`.
  @Test func fans() {
    let convolution = Parameter(name: "", shape: [6, 3, 5, 5], role: .kernel)
    #expect(convolution.fans == (in: 75, out: 150))
    let depthwise = Parameter(name: "", shape: [8, 1, 3, 3], role: .kernel)
    #expect(depthwise.fans == (in: 9, out: 72))
    let linear = Parameter(name: "", shape: [10, 12], role: .classifierWeight)
    #expect(linear.fans == (in: 12, out: 10))
  }

  /// Mean 0 and deviation √(2 / fan) within five standard errors; normal kurtosis.
  @Test(arguments: Initialization.allCases) func drawsHaveTheRulesDeviation(_ rule: Initialization) {
    let values = values(Self.wide, rule)
    var checked = 0
    for (index, parameter) in Self.wide.parameters.enumerated() where parameter.count >= 1_000 {
      let fan = rule == .kaimingNormalFanIn ? parameter.fans.in : parameter.fans.out
      let deviation = (2 / Double(fan)).squareRoot()
      let scaled = values[index].map { Double($0) / deviation }
      let count = Double(scaled.count)
      let (mean, square) = (scaled.reduce(0, +) / count, scaled.reduce(0) { $0 + $1 * $1 } / count)
      let fourth = scaled.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
      #expect(abs(mean) < 5 / count.squareRoot(), "\(parameter.name)")
      #expect(abs(square - 1) < 5 * (2 / count).squareRoot(), "\(parameter.name)")
      #expect(abs(fourth - 3) < 5 * (96 / count).squareRoot(), "\(parameter.name)")
      checked += 1
    }
    #expect(checked > 8)
  }

  @Test func scalesAreOneAndShiftsZero() {
    let values = values()
    for (index, parameter) in Self.wide.parameters.enumerated() {
      switch parameter.role {
      case .scale: #expect(values[index].allSatisfy { $0 == 1 })
      case .shift, .classifierBias: #expect(values[index].allSatisfy { $0 == 0 })
      case .kernel, .classifierWeight: #expect(values[index].contains { $0 != values[index].first })
      }
    }
  }

  /// What κ_N differentiates by: everything the authors' code names `weight`.
  @Test func tangentKernelTakesWeights() {
    for parameter in Self.wide.parameters {
      #expect(parameter.role.isInTangentKernel == parameter.name.hasSuffix(".weight"))
    }
  }

  @Test func drawsDependOnNothingButTheName() {
    #expect(values().storage == values().storage)
    let others = [
      values(seed: 2), values(purpose: "other"), values(architecture: 1), values(repeat: 1),
      values(Self.wide, .kaimingNormalFanIn),
    ]
    for other in others { #expect(other.storage != values().storage) }
  }

  /// Two arrays of one shape have streams of their own.
  @Test func arraysDiffer() {
    let values = values()
    let kernels = Self.wide.parameters.indices.filter { Self.wide.parameters[$0].role == .kernel }
    #expect(Set(kernels.map { values[$0].first }).count == kernels.count)
  }
}

@Suite struct ParameterValuesTests {
  private struct Refusal: Error {}

  @Test func givenValuesLieInTheNetworksOrder() {
    let network = NASBench201.Architecture(code: 0).network(Skeleton())
    let values = ParameterValues(network) { [Float](repeating: Float($0.name.utf8.count), count: $0.count) }
    #expect(values.offsets.count == network.parameters.count + 1)
    #expect(values.storage.count == network.parameters.reduce(0) { $0 + $1.count })
    for (index, parameter) in network.parameters.enumerated() {
      #expect(Array(values[index]) == [Float](repeating: Float(parameter.name.utf8.count), count: parameter.count))
    }
  }

  @Test func errorsOfTheSourcePassThrough() {
    let network = NASBench201.Architecture(code: 0).network(Skeleton())
    #expect(throws: Refusal.self) { try ParameterValues(network) { _ in throw Refusal() } }
  }
}
