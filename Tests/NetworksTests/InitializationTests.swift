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

  /// The formulas of `torch.nn.init` (`kaiming_normal_`, `kaiming_uniform_` with ReLU's gain √2; `xavier_normal_`,
  /// `xavier_uniform_` with gain 1) for a convolution, a depthwise one and a linear layer, worked out by hand: the deviation,
  /// and of uniform rules the bound √3 times that.
  @Test func formulas() {
    let arrays: [Parameter] = [
      Parameter(name: "", shape: [6, 3, 5, 5], role: .kernel), Parameter(name: "", shape: [8, 1, 3, 3], role: .kernel),
      Parameter(name: "", shape: [10, 12], role: .classifierWeight),
    ]
    let variances: [Initialization: [Double]] = [
      .kaimingNormalFanOut: [2.0 / 150, 2.0 / 72, 2.0 / 10], .kaimingNormalFanIn: [2.0 / 75, 2.0 / 9, 2.0 / 12],
      .kaimingUniformFanOut: [2.0 / 150, 2.0 / 72, 2.0 / 10], .kaimingUniformFanIn: [2.0 / 75, 2.0 / 9, 2.0 / 12],
      .xavierNormal: [2.0 / 225, 2.0 / 81, 2.0 / 22], .xavierUniform: [2.0 / 225, 2.0 / 81, 2.0 / 22],
      .pyTorch: [1.0 / 225, 1.0 / 27, 1.0 / 36], .standardNormal: [1, 1, 1],
    ]
    let uniform: Set<Initialization> = [.kaimingUniformFanOut, .kaimingUniformFanIn, .xavierUniform, .pyTorch]
    #expect(variances.count == Initialization.allCases.count)
    for (rule, expected) in variances {
      #expect(arrays.map { rule.variance(fans: $0.fans) } == expected, "\(rule)")
      #expect(rule.isUniform == uniform.contains(rule), "\(rule)")
    }
  }

  /// Mean 0 and the rule's variance within five standard errors; the kurtosis of a normal (3) or a uniform (9/5) distribution,
  /// and no uniform number beyond the bound, but some near it.
  @Test(arguments: Initialization.allCases) func drawsHaveTheRulesDeviation(_ rule: Initialization) {
    let values = values(Self.wide, rule)
    // The fourth and eighth moments, which give the standard errors of the second and fourth.
    let (fourth, eighth) = rule.isUniform ? (9.0 / 5, 9.0) : (3.0, 105.0)
    var checked = 0
    for (index, parameter) in Self.wide.parameters.enumerated() where parameter.count >= 1_000 {
      let deviation = rule.variance(fans: parameter.fans).squareRoot()
      let scaled = values[index].map { Double($0) / deviation }
      let count = Double(scaled.count)
      func moment(_ power: Int) -> Double {
        scaled.reduce(0) { sum, value in sum + (0..<power).reduce(1) { product, _ in product * value } } / count
      }
      #expect(abs(moment(1)) < 5 / count.squareRoot(), "\(parameter.name)")
      #expect(abs(moment(2) - 1) < 5 * ((fourth - 1) / count).squareRoot(), "\(parameter.name)")
      #expect(abs(moment(4) - fourth) < 5 * ((eighth - fourth * fourth) / count).squareRoot(), "\(parameter.name)")
      if rule.isUniform {
        let bound = 3.0.squareRoot()
        #expect(scaled.allSatisfy { abs($0) <= bound * (1 + 1e-6) }, "\(parameter.name)")
        #expect(scaled.min()! < -0.98 * bound && scaled.max()! > 0.98 * bound, "\(parameter.name)")
      }
      checked += 1
    }
    #expect(checked > 8)
  }

  /// A rule's scale alone tells fan-in from fan-out: the draws below are the same numbers.
  @Test func rulesScaleTheSameDraws() {
    for (one, other) in [
      (Initialization.kaimingNormalFanIn, Initialization.xavierNormal), (.kaimingUniformFanIn, .xavierUniform),
    ] {
      let (a, b) = (values(Self.wide, one), values(Self.wide, other))
      for (index, parameter) in Self.wide.parameters.enumerated() where parameter.shape.count >= 2 {
        let ratio = (one.variance(fans: parameter.fans) / other.variance(fans: parameter.fans)).squareRoot()
        for (x, y) in zip(a[index], b[index]) { #expect(abs(Double(x) - ratio * Double(y)) <= 1e-6 * abs(Double(x))) }
      }
    }
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
