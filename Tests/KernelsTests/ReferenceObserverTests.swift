import Kernels
import Networks
import Testing

/// The plain observers on networks small enough to say what they must find.
@Suite struct ReferenceObserverTests {
  private static func draw(_ sketch: NetworkSketch, batch: Int, weights: [[Float]]) -> Draw {
    let network = sketch.network()
    var given = weights.makeIterator()
    let values = ParameterValues(network) { parameter in given.next() ?? [Float](repeating: 1, count: parameter.count) }
    let images = (0..<batch * network.nodes[0].shape.volume).map { Float(($0 * 7919) % 23) / 4 - 2.5 }
    return Draw(network: network, values: values, images: images, batch: batch)
  }

  /// One channel of the image, twice, and three times with the other sign.
  private static func copies(batch: Int, norm: NetworkSketch.Norm = .absent) -> Draw {
    var sketch = NetworkSketch(channels: 1, rows: 3, columns: 2)
    _ = sketch.node(channels: 2, rows: 3, columns: 2)
    sketch.convolve(0, to: 1, window: Network.Window(size: 1), rectifies: false, norm: norm)
    return draw(sketch, batch: batch, weights: [[2, -3]])
  }

  @Test func channelsThatAreCopiesAreOneDimension() {
    let draw = Self.copies(batch: 4)
    let spread = FeatureSpread().observe(draw.reference)
    #expect(spread.count == 1 && abs(spread[0].squaredTrace / spread[0].traceOfSquare - 1) <= 1e-12)
    // The convolution's channels are opposite, their correlations ±1; the ReLU's are not.
    let correlations = LayerCorrelations().observe(draw.reference)
    #expect(correlations.count == 2 && abs(correlations[0]) <= 1e-12 && correlations[1] > 0.1)
    let normed = Self.copies(batch: 4, norm: .plain)
    let spectra = NormSpectra().observe(normed.reference)
    #expect(spectra.count == 1 && abs(spectra[0] - 1) <= 1e-12)
    #expect(LayerCorrelations().observe(normed.reference).count == 3)
  }

  @Test func lastFeaturesAndVariances() {
    let draw = Self.copies(batch: 4, norm: .plain)
    let found = LastFeatures().observe(draw.reference)
    #expect(found.features == draw.reference.nodes[1].map { max($0, 0) })
    let pixels = draw.images.map(Double.init)
    let mean = pixels.reduce(0, +) / 24
    let variance = pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23
    #expect(relativeDeviation(found.variances[0], [4 * variance, 9 * variance]) <= 1e-12)
  }

  @Test func covariancesBetweenBlocks() {
    var network = Self.copies(batch: 4).network
    network.boundaries = [0, 1]
    let draw = Self.copies(batch: 4)
    let found = BoundaryFeatures().observe(
      ReferenceNetwork(network, values: draw.values, images: draw.images, batch: 4))
    let variance = found[0][0]
    #expect(found.map(\.count) == [1, 4])
    #expect(relativeDeviation(found[1], [4, -6, -6, 9].map { $0 * variance }) <= 1e-12)
  }

  /// A block that doubles passes signs back doubled; one with nothing in it, as they are.
  @Test func signsThroughBlocks() {
    var sketch = NetworkSketch(channels: 2, rows: 2, columns: 2)
    for node in 1...2 {
      _ = sketch.node(channels: 2, rows: 2, columns: 2)
      sketch.pass(node - 1, to: node, weight: node == 1 ? 2 : 1)
    }
    var network = sketch.network()
    network.boundaries = [0, 1, 2]
    let draw = Self.draw(sketch, batch: 3, weights: [])
    let inputs = Inputs(images: draw.images, batch: 3) { boundary, count in
      // Channels that have nothing in common: half of the places agree.
      (0..<count).map { ($0 / 4) % 2 == 0 || $0 % 2 == 0 ? 1 : -1 }
    }
    let steps = SignPropagation().observe(ReferenceNetwork(network, values: draw.values, inputs: inputs))
    #expect(steps.map(\.isIdentity) == [true, false])
    #expect(relativeDeviation(steps.map(\.gain), [1, 2]) <= 1e-12)
  }

  /// Rows of 2x2 blocks are the channels of the pixel-unshuffled map: an average pool passes a quarter to each of four places.
  @Test func signsThroughAReduction() {
    var sketch = NetworkSketch(channels: 1, rows: 4, columns: 4)
    _ = sketch.node(channels: 1, rows: 2, columns: 2)
    sketch.pool(0, to: 1, window: Network.Window(size: 2, stride: 2))
    var network = sketch.network()
    network.boundaries = [0, 1]
    let draw = Self.draw(sketch, batch: 2, weights: [])
    let inputs = Inputs(images: draw.images, batch: 2) { _, count in (0..<count).map { $0 % 3 == 0 ? 1 : -1 } }
    let steps = SignPropagation().observe(ReferenceNetwork(network, values: draw.values, inputs: inputs))
    // g_inᵀ g_out / places is (1/4, 1/4, 1/4, 1/4), of length 1/2.
    #expect(steps.count == 1 && abs(steps[0].gain - 0.5) <= 1e-12 && !steps[0].isIdentity)
  }

  @Test func patternsByNeuronAndBySample() throws {
    let draw = try KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: 2), batch: 5).draw(.elsewhere)
    let patterns = draw.reference.activationPatterns
    let found = ActivationPatterns().observe(draw.reference)
    #expect(found.maps.reduce(0) { $0 + $1.multiplicity * $1.bits.count } == patterns[0].count)
    let open = found.maps.reduce(0) { sum, map in
      map.bits.reduce(sum) { $0 + map.multiplicity * $1.nonzeroBitCount }
    }
    #expect(open == patterns.joined().count { $0 })
    #expect(DistinctPatterns().observe(draw.reference).count == Set(patterns).count)
  }

  /// The union of sets is the set of all, however many there are.
  @Test func patternSetsJoin() throws {
    let thin = KernelCase(name: "thin", network: KernelCase.mixed.network(.thinRegions(patch: 3)), batch: 200)
    let draws = try (0..<3).map { number in
      try KernelCase(name: "thin \(number)", network: thin.network, batch: 200).draw(.atInitialization, margin: 0)
    }
    var union = DistinctPatterns().observe(draws[0].reference)
    for draw in draws.dropFirst() { union.formUnion(DistinctPatterns().observe(draw.reference)) }
    #expect(union.count == Set(draws.flatMap(\.reference.activationPatterns)).count)
    let once = union.count
    union.formUnion(DistinctPatterns().observe(draws[1].reference))
    #expect(union.count == once)
  }

  /// Kernels and scales of the cells, none of stem, last batch norm and classifier.
  @Test func cellJacobian() throws {
    let draw = try KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: 2), batch: 3).draw(.elsewhere)
    let found = CellJacobian(.coupled).observe(draw.reference)
    let parameters = draw.network.parameters.filter { $0.name.hasPrefix("cells.") && $0.role.isInTangentKernel }
    #expect(found.rows == parameters.reduce(0) { $0 + $1.count } && found.gradients.count == 3 * found.rows)
    let kernel = draw.reference.tangentKernel(.coupled)
    for sample in 0..<3 {
      let square = (0..<found.rows).reduce(0) {
        $0 + found.gradients[$1 * 3 + sample] * found.gradients[$1 * 3 + sample]
      }
      #expect(square > 0 && square < kernel[sample * 4])
    }
    #expect(KernelObserver(.coupled).observe(draw.reference).matrix == kernel)
  }
}
