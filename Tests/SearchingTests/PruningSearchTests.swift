import SearchSpaces
import Searching
import Testing

/// Two cells of five edges, four operations an edge, the last three edges ending in one node.
struct SmallSupernet: PrunableSupernet {
  static let cellNames = ["normal", "reduce"]
  static let edgeNames = ["0", "1", "2", "3", "4"]
  static let operationNames = ["a", "b", "c", "d"]
  static let edgeGroups = [0..<2, 2..<5]

  var remaining = [[[Int]]](repeating: [[Int]](repeating: [0, 1, 2, 3], count: 5), count: 2)

  func remainingOperations(cell: Int, edge: Int) -> [Int] { remaining[cell][edge] }

  func pruning(cell: Int, edge: Int, operation: Int) -> Self {
    var pruned = self
    pruned.remaining[cell][edge].removeAll { $0 == operation }
    return pruned
  }

  var foundCell: String? {
    remaining.joined().allSatisfy { $0.count <= 1 } && remaining.allSatisfy { $0[2...].contains([]) } ? stateText : nil
  }

  /// Made-up κ: every operation left adds a weight of its own, so that the heaviest is the best to prune.
  var weight: Double {
    remaining.enumerated().reduce(100) { total, cell in
      cell.element.enumerated().reduce(total) { total, edge in
        edge.element.reduce(total) { $0 + Self.weight(cell: cell.offset, edge: edge.offset, operation: $1) }
      }
    }
  }

  static func weight(cell: Int, edge: Int, operation: Int) -> Double {
    Double([3, 1, 4, 2][(operation + edge + cell) % 4]) + 8 * Double((2 * edge + cell) % 5)
  }
}

/// The algorithm on numbers that are made up.
@Suite struct PruningSearchTests {
  private typealias Search = PruningSearch<SmallSupernet>

  private func run(_ rule: PruningRule = .ranks, pruneNumber: Int, repeats: Int = 2) -> Search.Outcome {
    Search(rule: rule, pruneNumber: pruneNumber, repeats: repeats).run(from: SmallSupernet()) { requests in
      requests.map { $0.metric == .kappa ? $0.supernet.weight : 50 }
    }
  }

  @Test(arguments: [(1, [40, 30, 20, 10]), (2, [40, 20, 10]), (3, [40, 10]), (9, [40, 10])])
  func pruneNumbers(number: Int, counts: [Int]) {
    let outcome = run(pruneNumber: number)
    let states = outcome.states
    #expect(states.map(\.supernet.operationCount) == counts + [9, 8])
    #expect(states.map(\.step) == Array(0..<counts.count + 2))
    #expect(states.map(\.phase) == [.start] + counts.dropFirst().map { _ in .operations } + [.edges, .edges])
    #expect(states.map(\.kappa) == states.map(\.supernet.weight) && states.allSatisfy { $0.regions == 50 })
    #expect(outcome.removals.count == 32 && outcome.removals.last?.step == states.last?.step)
  }

  /// One at a time, on every edge the heaviest operation left; then of edges 2 to 4 the heaviest, the normal cell's first.
  @Test func heaviestFirst() {
    let outcome = run(pruneNumber: 1)
    for (cell, edge) in [(0, 0), (0, 4), (1, 3)] {
      let pruned = outcome.removals.compactMap { removal -> Int? in
        let candidate = removal.row.candidate
        return candidate.cell == cell && candidate.edge == edge ? candidate.operation : nil
      }
      let heaviest = (0..<4).sorted {
        SmallSupernet.weight(cell: cell, edge: edge, operation: $0)
          > SmallSupernet.weight(cell: cell, edge: edge, operation: $1)
      }
      #expect(pruned == Array(heaviest.prefix(3)))
    }
    let edges = outcome.removals.suffix(2).map(\.row.candidate)
    #expect(edges.map(\.cell) == [0, 1] && edges.allSatisfy { $0.operation == nil })
    #expect(edges[0].edge == 2 && edges[1].edge == 4)
    #expect(outcome.supernet.remaining[0][2].isEmpty && outcome.supernet.remaining[1][4].isEmpty)
    #expect(outcome.supernet.foundCell == outcome.supernet.stateText)
    #expect(outcome.supernet.stateText.hasPrefix("normal:") && outcome.supernet.stateText.contains(";reduce:"))
  }

  /// What is compared shares a round; before and after are of the supernet at hand, in the edge phase too.
  @Test func requests() {
    var rounds: [[Search.Request]] = []
    let search = Search(rule: .kappa, pruneNumber: 3, repeats: 2)
    let outcome = search.run(from: SmallSupernet()) { requests in
      rounds.append(requests)
      return requests.map { $0.metric == .kappa ? $0.supernet.weight : 50 }
    }
    // κ of 1 + 40, 1 + 3, 1 + 3 and 1 supernets, R of the unpruned ones alone; each twice.
    #expect(rounds.map(\.count) == [84, 10, 10, 4])
    #expect(search.requestCount(from: SmallSupernet()) == 108)
    for (round, requests) in rounds.enumerated() {
      #expect(requests.allSatisfy { $0.round == round })
      #expect(requests[0].supernet == outcome.states[round].supernet)
      #expect(Set(requests).count == requests.count)
      let before = outcome.states[round].supernet.operationCount
      #expect(requests.allSatisfy { before - $0.supernet.operationCount <= 1 })
    }
  }

  @Test func requestsOfNASBench201() {
    let count = { PruningSearch<NASBench201.Supernet>(rule: $0).requestCount(from: .full) }
    #expect(count(.ranks) == 3 * 2 * (25 + 19 + 13 + 1))
    #expect(count(.kappa) == 3 * (25 + 19 + 13 + 1 + 4) && count(.regions) == count(.kappa))
  }

  /// Repeats are rounded one by one and then averaged: (0.333 + 0.143) / 2.
  @Test func changesAreOfRepeats() {
    let outcome = Search(rule: .kappa, pruneNumber: 3, repeats: 2).run(from: SmallSupernet()) { requests in
      requests.map { request in
        let full = request.supernet.operationCount == 40
        return request.repeat == 0 ? (full ? 3 : 2) : (full ? 7 : 6)
      }
    }
    #expect(outcome.states[0].kappa == 5)
    #expect(
      outcome.removals.prefix(30).allSatisfy { $0.row.kappaChange == (0.333 + 0.143) / 2 && $0.row.kappaRank == 0 })
    // All equal: the stable order leaves the last operation of every edge.
    #expect(outcome.states[1].supernet.remaining.joined().allSatisfy { $0 == [3] })
  }

  /// An operation whose removal breaks the network stays.
  @Test(arguments: [PruningRule.ranks, .kappa, .max, .changes])
  func operationsThatCannotGo(rule: PruningRule) {
    let outcome = Search(rule: rule, pruneNumber: 1, repeats: 3).run(from: SmallSupernet()) { requests in
      requests.map { request in
        guard request.metric == .kappa else { return 50 }
        let isBroken = request.repeat == 1 && !request.supernet.remaining[0][1].contains(2)
        return isBroken ? .infinity : request.supernet.weight
      }
    }
    #expect(outcome.supernet.remaining[0][1] == [2])
    #expect(outcome.states.allSatisfy { $0.kappa.isFinite })
  }
}
