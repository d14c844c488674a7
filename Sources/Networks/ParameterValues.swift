import Randomness

/// Values for every parameter of a network, one after another in the network's order.
public struct ParameterValues: Sendable {
  /// All values, float32.
  public private(set) var storage: [Float]
  /// Where each parameter begins in ``storage``; one entry more than there are parameters.
  public let offsets: [Int]

  /// Takes given values.
  ///
  /// - Parameter values: one array a parameter, each with the parameter's number of elements.
  public init(_ network: Network, values: (Parameter) throws -> [Float]) rethrows {
    offsets = Self.offsets(of: network)
    storage = []
    storage.reserveCapacity(offsets.last!)
    for parameter in network.parameters {
      let array = try values(parameter)
      precondition(array.count == parameter.count, "\(parameter.name) has \(parameter.count) elements")
      storage += array
    }
  }

  /// Draws initial values: weights by the given rule, γ = 1, β and bias 0 (the bias is drawn under `Initialization.pyTorch`).
  ///
  /// Each array has a random stream of its own, named by the parameter, so that a pruned supernet keeps the weights that
  /// remain.
  public init(
    initializing network: Network, rule: Initialization, seed: UInt64, purpose: String, architecture: UInt64,
    repeat: Int
  ) {
    let offsets = Self.offsets(of: network)
    self.offsets = offsets
    storage = [Float](unsafeUninitializedCapacity: offsets.last!) { buffer, count in
      for (index, parameter) in network.parameters.enumerated() {
        let values = UnsafeMutableBufferPointer(rebasing: buffer[offsets[index]..<offsets[index + 1]])
        switch parameter.role {
        case .kernel, .classifierWeight:
          var stream = RandomStream(
            seed: seed, purpose: purpose, architecture: architecture, repeat: `repeat`, name: parameter.name)
          rule.fill(values, fans: parameter.fans, stream: &stream)
        case .scale: values.initialize(repeating: 1)
        case .classifierBias where rule == .pyTorch:
          var stream = RandomStream(
            seed: seed, purpose: purpose, architecture: architecture, repeat: `repeat`, name: parameter.name)
          let fans = network.parameters[network.classifier.weight].fans
          rule.fill(values, fans: fans, stream: &stream)
        case .shift, .classifierBias: values.initialize(repeating: 0)
        }
      }
      count = offsets.last!
    }
  }

  /// The same with every value replaced by its absolute value.
  public var absolute: ParameterValues {
    var values = self
    for place in storage.indices { values.storage[place] = abs(storage[place]) }
    return values
  }

  /// The values of one parameter.
  public subscript(parameter: Int) -> ArraySlice<Float> { storage[offsets[parameter]..<offsets[parameter + 1]] }

  private static func offsets(of network: Network) -> [Int] {
    network.parameters.reduce(into: [0]) { $0.append($0.last! + $1.count) }
  }
}
