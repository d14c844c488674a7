import SearchSpaces
import Testing

@Suite struct DARTSTests {
  /// As the TE-NAS authors' code prints it: a dictionary of nested tuples.
  static let nested = """
    {'normal': [(('dil_conv_5x5', 0), ('sep_conv_5x5', 1)), (('sep_conv_5x5', 0), ('sep_conv_3x3', 1)), \
    (('sep_conv_5x5', 0), ('skip_connect', 2)), (('dil_conv_5x5', 1), ('dil_conv_5x5', 3))], 'normal_concat': [2, 3, 4, 5], \
    'reduce': [(('dil_conv_5x5', 0), ('sep_conv_3x3', 1)), (('dil_conv_3x3', 0), ('sep_conv_3x3', 1)), \
    (('sep_conv_5x5', 1), ('sep_conv_5x5', 3)), (('skip_connect', 3), ('sep_conv_5x5', 4))], 'reduce_concat': [2, 3, 4, 5]}
    """

  /// DARTS (second order) of Liu et al., as published: inputs not in the order of their sources.
  static let second = """
    Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), \
    ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], \
    reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), \
    ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])
    """

  @Test func bothNotationsAreRead() throws {
    let genotype = try DARTS.Genotype(parsing: Self.nested)
    #expect(genotype.normal.nodes[2].map(\.operation) == [.separable5x5, .skipConnect])
    #expect(genotype.reduce.nodes[3].map(\.source) == [3, 4])
    #expect(try DARTS.Genotype(parsing: genotype.description) == genotype)
    let second = try DARTS.Genotype(parsing: Self.second)
    #expect(second.normal.nodes[2].map(\.source) == [0, 1], "inputs are put in the order of their sources")
    #expect(second.description.hasPrefix("Genotype(normal=[('sep_conv_3x3', 0), "))
    #expect(second.description.hasSuffix("('skip_connect', 2)], reduce_concat=range(2, 6))"))
    #expect(try DARTS.Genotype(parsing: second.description) == second)
  }

  @Test func depthAndWidth() throws {
    let genotype = try DARTS.Genotype(parsing: Self.nested)
    // Normal: node 5 reads node 3, which reads both inputs only; six of the eight edges come from inputs.
    #expect((genotype.normal.depth, genotype.normal.width) == (2, 6))
    // Reduce: 3 <- inputs, 4 <- 3 (source 3 is node 1), 5 <- 4.
    #expect((genotype.reduce.depth, genotype.reduce.width) == (3, 5))
    let second = try DARTS.Genotype(parsing: Self.second)
    #expect((second.normal.depth, second.normal.width) == (2, 7))
    let chain = DARTS.CellDesign(
      nodes: (0..<4).map { node in
        [DARTS.CellDesign.Input(.skipConnect, node), DARTS.CellDesign.Input(.skipConnect, node + 1)]
      })
    #expect((chain.depth, chain.width) == (4, 3))
    let wide = DARTS.CellDesign(
      nodes: (0..<4).map { _ in [DARTS.CellDesign.Input(.maxPool3x3, 1), DARTS.CellDesign.Input(.dilated3x3, 0)] })
    #expect((wide.depth, wide.width) == (1, 8))
  }

  /// `none`, both operations of a node on the same source, once even the same one, in any order.
  static let odd = """
    Genotype(normal=[('sep_conv_3x3', 1), ('none', 0), ('dil_conv_5x5', 1), ('dil_conv_5x5', 1), ('none', 3), ('none', 2), \
    ('max_pool_3x3', 3), ('skip_connect', 3)], normal_concat=range(2, 6), reduce=[('sep_conv_3x3', 1), ('none', 0), \
    ('dil_conv_5x5', 1), ('dil_conv_5x5', 1), ('none', 3), ('none', 2), ('max_pool_3x3', 3), ('skip_connect', 3)], \
    reduce_concat=[2, 3, 4, 5])
    """

  @Test func genotypesAsPeopleHaveThem() throws {
    let genotype = try DARTS.Genotype(parsing: Self.odd)
    #expect(genotype.normal == genotype.reduce)
    #expect(genotype.normal.nodes[0] == [.init(.none, 0), .init(.separable3x3, 1)])
    #expect(genotype.normal.nodes[3].map(\.operation) == [.skipConnect, .maxPool3x3])
    #expect(try DARTS.Genotype(parsing: genotype.description) == genotype)
    #expect((genotype.normal.depth, genotype.normal.width) == (2, 3))
    let nothing = DARTS.CellDesign(nodes: (0..<4).map { [.init(.none, $0), .init(.none, $0)] })
    #expect((nothing.depth, nothing.width) == (0, 0))
    // The second of two equal operations has weights of its own.
    let twice = DARTS.Genotype(normal: genotype.normal, reduce: nothing)
    let nodes = twice.normal.nodes
    let once = DARTS.Genotype(
      normal: DARTS.CellDesign(nodes: [nodes[0], [nodes[1][0], .init(.none, 1)], nodes[2], nodes[3]]), reduce: nothing)
    let without = DARTS.Genotype(
      normal: DARTS.CellDesign(nodes: [nodes[0], [.init(.none, 0), .init(.none, 1)], nodes[2], nodes[3]]),
      reduce: nothing)
    let counts = [twice, once, without].map { DARTS.Costs($0).parameters }
    #expect(counts[0] - counts[1] == counts[1] - counts[2] && counts[0] > counts[1])
  }

  @Test(arguments: [
    ("", "found the end of the genotype at character 1, expected 'normal'"),
    ("Genotype(reduce=[])", "found \"reduce\" at character 10, expected 'normal'"),
    ("Genotype(normal=[('conv_3x3', 0)", "found \"conv_3x3\" at character 20, expected operation 1 of 2 of node 0"),
    ("Genotype(normal=[('none', 2)", "found 2 at character 27"),
    ("normal=[('skip_connect', 2)", "found 2 at character 26, expected a source of node 0: 0 to 1"),
    (
      "normal=[('skip_connect', 1), ('skip_connect', 3)", "found 3 at character 47, expected a source of node 0: 0 to 1"
    ),
    ("normal=[('skip_connect', 99999999999999999999)", "found the number 99999999999999999999"),
    ("normal=<", "found \"<\" at character 8"),
  ])
  func badGenotypes(_ text: String, _ message: String) {
    let error = #expect(throws: SearchSpaceError.self) { try DARTS.Genotype(parsing: text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
  }

  @Test func concatenationsOtherThanAllNodesAreRefused() {
    let text = Self.second.replacing("normal_concat=[2, 3, 4, 5]", with: "normal_concat=[3, 4, 5]")
    let error = #expect(throws: SearchSpaceError.self) { try DARTS.Genotype(parsing: text) }
    #expect(error?.description.contains("found 3") == true)
    let trailing = #expect(throws: SearchSpaceError.self) { try DARTS.Genotype(parsing: Self.second + " x") }
    #expect(trailing?.description.contains("expected the end") == true)
  }

  @Test func samplesAreUniform() {
    let sample = DARTS.sample(count: 4_000, seed: 3)
    #expect(Array(sample[..<10]) == DARTS.sample(count: 10, seed: 3), "a longer sample begins with the shorter one")
    #expect(sample[..<10] != DARTS.sample(count: 10, seed: 4)[...])
    let inputs = sample.flatMap { genotype in DARTS.CellKind.allCases.flatMap { genotype[$0].nodes.joined() } }
    for operation in DARTS.Operation.allCases {
      let share = Double(inputs.count { $0.operation == operation }) / Double(inputs.count)
      // 64,000 draws: five standard deviations are 0.007.
      #expect(operation == .none ? share == 0 : abs(share - 1.0 / 7) < 0.007, "\(operation)")
    }
    // The last node takes 2 of 5 sources, each pair equally likely.
    var pairs: [[Int]: Int] = [:]
    for genotype in sample { pairs[genotype.normal.nodes[3].map(\.source), default: 0] += 1 }
    #expect(pairs.count == 10 && pairs.values.allSatisfy { abs($0 - 400) < 95 }, "\(pairs)")
  }

  @Test func operationsInCommon() throws {
    let genotype = try DARTS.Genotype(parsing: Self.second)
    #expect(genotype.common(with: genotype) == DARTS.Genotype.operationCount)
    var nodes = genotype.normal.nodes
    nodes[2] = [.init(.maxPool3x3, 3), nodes[2][0]]
    let other = DARTS.Genotype(normal: DARTS.CellDesign(nodes: nodes), reduce: genotype.reduce)
    #expect(genotype.common(with: other) == 15 && other.common(with: genotype) == 15)
    nodes[2] = [nodes[2][0], nodes[2][0]]
    let twice = DARTS.Genotype(normal: DARTS.CellDesign(nodes: nodes), reduce: genotype.reduce)
    #expect(other.common(with: twice) == 15 && genotype.common(with: twice) < 15)
    #expect(genotype.normal.deadInputs.joined().allSatisfy { !$0 })
  }

  @Test func supernets() throws {
    let full = DARTS.Supernet.full
    #expect(full.weights(.reduce).allSatisfy { $0.count == 7 && $0.allSatisfy { abs($0.weight - 1.0 / 7) < 1e-12 } })
    #expect(full.genotype == nil)
    let genotype = try DARTS.Genotype(parsing: Self.second)
    var left = full
    for kind in DARTS.CellKind.allCases {
      for (place, edge) in DARTS.Edge.all.enumerated() {
        let kept = genotype[kind].nodes[edge.node].first { $0.source == edge.source }?.operation
        for operation in DARTS.Operation.allCases where operation != kept {
          left = left.pruning(kind, edge: place, operation)
        }
      }
    }
    #expect(left.genotype == genotype)
    #expect(left.weights(.normal).count { !$0.isEmpty } == 8)
    #expect(left.weights(.normal).joined().allSatisfy { $0.weight == 1 })
    #expect(left.weights(.normal)[DARTS.Edge.index(source: 2, node: 3)].map(\.operation) == [.dilated3x3])
  }

  @Test func edgesAreNamedAsInTheReferenceFiles() {
    let names = "0<-0,0<-1,1<-0,1<-1,1<-2,2<-0,2<-1,2<-2,2<-3,3<-0,3<-1,3<-2,3<-3,3<-4"
    #expect(DARTS.Edge.all.map(\.description).joined(separator: ",") == names)
    for (place, edge) in DARTS.Edge.all.enumerated() {
      #expect(DARTS.Edge.index(source: edge.source, node: edge.node) == place)
    }
    for group in DARTS.Supernet.edgeGroups { #expect(Set(DARTS.Edge.all[group].map(\.node)).count == 1) }
  }

  /// `param size = 3.349342MB`, as the DARTS authors' test script prints for their second-order genotype.
  @Test func publishedParameterCount() throws {
    #expect(DARTS.Costs(try DARTS.Genotype(parsing: Self.second)).parameters == 3_349_342)
  }
}
