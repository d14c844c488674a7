import Kernels
import Networks
import Randomness
import SearchSpaces
import Testing

/// Every observer over the fast kernels of every instruction set, against the plain float64 loops.
@Suite struct ObserverTests {
  @Test(arguments: KernelCase.cells + KernelCase.batches) func cells(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  @Test(arguments: KernelCase.layers) func layersOfOtherSearchSpaces(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  @Test(arguments: KernelCase.randomGraphs) func randomGraphs(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  @Test(arguments: KernelCase.darts) func dartsCells(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  private func compare(_ kernelCase: KernelCase) throws {
    for parameters in KernelCase.Parameters.allCases {
      let draw = try kernelCase.draw(parameters)
      let inputs = Inputs(
        images: draw.images, batch: draw.batch, labels: (0..<draw.batch).map { $0 % draw.network.classifier.classes }
      ) { boundary, count in
        var stream = RandomStream(seed: 5, purpose: "signs", repeat: boundary)
        return (0..<count).map { _ in stream.uniform() < 0.5 ? -1 : 1 }
      }
      let reference = ReferenceNetwork(draw.network, values: draw.values, inputs: inputs)
      let initial = draw.network.dividing(by: .initial)
      let initialReference = ReferenceNetwork(initial, values: draw.values, inputs: inputs)
      for set in InstructionSet.available {
        let arena = Arena()
        let forward = LaneForward(draw.network, values: draw.values, inputs: inputs, set: set, arena: arena)
        Comparison(place: "\(parameters) \(set)").all(forward, reference)
        let initialForward = LaneForward(initial, values: draw.values, inputs: inputs, set: set, arena: arena)
        if initialReference.isClearOfZero(margin: 2e-6) {
          Comparison(place: "initial statistics, \(parameters) \(set)").initial(initialForward, initialReference)
        }
      }
    }
  }
}

/// Compares what observers leave, fast and plain.
private struct Comparison {
  let place: String

  func all(_ forward: LaneForward, _ reference: ReferenceNetwork) {
    for scalar in [LogitCotangent.sumOfLogits, .crossEntropy] { gradient(BatchGradient(scalar), forward, reference) }
    let image = ImageGradient()
    // The sum of the logits hardly moves with the image: coupling takes most of it away.
    near(image.observe(forward), image.observe(reference), 1e-4, "image gradient")
    let product = HessianProduct()
    near([product.observe(forward)], [product.observe(reference)], 1e-3, "Hessian product")
    let (fast, plain) = (ActivationPatterns().observe(forward), ActivationPatterns().observe(reference))
    near(fast.agreement, plain.agreement, 0, "agreement of patterns")
    #expect(fast.distinctNeurons == plain.distinctNeurons, "distinct neurons, \(place)")
    #expect(
      DistinctPatterns().observe(forward).count == DistinctPatterns().observe(reference).count, "regions, \(place)")
    features(forward, reference)
    let signs = SignPropagation()
    let (steps, plainSteps) = (signs.observe(forward), signs.observe(reference))
    near(steps.map(\.gain), plainSteps.map(\.gain), 1e-5, "sign propagation")
    #expect(steps.map(\.isIdentity) == plainSteps.map(\.isIdentity), "\(place)")
    for coupling in BatchNormCoupling.allCases {
      let observer = CellJacobian(coupling)
      near(gram(observer.observe(forward)), gram(observer.observe(reference)), 1e-5, "cell Jacobian, \(coupling)")
    }
  }

  func initial(_ forward: LaneForward, _ reference: ReferenceNetwork) {
    let (fast, plain) = (FirstElementJacobian().observe(forward), FirstElementJacobian().observe(reference))
    #expect(fast.parameters == plain.parameters)
    near(fast.jacobian, plain.jacobian, 1e-5, "Jacobian of first elements")
    near(fast.logits, plain.logits, 1e-5, "logits")
  }

  private func gradient(_ observer: BatchGradient, _ forward: LaneForward, _ reference: ReferenceNetwork) {
    let (fast, plain) = (observer.observe(forward), observer.observe(reference))
    // By parameter, in units of the largest gradient: coupling leaves some gradients at zero up to rounding.
    let scale = plain.gradients.joined().reduce(0) { max($0, abs($1)) }
    for (place, parameter) in forward.network.parameters.enumerated() {
      let deviation = zip(fast.gradients[place], plain.gradients[place]).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(
        fast.gradients[place].count == parameter.count && deviation <= 1e-5 * scale,
        "\(observer.cotangent): \(parameter.name) deviates by \(deviation / scale), \(self.place)")
    }
    #expect(fast.saliencies.map(\.weight) == plain.saliencies.map(\.weight))
    let largest = plain.saliencies.flatMap(\.channels).max() ?? 0
    for (fast, plain) in zip(fast.saliencies, plain.saliencies) {
      for (a, b) in zip(fast.channels, plain.channels) {
        #expect(abs(a - b) <= 1e-4 * b + 3e-9 * largest, "saliency, \(observer.cotangent), \(place)")
      }
    }
  }

  private func features(_ forward: LaneForward, _ reference: ReferenceNetwork) {
    near(
      BoundaryFeatures().observe(forward).flatMap(\.self), BoundaryFeatures().observe(reference).flatMap(\.self), 1e-5,
      "boundary features")
    near(
      LayerCorrelations().observe(forward).sorted(), LayerCorrelations().observe(reference).sorted(), 2e-5,
      "correlations")
    near(NormSpectra().observe(forward), NormSpectra().observe(reference), 1e-4, "stable ranks")
    let (fast, plain) = (FeatureSpread().observe(forward), FeatureSpread().observe(reference))
    near(fast.map(\.squaredTrace), plain.map(\.squaredTrace), 1e-5, "squared traces")
    near(fast.map(\.traceOfSquare), plain.map(\.traceOfSquare), 1e-5, "traces of squares")
    let (last, plainLast) = (LastFeatures().observe(forward), LastFeatures().observe(reference))
    near(last.features, plainLast.features, 1e-5, "last features")
    near(last.variances.flatMap(\.self), plainLast.variances.flatMap(\.self), 1e-5, "variances")
  }

  private func gram(_ jacobian: CellJacobian.Observation) -> [Double] {
    (0..<jacobian.batch * jacobian.batch).map { place in
      let (i, j) = place.quotientAndRemainder(dividingBy: jacobian.batch)
      return (0..<jacobian.rows).reduce(0.0) {
        $0 + jacobian.gradients[$1 * jacobian.batch + i] * jacobian.gradients[$1 * jacobian.batch + j]
      }
    }
  }

  private func near(_ found: [Double], _ expected: [Double], _ limit: Double, _ what: String) {
    #expect(found.count == expected.count, "\(what), \(place)")
    let deviation = relativeDeviation(found, expected)
    #expect(deviation <= limit, "\(what): \(deviation), \(place)")
  }
}
