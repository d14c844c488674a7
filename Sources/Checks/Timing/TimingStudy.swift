import Images
import Kernels
import Metrics
import Networks
import Runs
import SearchSpaces
import WorkQueue

/// How long metrics take a cell: a fixed, seeded set of cells, so that numbers compare from machine to machine.
public struct TimingStudy: Sendable {
  /// One line of the study.
  public struct Row: Sendable, Codable {
    /// What was timed, for example `kappa coupled`.
    public let what: String
    /// Channels C, cells per stage N, batch B.
    public let channels, cellsPerStage, batch: Int
    /// Cells in flight.
    public let threads: Int
    /// Wall time divided by cells and repeats, milliseconds; the smallest of the rounds.
    public let milliseconds: Double
    /// Rate over all threads, GFLOP/s, counting only the operations that live layers need; nil where they do not matter.
    public let rate: Double?
    /// That rate as a share of the measured rate of matrix products on as many threads.
    public let share: Double?
  }

  /// The cells timed.
  public let cells: [NASBench201.Architecture]
  let images: ImagePool
  let set: InstructionSet
  private let rounds: Int

  /// The number of cells in the fixed set.
  public static let cellCount = 24

  /// Prepares a study.
  ///
  /// - Parameters:
  ///   - cells: the cells; nil for the fixed set, a uniform sample of seed 24 among cells that have a path.
  ///   - images: where batches come from.
  ///   - set: which compiled kernels run.
  ///   - rounds: how often all cells are timed; the fastest round counts.
  public init(
    cells: [NASBench201.Architecture]? = nil, images: ImagePool, set: InstructionSet, rounds: Int = 3
  ) throws {
    (self.images, self.set, self.rounds) = (images, set, rounds)
    self.cells =
      try cells
      ?? Array(
        NASBench201.sample(count: 2 * Self.cellCount, seed: 24).map { try NASBench201.architecture(at: $0) }
          .filter(\.hasPath).prefix(Self.cellCount))
  }

  /// Times κ_N.
  ///
  /// - Parameter peak: the rate of matrix products on as many threads, GFLOP/s.
  public func time(_ kappa: Kappa, threads: Int, peak: Double) throws -> Row {
    let skeleton = Skeleton(
      channels: kappa.channels, cellsPerStage: kappa.cellsPerStage,
      image: FeatureShape(channels: images.channels, rows: images.height, columns: images.width))
    let operations = cells.reduce(0) { total, cell in
      let network = cell.network(skeleton).droppingDeadNodesAtInitialization()
      return total + (network.map { TangentKernel.operations($0, batch: kappa.batch, coupling: kappa.batchNorm) } ?? 0)
    }
    let milliseconds = try fastest(kappa, threads: threads)
    let rate = operations / Double(cells.count) / milliseconds * 1e-6
    return Row(
      what: "kappa \(kappa.batchNorm.rawValue)", channels: kappa.channels, cellsPerStage: kappa.cellsPerStage,
      batch: kappa.batch, threads: threads, milliseconds: milliseconds, rate: rate, share: rate / peak)
  }

  /// Times κ_N cell by cell, as many copies of a cell in flight as there are threads.
  ///
  /// - Returns: wall milliseconds a cell, in the order of ``cells``.
  public func timeEach(_ kappa: Kappa, threads: Int) throws -> [Double] {
    try cells.map {
      try fastest(kappa, threads: threads, cells: [NASBench201.Architecture](repeating: $0, count: threads))
    }
  }

  /// Times R_N.
  public func time(_ regions: Regions, threads: Int) throws -> Row {
    Row(
      what: "regions \(regions.batches) x \(regions.batch)", channels: 1, cellsPerStage: 1, batch: regions.batch,
      threads: threads, milliseconds: try fastest(regions, threads: threads), rate: nil, share: nil)
  }

  /// Times a step of the pruning search: κ_N (B = 72) and R_N (3 x 1000 crops) of the supernet without one operation, for
  /// each of the 24 operations that the first round tries.
  public func timeSearchStep(threads: Int) throws -> Row {
    let full = NASBench201.Supernet.full
    let candidates = NASBench201.Edge.all.indices.flatMap { edge in
      full.remainingOperations(edge: edge).map { full.pruning(edge: edge, $0) }
    }
    let scoring = ScoringProtocol(.code)
    let kappa = try fastest(scoring.kappa, threads: threads, cells: candidates)
    let regions = try fastest(scoring.regions, threads: threads, cells: candidates)
    return Row(
      what: "search step", channels: scoring.kappa.channels, cellsPerStage: scoring.kappa.cellsPerStage,
      batch: scoring.kappa.batch, threads: threads, milliseconds: kappa + regions, rate: nil, share: nil)
  }

  /// Wall time of all cells divided by their number, milliseconds, in the fastest round.
  private func fastest(
    _ metric: some Metric, threads: Int, cells: [any Cell]? = nil
  ) throws -> Double {
    let cells = cells ?? self.cells
    return try fastest(cells.count, threads: threads) { arena, item, round in
      let evaluation = Evaluation(cell: cells[item], key: UInt64(item), repeat: round, seed: 24, images: images)
      _ = try Laboratory(evaluation, kernels: .fast(set), arena: arena).score(metric)
    }
  }

  /// Wall time of so many items divided by their number, milliseconds, in the fastest round.
  func fastest(
    _ count: Int, threads: Int, _ body: @Sendable (_ arena: Arena, _ item: Int, _ round: Int) throws -> Void
  ) throws -> Double {
    let arenas = WorkerArenas(threads)
    let clock = ContinuousClock()
    var best = Duration.seconds(Int.max / 2)
    for round in 0..<rounds {
      let elapsed = try clock.measure {
        try WorkQueue.forEach(count, threads: threads) { try body(arenas[$0], $1, round) }
      }
      best = min(best, elapsed)
    }
    return best / .milliseconds(1) / Double(count)
  }
}
