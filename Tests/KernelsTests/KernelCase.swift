import Kernels
import Networks
import Randomness
import Testing

/// A network and a batch size on which fast and plain kernels are compared.
struct KernelCase: Sendable, CustomTestStringConvertible {
  /// Where in parameter space the comparison takes place.
  enum Parameters: Sendable, CaseIterable {
    /// γ = 1, β = 0, as κ_N sees the network.
    case atInitialization
    /// Scales in [0.5, 1.5], shifts and classifier bias in [-0.3, 0.3].
    case elsewhere
  }

  let name: String
  let network: Network
  let batch: Int

  var testDescription: String { "\(name), batch \(batch)" }

  /// The first draw of parameters and images at which float32 cannot see another ReLU mask than float64.
  ///
  /// - Parameter margin: the least distance from zero of a ReLU input, relative to the mean magnitude of its node; exact
  ///   zeros aside.
  func draw(_ parameters: Parameters, margin: Double = 2e-6) throws -> Draw {
    for attempt in 0..<100 {
      var stream = RandomStream(seed: UInt64(attempt), purpose: name, repeat: batch)
      let values = Self.values(network, parameters, stream: &stream)
      let images = (0..<batch * network.nodes[0].shape.volume).map { _ in Float(stream.normal()) }
      let draw = Draw(network: network, values: values, images: images, batch: batch)
      if draw.reference.isClearOfZero(margin: margin) { return draw }
    }
    throw NoClearDraw(name: name)
  }

  private static func values(
    _ network: Network, _ parameters: Parameters, stream: inout RandomStream
  ) -> ParameterValues {
    ParameterValues(network) { parameter in
      (0..<parameter.count).map { _ in
        switch (parameter.role, parameters) {
        case (.kernel, _), (.classifierWeight, _): Float((2 / Double(parameter.fans.in)).squareRoot() * stream.normal())
        case (.scale, .atInitialization): 1
        case (.shift, .atInitialization), (.classifierBias, .atInitialization): 0
        case (.scale, .elsewhere): Float(0.5 + stream.uniform())
        case (.shift, .elsewhere), (.classifierBias, .elsewhere): Float(0.6 * stream.uniform() - 0.3)
        }
      }
    }
  }
}

/// A network with values for everything it needs.
struct Draw {
  let network: Network
  let values: ParameterValues
  let images: [Float]
  let batch: Int
  let reference: ReferenceNetwork

  init(network: Network, values: ParameterValues, images: [Float], batch: Int) {
    (self.network, self.values, self.images, self.batch) = (network, values, images, batch)
    reference = ReferenceNetwork(network, values: values, images: images, batch: batch)
  }

  func tangentKernel(
    _ coupling: BatchNormCoupling, set: InstructionSet = .best, arena: Arena = Arena()
  ) -> TangentKernel {
    TangentKernel(network, values: values, images: images, batch: batch, coupling: coupling, set: set, arena: arena)
  }
}

struct NoClearDraw: Error, CustomStringConvertible {
  let name: String
  var description: String { "\(name): every draw has a ReLU input too near to zero for float32" }
}

extension ReferenceNetwork {
  func isClearOfZero(margin: Double) -> Bool {
    let sources = network.nodes.flatMap { $0.connections.filter(\.rectifies).map(\.source) } + [nodes.count - 1]
    return Set(sources).allSatisfy { source in
      let mean = nodes[source].reduce(0) { $0 + abs($1) } / Double(nodes[source].count)
      return nodes[source].allSatisfy { $0 == 0 || abs($0) > margin * mean }
    }
  }
}

/// The largest |a − b| in units of the largest |b|; |a| itself if b is all zero.
func relativeDeviation(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let largest = b.reduce(0) { max($0, abs($1)) }
  let deviation = zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
  return largest > 0 ? deviation / largest : deviation
}
