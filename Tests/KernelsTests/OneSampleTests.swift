import Kernels
import Networks
import Testing

/// A pass of one sample as matrix products, against the plain loops; both in float64.
@Suite struct OneSampleTests {
  @Test(arguments: KernelCase.cells + KernelCase.layers + KernelCase.randomGraphs + KernelCase.darts)
  func gradients(_ kernelCase: KernelCase) throws {
    for parameters in KernelCase.Parameters.allCases {
      let draw = try kernelCase.draw(parameters)
      for network in [draw.network, draw.network.dividing(by: .initial)] {
        try compare(network, draw)
      }
    }
  }

  private func compare(_ network: Network, _ draw: Draw) throws {
    let inputs = Inputs(images: Array(draw.images.prefix(network.nodes[0].shape.volume)), batch: 1, labels: [0])
    let reference = ReferenceNetwork(network, values: draw.values, inputs: inputs)
    let forward = OneSampleForward(network, values: draw.values, inputs: inputs)
    let largestLogit = reference.logits.map(\.magnitude).max()!
    for (fast, plain) in zip(forward.logits, reference.logits) { #expect(abs(fast - plain) <= 1e-11 * largestLogit) }
    for scalar in [LogitCotangent.sumOfLogits, .crossEntropy] {
      let plain = BatchGradient(scalar).observe(reference)
      let fast = try #require(BatchGradient(scalar).observe(forward))
      // In units of the largest gradient: coupling leaves some gradients at zero up to rounding.
      let scale = plain.gradients.joined().reduce(0) { max($0, abs($1)) }
      #expect(fast.gradients.map(\.count) == plain.gradients.map(\.count))
      for (place, parameter) in network.parameters.enumerated() {
        let deviation = zip(fast.gradients[place], plain.gradients[place]).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(deviation <= 1e-9 * scale, "\(parameter.name), \(scalar)")
      }
      #expect(fast.saliencies.map(\.weight) == plain.saliencies.map(\.weight))
      let largest = plain.saliencies.flatMap(\.channels).max() ?? 0
      for (fast, plain) in zip(fast.saliencies, plain.saliencies) {
        for (a, b) in zip(fast.channels, plain.channels) {
          #expect(abs(a - b) <= 1e-9 * b + 1e-12 * largest, "saliency, \(scalar)")
        }
      }
    }
  }
}
