import SearchSpaces
import TestSupport
import Testing

@Suite struct ArchitectureStringTests {
  @Test func everyCellSurvivesTheRoundTrips() throws {
    for cell in NASBench201.architectures {
      #expect(try NASBench201.Architecture(parsing: cell.description) == cell)
      #expect(try NASBench201.Architecture(tuple: cell.tuple) == cell)
      #expect(NASBench201.Architecture(operations: cell.operations) == cell)
      #expect(NASBench201.Architecture(code: cell.code) == cell)
    }
  }

  @Test func edgesAreInStringOrder() throws {
    #expect(NASBench201.Edge.all.map(\.description) == ["1<-0", "2<-0", "2<-1", "3<-0", "3<-1", "3<-2"])
    for (position, edge) in NASBench201.Edge.all.enumerated() {
      #expect(NASBench201.Edge.index(source: edge.source, target: edge.target) == position)
    }
    let cell = try NASBench201.Architecture(
      parsing: "|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|none~2|")
    #expect(
      cell.operations == [.none, .skipConnect, .convolution1x1, .convolution3x3, .averagePool3x3, .none])
    #expect(cell[NASBench201.Edge.all[3]] == .convolution3x3)
  }

  @Test func operationIndicesArePositions() {
    for (position, operation) in NASBench201.Operation.allCases.enumerated() { #expect(operation.index == position) }
  }

  @Test func tupleOfNASBenchSuiteZero() throws {
    let cell = try NASBench201.Architecture(tuple: [4, 0, 3, 1, 4, 3])
    #expect(
      cell.description
        == "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|")
  }

  @Test(.enabled(if: SharedData.isPresent(SharedData.proxies), "the proxies file is not beside the package"))
  func tuplesOfAllPublishedCells() throws {
    for row in try SharedData.rows(of: SharedData.proxies) {
      let tuple = row[0].dropFirst().dropLast().split(separator: ", ").compactMap { Int($0) }
      #expect(try NASBench201.Architecture(tuple: tuple).description == row[1])
    }
  }

  @Test(arguments: [[], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 5], [-1, 0, 0, 0, 0, 0]])
  func malformedTuple(tuple: [Int]) {
    #expect(throws: SearchSpaceError.malformedTuple(tuple)) { try NASBench201.Architecture(tuple: tuple) }
  }

  static let malformed: [(text: String, position: Int, message: String)] = [
    ("", 1, "found the end of the string at character 1, expected '|', which opens node 1"),
    ("|none|", 6, "expected '~' and the source node"),
    ("none~0|+", 1, "expected '|', which opens node 1"),
    ("|conv~0|+|none~0|none~1|+|none~0|none~1|none~2|", 2, "unknown operation \"conv\""),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_5x5~2|", 41, "one of the operations none, skip_connect"),
    ("|None~0|+|none~0|none~1|+|none~0|none~1|none~2|", 2, "unknown operation \"None\""),
    ("|none ~0|+|none~0|none~1|+|none~0|none~1|none~2|", 2, "unknown operation \"none \""),
    ("|none~0|+|none~0|+|none~0|none~1|none~2|", 18, "an operation from node 1, as node 2 has 2 of them"),
    ("|none~0|none~0|+|none~0|none~1|+|none~0|", 9, "expected '+' and node 2"),
    ("|none~0|+|none~0|none~1|none~2|+|none~0|none~1|none~2|", 25, "expected '+' and node 3"),
    ("|none~0|+|none~0|none~1|", 25, "found the end of the string at character 25, expected '+' and node 3"),
    ("|none~0|+|none~0|none~0|+|none~0|none~1|none~2|", 23, "source node \"0\""),
    ("|none~1|+|none~0|none~1|+|none~0|none~1|none~2|", 7, "expected 0, as operation 1 of node 1 reads node 0"),
    ("|none~00|+|none~0|none~1|+|none~0|none~1|none~2|", 7, "source node \"00\""),
    ("|none~|+|none~0|none~1|+|none~0|none~1|none~2|", 7, "source node \"\""),
    ("|none~0+|none~0|none~1|+|none~0|none~1|none~2|", 8, "which closes the operation"),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2", 47, "which closes the operation"),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|x", 48, "found \"x\" at character 48, expected the end"),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2| ", 48, "expected the end of the string"),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|\n", 48, "found \"\\n\""),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|+|none~0|", 48, "expected the end of the string"),
    (" |none~0|+|none~0|none~1|+|none~0|none~1|none~2|", 1, "which opens node 1"),
    ("|noné~0|+|none~0|none~1|+|none~0|none~1|none~2|", 2, "unknown operation \"noné\""),
  ]

  @Test(arguments: malformed) func malformedString(text: String, position: Int, message: String) throws {
    let error = try #require(throws: SearchSpaceError.self) { try NASBench201.Architecture(parsing: text) }
    guard case .malformedArchitecture(let offending, let found, _, _) = error else {
      Issue.record("unexpected error \(error)")
      return
    }
    #expect(offending == text && found == position)
    #expect(error.description.contains(message), "\(error)")
    #expect(!error.description.contains { $0.isNewline })
  }

  @Test func longGarbageIsCutInTheMessage() throws {
    let error = try #require(throws: SearchSpaceError.self) {
      try NASBench201.Architecture(parsing: "|none~0|" + String(repeating: "x", count: 100_000))
    }
    #expect(error.description.count < 400)
  }
}

@Suite struct ReachabilityTests {
  private func cell(_ operations: NASBench201.Operation...) -> NASBench201.Architecture {
    .init(operations: operations)
  }

  @Test func countsOverTheSpace() {
    #expect(NASBench201.architectures.count { !$0.hasPath } == 341)
    #expect(NASBench201.architectures.count(where: \.isLive) == 9_445)
    #expect(NASBench201.architectures.count { $0.isLive && !$0.hasPath } == 1)
  }

  @Test func theEmptyCellIsLiveButHasNoPath() {
    let empty = cell(.none, .none, .none, .none, .none, .none)
    #expect(empty.isLive && !empty.hasPath && empty.depth == 0 && empty.deadEdges.isEmpty)
    #expect(empty.reachableFromInput(0) && empty.reachesOutput(3))
    #expect(!empty.reachableFromInput(1) && !empty.reachesOutput(0))
  }

  @Test func deadOnTheInputSideAndOnTheOutputSide() {
    // 2<-1 starts at a node without input; 1 cannot be reached.
    let unreachable = cell(.none, .skipConnect, .convolution3x3, .none, .none, .skipConnect)
    #expect(unreachable.hasPath && unreachable.deadEdges == [2] && !unreachable.isLive)
    #expect(!unreachable.reachableFromInput(1) && unreachable.reachesOutput(1))
    // 1<-0 ends in a node that leads nowhere.
    let dangling = cell(.convolution1x1, .none, .none, .averagePool3x3, .none, .none)
    #expect(dangling.hasPath && dangling.deadEdges == [0] && dangling.depth == 1)
    #expect(dangling.reachableFromInput(1) && !dangling.reachesOutput(1))
    // Without a path every operation is dead.
    let severed = cell(.convolution1x1, .none, .none, .none, .none, .skipConnect)
    #expect(!severed.hasPath && severed.deadEdges == [0, 5])
  }

  /// Breadth-first search over matrices of paths, as an independent definition.
  @Test func agreesWithBooleanMatrixPowers() {
    for cell in NASBench201.architectures {
      var paths = [[Bool]](repeating: [false, false, false, false], count: 4)
      for node in 0..<4 { paths[node][node] = true }
      for (position, edge) in NASBench201.Edge.all.enumerated() where cell[position] != .none {
        paths[edge.source][edge.target] = true
      }
      for middle in 0..<4 {
        for start in 0..<4 where paths[start][middle] {
          for end in 0..<4 where paths[middle][end] { paths[start][end] = true }
        }
      }
      #expect(cell.nodesReachableFromInput == paths[0])
      #expect(cell.nodesReachingOutput == paths.map { $0[3] })
    }
  }

  @Test func graphProperties() {
    let deep = cell(.convolution3x3, .skipConnect, .convolution1x1, .skipConnect, .none, .averagePool3x3)
    #expect(deep.depth == 3 && deep.numberOfTrainableLayers == 2 && deep.numberOfSkipConnections == 2)
    let shallow = cell(.none, .none, .convolution1x1, .skipConnect, .none, .none)
    #expect(shallow.depth == 1 && shallow.numberOfTrainableLayers == 1)
  }
}

@Suite struct IsomorphismTests {
  @Test func examplesOfTheOfficialTable() throws {
    let cell = NASBench201.architectures[0]
    #expect(
      cell.uniqueString(considerZero: true)
        == "(0)@avg_pool_3x3+(0)@avg_pool_3x3+(0)@nor_conv_1x1+(0)@nor_conv_1x1")
    let zero = NASBench201.Architecture(operations: .init(repeating: .none, count: 6))
    #expect(zero.uniqueString(considerZero: true) == "#+#+#")
    #expect(zero.uniqueString(considerZero: false).contains("@none"))
  }
}
