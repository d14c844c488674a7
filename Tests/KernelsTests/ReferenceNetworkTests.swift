import Kernels
import Networks
import Randomness
import SearchSpaces
import Testing

/// The plain loops against derivatives taken another way.
@Suite struct ReferenceNetworkTests {
  /// With coupled batch norm ∇f_i is the derivative of the network as it is, so that central differences give it.
  @Test(arguments: differentiated) func coupledGradientsAreDerivatives(_ kernelCase: KernelCase) throws {
    for parameters in KernelCase.Parameters.allCases {
      let draw = try kernelCase.draw(parameters, margin: 2e-3)
      let gradients = (0..<draw.batch).map { draw.reference.gradient(sample: $0, coupling: .coupled) }
      let numerical = centralDifferences(draw)
      for sample in 0..<draw.batch {
        #expect(relativeDeviation(gradients[sample], numerical[sample]) <= 1e-6, "sample \(sample), \(parameters)")
      }
    }
  }

  static let differentiated: [KernelCase] =
    [
      KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: 1, rows: 4, columns: 8), batch: 2),
      KernelCase(
        name: "full supernet alone",
        network: Network(NASBench201.CellPlan(.full), skeleton: .thinRegions(patch: 3)), batch: 4),
    ] + KernelCase.layers.filter { $0.batch < 10 }.map { KernelCase(name: $0.name, network: $0.network, batch: 2) }

  /// ∂f_i/∂θ for every θ of the tangent kernel, by central differences of the logits.
  private func centralDifferences(_ draw: Draw) -> [[Double]] {
    var gradients = [[Double]](repeating: [], count: draw.batch)
    for (index, parameter) in draw.network.parameters.enumerated() where parameter.role.isInTangentKernel {
      for element in 0..<parameter.count {
        let (up, step) = sums(draw, parameter: index, element: element, displacement: 1e-4)
        let (down, back) = sums(draw, parameter: index, element: element, displacement: -1e-4)
        for sample in 0..<draw.batch { gradients[sample].append((up[sample] - down[sample]) / (step - back)) }
      }
    }
    return gradients
  }

  /// f of every sample with one number displaced, and by how much float32 lets it be displaced.
  private func sums(
    _ draw: Draw, parameter: Int, element: Int, displacement: Float
  ) -> (sums: [Double], displacement: Double) {
    var (place, step) = (0, 0.0)
    let values = ParameterValues(draw.network) { _ in
      var array = Array(draw.values[place])
      if place == parameter {
        let before = array[element]
        array[element] += displacement
        step = Double(array[element]) - Double(before)
      }
      place += 1
      return array
    }
    let logits = ReferenceNetwork(draw.network, values: values, images: draw.images, batch: draw.batch).logits
    let classes = draw.network.classifier.classes
    return ((0..<draw.batch).map { logits[$0 * classes..<($0 + 1) * classes].reduce(0, +) }, step)
  }

  /// Frozen gradients are derivatives of a chain of scalar layers whose batch norms keep the mean and deviation that they
  /// had before the displacement; coupled ones of the same chain with fresh statistics.
  @Test func frozenGradientsHoldStatisticsFixed() throws {
    var sketch = NetworkSketch(channels: 1, rows: 3, columns: 4)
    for node in 0..<2 {
      _ = sketch.node(channels: 1, rows: 3, columns: 4)
      sketch.convolve(node, to: node + 1, window: Network.Window(size: 1), rectifies: node > 0)
    }
    let draw = try KernelCase(name: "chain", network: sketch.network(), batch: 3).draw(.elsewhere, margin: 1e-3)
    let chain = Chain(draw)
    #expect(relativeDeviation(chain.sums(), chain.expectedSums(draw)) <= 1e-12)
    for sample in 0..<3 {
      let frozen = draw.reference.gradient(sample: sample, coupling: .frozen)
      let coupled = draw.reference.gradient(sample: sample, coupling: .coupled)
      let fixed = chain.derivatives(sample: sample, statistics: chain.statistics())
      let fresh = chain.derivatives(sample: sample, statistics: nil)
      // The first four numbers are w₁, γ₁, w₂ and γ₂; the classifier's follow.
      #expect(relativeDeviation(Array(frozen[..<4]), fixed) <= 1e-7)
      #expect(relativeDeviation(Array(coupled[..<4]), fresh) <= 1e-7)
      #expect(relativeDeviation(fixed, fresh) > 0.1)
    }
  }

  @Test func couplingMattersOnlyThroughBatchNorm() throws {
    let without = try #require(KernelCase.layers.first { $0.name == "no batch norm" })
    let kernel = try without.draw(.elsewhere).reference
    #expect(kernel.tangentKernel(.coupled) == kernel.tangentKernel(.frozen))
    let with = try KernelCase(KernelCase.mixed, KernelCase.skeleton(), batch: 3).draw(.elsewhere).reference
    #expect(relativeDeviation(with.tangentKernel(.coupled), with.tangentKernel(.frozen)) > 0.1)
  }

  /// Mirroring an image changes no statistic of a network of 1x1 convolutions and no average over places.
  @Test func kernelOfMirroredImagesIsTheSameWithoutWindows() throws {
    let cell = KernelCase.cell(
      "|nor_conv_1x1~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_1x1~2|")
    let network = Network(NASBench201.CellPlan(cell), skeleton: .thinRegions(patch: 4))
    let draw = try KernelCase(name: "mirror", network: network, batch: 3).draw(.elsewhere)
    let mirrored = Draw(
      network: network, values: draw.values,
      images: draw.images[..<16] + draw.images[16..<32].reversed() + draw.images[32...],
      batch: 3)
    #expect(mirrored.images != draw.images)
    for coupling in BatchNormCoupling.allCases {
      #expect(
        relativeDeviation(mirrored.reference.tangentKernel(coupling), draw.reference.tangentKernel(coupling)) <= 1e-12)
    }
  }
}

/// f_i = W · mean over places of max(z₂, 0) + b with z_l = γ_l (w_l a_l − m_l) / σ_l + β_l, a₁ = x, a₂ = max(z₁, 0); W and b
/// summed over the classes.
private struct Chain {
  struct Statistics {
    let mean, deviation: Double
  }

  /// w₁, γ₁, w₂, γ₂.
  var weights: [Double]
  let shifts: [Double]
  let classifier: (weight: Double, bias: Double)
  let images: [[Double]]

  init(_ draw: Draw) {
    let values = draw.network.parameters.indices.map { draw.values[$0].map(Double.init) }
    weights = [values[0][0], values[1][0], values[3][0], values[4][0]]
    shifts = [values[2][0], values[5][0]]
    classifier = (values[6].reduce(0, +), values[7].reduce(0, +))
    let area = draw.images.count / draw.batch
    images = (0..<draw.batch).map { draw.images[$0 * area..<($0 + 1) * area].map(Double.init) }
  }

  func expectedSums(_ draw: Draw) -> [Double] {
    (0..<draw.batch).map { draw.reference.logits[$0 * 3..<($0 + 1) * 3].reduce(0, +) }
  }

  func statistics() -> [Statistics] { evaluate(nil).statistics }

  func sums(_ statistics: [Statistics]? = nil) -> [Double] { evaluate(statistics).sums }

  func derivatives(sample: Int, statistics: [Statistics]?) -> [Double] {
    weights.indices.map { index in
      let ends = [1e-6, -1e-6].map { step in
        var moved = self
        moved.weights[index] += step
        return moved.sums(statistics)[sample]
      }
      return (ends[0] - ends[1]) / 2e-6
    }
  }

  private func evaluate(_ given: [Statistics]?) -> (sums: [Double], statistics: [Statistics]) {
    var (values, used) = (images, [Statistics]())
    for layer in 0..<2 {
      let (weight, scale) = (weights[2 * layer], weights[2 * layer + 1])
      values = values.map { $0.map { weight * (layer > 0 ? max($0, 0) : $0) } }
      used.append(given?[layer] ?? Self.statistics(values.flatMap(\.self)))
      let (mean, deviation) = (used[layer].mean, used[layer].deviation)
      values = values.map { $0.map { scale * ($0 - mean) / deviation + shifts[layer] } }
    }
    let sums = values.map { image in
      classifier.bias + classifier.weight * image.reduce(0) { $0 + max($1, 0) } / Double(image.count)
    }
    return (sums, used)
  }

  private static func statistics(_ values: [Double]) -> Statistics {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return Statistics(mean: mean, deviation: (variance + 1e-5).squareRoot())
  }
}
