import Randomness
import SearchSpaces
import TestSupport
import Testing

@Suite struct IndexOrderTests {
  @Test func pythonsMersenneTwister() {
    var random = PythonRandom(seed: 88)
    #expect(
      (0..<5).map { _ in random.nextWord() } == [
        1_707_201_716, 4_182_107_318, 813_946_014, 1_429_399_738, 3_875_947_387,
      ])
    var shuffled = Array(0..<20)
    random = PythonRandom(seed: 7)
    random.shuffle(&shuffled)
    #expect(shuffled == [17, 15, 11, 18, 7, 6, 19, 3, 14, 0, 9, 5, 16, 8, 13, 2, 1, 12, 4, 10])
    random = PythonRandom(seed: .max)
    #expect((0..<3).map { _ in random.nextWord() } == [2_728_839_433, 2_661_025_012, 872_737_089])
    #expect((0..<5).map { _ in random.integer(below: 1000) } == [220, 621, 534, 298, 617])
  }

  @Test func shufflingNothingOrOneElementDrawsNothing() {
    var random = PythonRandom(seed: 1)
    var untouched = PythonRandom(seed: 1)
    var none: [Int] = []
    var one = [5]
    random.shuffle(&none)
    random.shuffle(&one)
    #expect(one == [5] && random.nextWord() == untouched.nextWord())
  }

  @Test func orderHasTheOfficialChecksum() {
    var hash = StableHash()
    hash.combine(NASBench201.architectures.map(\.description).joined(separator: "\n"))
    #expect(hash.value == 0xD072_4A19_2B04_A780)
  }

  @Test(.enabled(if: SharedData.isPresent(SharedData.officialTable), "the official table is not beside the package"))
  func orderAndClassesEqualTheOfficialTable() throws {
    let rows = try SharedData.rows(of: SharedData.officialTable)
    #expect(rows.map { $0[3] } == NASBench201.architectures.map(\.description))
    #expect(rows.map { $0[4] } == NASBench201.architectures.map { $0.uniqueString(considerZero: true) })
  }

  @Test func indexAndArchitectureAreInverse() throws {
    #expect(Set(NASBench201.architectures).count == NASBench201.size)
    for index in 0..<NASBench201.size {
      #expect(NASBench201.index(of: try NASBench201.architecture(at: index)) == index)
    }
  }

  @Test(arguments: [-1, 15_625, .min, .max]) func indexOutOfRange(index: Int) {
    #expect(throws: SearchSpaceError.indexOutOfRange(index, size: 15_625)) { try NASBench201.architecture(at: index) }
    #expect("\(SearchSpaceError.indexOutOfRange(index, size: 15_625))".contains("indices are 0 to 15624"))
  }
}

@Suite struct PopulationTests {
  @Test(arguments: [(NASBench201.Population.all, 15_625), (.live, 9_445), (.unique, 6_466)])
  func sizes(population: NASBench201.Population, size: Int) {
    let indices = NASBench201.population(population)
    #expect(indices.count == size)
    #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func isomorphismClasses() {
    func classes(_ considerZero: Bool?) -> Int {
      Set(NASBench201.architectures.map { $0.uniqueString(considerZero: considerZero) }).count
    }
    #expect(classes(nil) == 15_625)
    #expect(classes(false) == 12_751)
    #expect(classes(true) == 6_466)
  }

  @Test func isomorphismClassesHaveTheOfficialChecksum() {
    var hash = StableHash()
    hash.combine(NASBench201.architectures.map { $0.uniqueString(considerZero: true) }.joined(separator: "\n"))
    #expect(hash.value == 0x5C85_C29C_7C2A_6C50)
  }

  @Test func theLowestIndexRepresentsItsClass() {
    var lowest: [String: Int] = [:]
    for (index, cell) in NASBench201.architectures.enumerated().reversed() {
      lowest[cell.uniqueString(considerZero: true)] = index
    }
    #expect(lowest.values.sorted() == NASBench201.population(.unique))
  }

  @Test(.enabled(if: SharedData.isPresent(SharedData.proxies), "the proxies file is not beside the package"))
  func liveCellsAreThoseOfNASBenchSuiteZero() throws {
    let cells = try SharedData.rows(of: SharedData.proxies).map { try NASBench201.Architecture(parsing: $0[1]) }
    #expect(Set(cells.map { NASBench201.index(of: $0) }) == Set(NASBench201.population(.live)))
  }
}

@Suite struct SamplingTests {
  @Test(arguments: NASBench201.Population.allCases)
  func samplesAreDistinctMembers(population: NASBench201.Population) throws {
    let members = Set(NASBench201.population(population))
    let sample = try NASBench201.sample(count: 1000, from: population, seed: 7)
    #expect(sample.count == 1000 && Set(sample).count == 1000 && members.isSuperset(of: sample))
    let whole = try NASBench201.sample(count: members.count, from: population, seed: 7)
    #expect(Set(whole) == members && Array(whole[..<1000]) == sample)
  }

  @Test func theSeedDecidesTheSample() throws {
    let sample = try NASBench201.sample(count: 100, seed: 1)
    #expect(try NASBench201.sample(count: 100, seed: 1) == sample)
    #expect(try NASBench201.sample(count: 100, seed: 2) != sample)
    #expect(try NASBench201.sample(count: 0, seed: 1).isEmpty)
  }

  /// 200 samples of 100 put 800 draws on average into each 25th of the space; the chi-square has 24 degrees of freedom and
  /// exceeds 60 with probability 7e-5.
  @Test func samplesAreUniform() throws {
    var counts = [Int](repeating: 0, count: 25)
    for seed in UInt64(0)..<200 {
      for index in try NASBench201.sample(count: 100, seed: seed) { counts[index / 625] += 1 }
    }
    let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 800) * (Double($1) - 800) / 800 }
    #expect(chiSquare < 60)
  }

  @Test(arguments: [(NASBench201.Population.all, 15_626), (.live, 9_446), (.unique, 6_467), (.all, -1)])
  func impossibleSample(population: NASBench201.Population, count: Int) throws {
    let size = NASBench201.population(population).count
    let expected = SearchSpaceError.impossibleSample(count: count, population: population.rawValue, size: size)
    #expect(throws: expected) { try NASBench201.sample(count: count, from: population, seed: 0) }
    #expect(expected.description.contains("has \(size)") && expected.description.contains("sample \(count) "))
  }
}
