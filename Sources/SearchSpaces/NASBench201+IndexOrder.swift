import Randomness

extension NASBench201 {
  /// All architectures in the benchmark's index order: the plain listing, first edge outermost, shuffled by Python's
  /// `random.seed(88); random.shuffle`.
  public static let architectures: [Architecture] = {
    var listing = (0..<size).map { Architecture(code: $0) }
    var random = PythonRandom(seed: 88)
    random.shuffle(&listing)
    return listing
  }()

  private static let indicesByCode: [Int] = {
    var indices = [Int](repeating: 0, count: size)
    for (index, architecture) in architectures.enumerated() { indices[architecture.code] = index }
    return indices
  }()

  /// The architecture's row in the benchmark's tables.
  public static func index(of architecture: Architecture) -> Int { indicesByCode[architecture.code] }

  /// The architecture in a row of the benchmark's tables.
  ///
  /// - Throws: `SearchSpaceError.indexOutOfRange` unless `index` is in 0..<15,625.
  public static func architecture(at index: Int) throws -> Architecture {
    guard architectures.indices.contains(index) else { throw SearchSpaceError.indexOutOfRange(index, size: size) }
    return architectures[index]
  }
}

extension NASBench201 {
  /// A set of cells over which a statistic is taken; no rank correlation means anything without it.
  public enum Population: String, CaseIterable, Sendable {
    /// All 15,625 strings.
    case all
    /// The 9,445 cells without a dead operation (`Architecture.isLive`).
    case live
    /// The 6,466 classes of `uniqueString(considerZero: true)`, each represented by its lowest index.
    case unique
  }

  /// The population's indices, ascending.
  public static func population(_ population: Population) -> [Int] {
    switch population {
    case .all: Array(0..<size)
    case .live: liveIndices
    case .unique: uniqueIndices
    }
  }

  private static let liveIndices = architectures.indices.filter { architectures[$0].isLive }

  private static let uniqueIndices = architectures.indices.filter { isomorphismClasses[$0] == $0 }

  /// Per cell, the lowest index of its class under `uniqueString(considerZero: true)`: equal for cells that the benchmark takes for the
  /// same function.
  public static let isomorphismClasses: [Int] = {
    var first: [String: Int] = [:]
    return architectures.indices.map { index in
      let name = architectures[index].uniqueString(considerZero: true)
      if first[name] == nil { first[name] = index }
      return first[name]!
    }
  }()

  /// Indices drawn uniformly without replacement, in the order drawn: a smaller sample with the same seed is the head of a
  /// larger one.
  ///
  /// - Throws: `SearchSpaceError.impossibleSample` when `count` is negative or larger than the population.
  public static func sample(count: Int, from population: Population = .all, seed: UInt64) throws -> [Int] {
    let candidates = Self.population(population)
    guard 0...candidates.count ~= count else {
      throw SearchSpaceError.impossibleSample(count: count, population: population.rawValue, size: candidates.count)
    }
    var stream = RandomStream(seed: seed, purpose: "sample")
    return stream.distinctIntegers(count, below: candidates.count).map { candidates[$0] }
  }
}
