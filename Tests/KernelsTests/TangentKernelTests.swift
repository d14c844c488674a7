import Kernels
import Networks
import Randomness
import SearchSpaces
import Testing

/// The fast kernels of every instruction set against the plain float64 loops.
@Suite struct TangentKernelTests {
  @Test(arguments: KernelCase.cells) func cells(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  @Test(arguments: KernelCase.batches) func batchSizes(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  @Test(arguments: KernelCase.channels) func channelCounts(_ kernelCase: KernelCase) throws {
    try compare(kernelCase)
  }

  @Test(arguments: KernelCase.images) func imageSizes(_ kernelCase: KernelCase) throws {
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
      for coupling in BatchNormCoupling.allCases {
        let expected = draw.reference.tangentKernel(coupling)
        for set in InstructionSet.available {
          let kernel = draw.tangentKernel(coupling, set: set)
          let place = "\(coupling) \(parameters) \(set)"
          #expect(relativeDeviation(kernel.matrix, expected) <= 1e-5, "kernel, \(place)")
          #expect(relativeDeviation(kernel.logits, draw.reference.logits) <= 1e-5, "logits, \(place)")
        }
      }
    }
  }
}

extension KernelCase {
  init(_ cell: some Cell, _ skeleton: Skeleton, batch: Int) {
    let image = skeleton.image
    self.init(
      name: "\(cell) C=\(skeleton.channels) \(image.rows)x\(image.columns)", network: cell.network(skeleton),
      batch: batch)
  }

  static func skeleton(channels: Int = 3, cellsPerStage: Int = 1, rows: Int = 8, columns: Int = 8) -> Skeleton {
    Skeleton(
      channels: channels, cellsPerStage: cellsPerStage, image: FeatureShape(channels: 3, rows: rows, columns: columns))
  }

  static func cell(_ text: String) -> NASBench201.Architecture {
    do {
      return try NASBench201.Architecture(parsing: text)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Every kind of operation, all of them alive.
  static let mixed = cell(
    "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|nor_conv_3x3~2|")

  static let remarkableCells = [
    mixed,
    // Node 2 cannot reach the output: its convolutions are dead.
    cell("|nor_conv_1x1~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|"),
    // Node 1 is out of the input's reach.
    cell("|none~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|avg_pool_3x3~0|nor_conv_1x1~1|skip_connect~2|"),
    // No path, though nodes 1 and 2 are computed.
    cell("|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|none~0|none~1|none~2|"),
    // No path, and the output is computed from zeros.
    cell("|none~0|+|none~0|nor_conv_3x3~1|+|none~0|nor_conv_1x1~1|nor_conv_3x3~2|"),
    cell("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"),
    cell("|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|"),
    cell("|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|"),
    cell("|avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|"),
  ]

  static let prunedSupernet = NASBench201.Supernet.full
    .pruning(edge: 0, .averagePool3x3).pruning(edge: 1, .convolution3x3).pruning(edge: 1, .skipConnect)
    .pruning(edge: 4, .skipConnect).pruning(edge: 4, .convolution1x1).pruning(edge: 4, .convolution3x3)
    .pruning(edge: 4, .averagePool3x3)

  static let cells: [KernelCase] = {
    var stream = RandomStream(seed: 1, purpose: "cells")
    let random = (0..<8).map { _ in NASBench201.Architecture(code: stream.integer(below: NASBench201.size)) }
    let supernets = [("full supernet", NASBench201.Supernet.full), ("pruned supernet", prunedSupernet)].map {
      KernelCase(name: $0, network: Network(NASBench201.CellPlan($1), skeleton: skeleton()), batch: 5)
    }
    return (remarkableCells + random).map { KernelCase($0, skeleton(), batch: 5) } + supernets
  }()

  /// Thin networks of DARTS: a random genotype, one with operations that are absent and one that is there twice, a pruned supernet with an edge and a node that are zero, and three stages, so
  /// that a cell follows a reduction.
  static let darts: [KernelCase] = {
    let thin = Skeleton(channels: 2, depth: 2, image: FeatureShape(channels: 3, rows: 12, columns: 12))
    var deep = thin
    (deep.depth, deep.stemMultiplier) = (3, 3)
    let genotypes = DARTS.sample(count: 3, seed: 4)
    typealias Input = DARTS.CellDesign.Input
    let design = DARTS.CellDesign(nodes: [
      [Input(.none, 0), Input(.separable3x3, 1)], [Input(.dilated5x5, 1), Input(.dilated5x5, 1)],
      [Input(.none, 2), Input(.none, 3)], [Input(.skipConnect, 3), Input(.maxPool3x3, 3)],
    ])
    let odd = DARTS.Genotype(normal: design, reduce: design)
    var pruned = DARTS.Supernet.full
    for edge in 0..<5 {
      for operation in DARTS.Operation.allCases { pruned = pruned.pruning(.reduce, edge: edge, operation) }
    }
    for operation in DARTS.Operation.allCases where operation != .maxPool3x3 {
      pruned = pruned.pruning(.normal, edge: 3, operation)
    }
    return [
      KernelCase(name: "DARTS genotype", network: genotypes[0].network(thin), batch: 6),
      KernelCase(name: "DARTS genotype, deep", network: genotypes[1].network(deep), batch: 5),
      KernelCase(name: "DARTS genotype with none and twice the same", network: odd.network(thin), batch: 4),
      KernelCase(name: "DARTS supernet, pruned", network: pruned.network(thin), batch: 4),
    ]
  }()

  // A single image of 8x8 leaves four places to the last batch norms, too few for float32.
  static let batches =
    [KernelCase(mixed, skeleton(rows: 16, columns: 16), batch: 1)]
    + [2, 3, 4, 5, 8, 15, 16, 17, 33].map { KernelCase(mixed, skeleton(), batch: $0) }

  static let channels = [1, 2, 3, 4, 5, 7, 16].map { KernelCase(mixed, skeleton(channels: $0), batch: 3) }

  static let images =
    [(16, 16), (12, 12), (8, 12), (16, 4)].map {
      KernelCase(mixed, skeleton(rows: $0, columns: $1), batch: 4)
    } + [KernelCase(mixed, skeleton(cellsPerStage: 2), batch: 4)]

  static let randomGraphs = (0..<60).map {
    KernelCase(name: "graph \($0)", network: NetworkSketch.random($0), batch: 2 + $0 % 17)
  }
}
