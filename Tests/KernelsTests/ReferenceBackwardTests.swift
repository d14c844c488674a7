import Foundation
import Kernels
import Networks
import Randomness
import SearchSpaces
import Testing

/// The plain loops' backward passes against differences of the forward pass, and against each other.
@Suite struct ReferenceBackwardTests {
  static let cases: [KernelCase] =
    [KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: 1, rows: 4, columns: 8), batch: 2)]
    + KernelCase.layers.filter { $0.batch < 10 }.map { KernelCase(name: $0.name, network: $0.network, batch: 2) }

  /// ∂/∂θ of the cross-entropy for every θ, shifts and bias among them, whatever batch norm divides by.
  @Test(arguments: cases) func gradientsOfAllParameters(_ kernelCase: KernelCase) throws {
    for statistics in BatchNormStatistics.allCases {
      let point = try Point(kernelCase, statistics: statistics)
      let found = BatchGradient(.crossEntropy).observe(point.reference).gradients
      let expected = point.draw.network.parameters.indices.map { parameter in
        (0..<point.draw.network.parameters[parameter].count).map { element in
          point.derivative(parameter: parameter, element: element)
        }
      }
      #expect(relativeDeviation(Array(found.joined()), Array(expected.joined())) <= 1e-6, "\(statistics)")
    }
  }

  @Test(arguments: cases) func gradientsOfTheImage(_ kernelCase: KernelCase) throws {
    let point = try Point(kernelCase, statistics: .batch)
    let found = ImageGradient().observe(point.reference)
    let expected = point.draw.images.indices.map { place in
      let (up, down) = (point.sum(displacing: place, by: 1e-3), point.sum(displacing: place, by: -1e-3))
      return (up.sum - down.sum) / (up.step - down.step)
    }
    // The sum of logits hardly moves with the image: coupling takes most of it away.
    #expect(relativeDeviation(found, expected) <= 1e-4)
  }

  /// Wᵀ H g by the change of the gradient along g. The step is short enough to open or close no ReLU, and float32 parameters follow
  /// it to three digits.
  @Test(arguments: cases) func hessianProduct(_ kernelCase: KernelCase) throws {
    for statistics in BatchNormStatistics.allCases {
      let point = try Point(kernelCase, statistics: statistics)
      let gradients = BatchGradient(.crossEntropy).observe(point.reference).gradients
      let largest = gradients.joined().reduce(0) { max($0, abs($1)) }
      let step = 1e-4 / largest
      func projected(_ sign: Double) -> Double {
        let moved = point.gradients(displacing: gradients, by: sign * step)
        return zip(point.draw.network.parameters.indices, moved).reduce(0) { sum, item in
          guard point.draw.network.parameters[item.0].role.isWeight else { return sum }
          return sum + zip(point.draw.values[item.0], item.1).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
      }
      let expected = (projected(1) - projected(-1)) / (2 * step)
      let found = HessianProduct().observe(point.reference)
      let limit = 2e-3 * (abs(expected) + largest)
      #expect(abs(found - expected) <= limit, "\(statistics): \(found), not \(expected)")
    }
  }

  /// A cotangent that is stopped at a node through which everything goes, and passed on from there, arrives the same.
  @Test func passesCanBeCut() throws {
    let cell = KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: 2), batch: 3)
    let draw = try cell.draw(.elsewhere)
    let whole = draw.reference.backward(logits: (0..<3 * draw.network.classifier.classes).map { Double($0 % 5) - 1.5 })
    let boundaries = draw.network.boundaries
    #expect(boundaries.count == 6)
    for (earlier, later) in zip(boundaries, boundaries.dropFirst()) {
      let part = draw.reference.backward(whole.cotangents[later], from: later, to: earlier)
      #expect(relativeDeviation(part, whole.cotangents[earlier]) <= 1e-14)
    }
  }

  /// A channel's output is linear in its weights: of one sample, Σ a ⊙ ∂L/∂a = Σ w ⊙ ∂L/∂w over the channel's weights.
  @Test(arguments: cases) func saliencies(_ kernelCase: KernelCase) throws {
    let point = try Point(
      KernelCase(name: kernelCase.name, network: kernelCase.network, batch: 1), statistics: .initial)
    let found = BatchGradient(.crossEntropy).observe(point.reference)
    let weights = point.draw.network.parameters.indices.filter { point.draw.network.parameters[$0].role == .kernel }
    #expect(found.saliencies.dropLast().map(\.weight) == weights)
    for saliency in found.saliencies where weights.contains(saliency.weight) {
      let products = zip(point.draw.values[saliency.weight], found.gradients[saliency.weight]).map { Double($0) * $1 }
      let size = products.count / saliency.channels.count
      for (channel, value) in saliency.channels.enumerated() {
        let sum = products[channel * size..<(channel + 1) * size].reduce(0, +)
        #expect(abs(value - sum * sum / 2) <= 1e-12 * max(1, value))
      }
    }
  }

  /// In evaluation mode a sample's logits depend on it alone: the Jacobian is the gradient of the sample by itself.
  @Test(arguments: cases) func firstElements(_ kernelCase: KernelCase) throws {
    let point = try Point(kernelCase, statistics: .initial)
    let (draw, classes) = (point.draw, point.draw.network.classifier.classes)
    let found = FirstElementJacobian(parameters: 5).observe(point.reference)
    #expect(found.parameters == min(5, draw.network.parameters.count))
    let volume = draw.images.count / draw.batch
    for sample in 0..<draw.batch {
      let alone = ReferenceNetwork(
        draw.network.dividing(by: .initial), values: draw.values,
        images: Array(draw.images[sample * volume..<(sample + 1) * volume]), batch: 1)
      for k in 0..<classes {
        let gradients = alone.backward(logits: (0..<classes).map { $0 == k ? 1 : 0 }).gradients
        let first = (sample * classes + k) * found.parameters
        let row = Array(found.jacobian[first..<first + found.parameters])
        #expect(relativeDeviation(row, gradients.prefix(found.parameters).map { $0[0] }) <= 1e-12)
      }
    }
  }

  /// γ y / √(1 + ε) + β, whatever the batch.
  @Test func initialStatistics() throws {
    var sketch = NetworkSketch(channels: 1, rows: 2, columns: 2)
    _ = sketch.node(channels: 1, rows: 2, columns: 2)
    sketch.pass(0, to: 1, norm: .affine)
    let draw = try KernelCase(name: "one norm", network: sketch.network(), batch: 2).draw(.elsewhere)
    let reference = ReferenceNetwork(
      draw.network.dividing(by: .initial), values: draw.values, images: draw.images, batch: 2)
    let (scale, shift) = (Double(draw.values[0].first!), Double(draw.values[1].first!))
    let expected = draw.images.map { scale * Double($0) / (1 + 1e-5).squareRoot() + shift }
    #expect(relativeDeviation(reference.nodes[1], expected) <= 1e-14)
  }
}

/// A draw with labels, and its neighbourhood.
private struct Point {
  let draw: Draw
  let statistics: BatchNormStatistics
  let reference: ReferenceNetwork

  init(_ kernelCase: KernelCase, statistics: BatchNormStatistics) throws {
    let network = kernelCase.network.dividing(by: statistics)
    draw = try KernelCase(name: kernelCase.name, network: network, batch: kernelCase.batch)
      .draw(.elsewhere, margin: 2e-3)
    self.statistics = statistics
    reference = Self.evaluate(draw, values: draw.values)
  }

  private static func evaluate(_ draw: Draw, values: ParameterValues) -> ReferenceNetwork {
    let labels = (0..<draw.batch).map { $0 % draw.network.classifier.classes }
    return ReferenceNetwork(
      draw.network, values: values, inputs: Inputs(images: draw.images, batch: draw.batch, labels: labels))
  }

  /// The mean cross-entropy.
  private static func loss(_ network: ReferenceNetwork) -> Double {
    let classes = network.network.classifier.classes
    return network.inputs.labels.enumerated().reduce(0) { total, item in
      let row = Array(network.logits[item.offset * classes..<(item.offset + 1) * classes])
      return total + log(row.reduce(0) { $0 + exp($1) }) - row[item.element]
    } / Double(network.batch)
  }

  /// The parameters with something added, and how much float32 added of it to a given element.
  private func moved(_ displacement: (Int, Int) -> Double) -> ParameterValues {
    var place = -1
    return ParameterValues(draw.network) { _ in
      place += 1
      return draw.values[place].enumerated().map { Float(Double($0.element) + displacement(place, $0.offset)) }
    }
  }

  func derivative(parameter: Int, element: Int) -> Double {
    let ends = [1e-4, -1e-4].map { step in
      let values = moved { $0 == parameter && $1 == element ? step : 0 }
      let (before, after) = (Array(draw.values[parameter])[element], Array(values[parameter])[element])
      return (loss: Self.loss(Self.evaluate(draw, values: values)), step: Double(after) - Double(before))
    }
    return (ends[0].loss - ends[1].loss) / (ends[0].step - ends[1].step)
  }

  func gradients(displacing direction: [[Double]], by step: Double) -> [[Double]] {
    let values = moved { parameter, element in
      draw.network.parameters[parameter].role.isWeight ? step * direction[parameter][element] : 0
    }
    return BatchGradient(.crossEntropy).observe(Self.evaluate(draw, values: values)).gradients
  }

  /// The sum of all logits with one pixel displaced, and by how much float32 lets it be displaced.
  func sum(displacing place: Int, by displacement: Float) -> (sum: Double, step: Double) {
    var images = draw.images
    images[place] += displacement
    let network = ReferenceNetwork(draw.network, values: draw.values, images: images, batch: draw.batch)
    return (network.logits.reduce(0, +), Double(images[place]) - Double(draw.images[place]))
  }
}
