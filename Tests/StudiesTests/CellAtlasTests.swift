import AccuracyTables
import Foundation
import Metrics
import Scores
import SearchSpaces
import Studies
import TestSupport
import Testing

/// What the page of `tenas explore` is given, and the picture of a cell.
@Suite struct CellAtlasTests {
  /// Scores of every kind: equal ones, infinite ones of both signs, none, small, large, and 15,625 distinct ones.
  static let columns: [ScoreColumn] = {
    var odd = [Double](repeating: .nan, count: NASBench201.size)
    for (cell, value) in [0.0, -0.0, 1, 1, -2.5, .infinity, -.infinity, 1e-300, -1e300, 3].enumerated() {
      odd[cell] = value
    }
    let many = (0..<NASBench201.size).map { Double($0 * 7919 % 15_625) * 0.37 - 1000 }
    return [
      ScoreColumn(name: "odd", direction: .higherIsBetter, values: odd),
      ScoreColumn(name: "jacov", direction: .lowerIsBetter, values: many),
    ]
  }()

  /// What a reader finds: the header, and a column's numbers.
  struct Unpacked {
    let header: [String: Any]
    private let bytes: [UInt8]

    init(_ data: Data) throws {
      let end = try #require(data.firstIndex(of: UInt8(ascii: "\n")))
      header = try #require(JSONSerialization.jsonObject(with: data[..<end]) as? [String: Any])
      bytes = Array(data[(end + 1)...])
    }

    func integers(_ place: Any?, width: Int) throws -> [UInt32] {
      let place = try #require(place as? [Int])
      let count = place[1] / width
      return (0..<count).map { number in
        (0..<width).reduce(0) { $0 | UInt32(bytes[place[0] + $1 * count + number]) << (8 * UInt32($1)) }
      }
    }

    func values(of name: String) throws -> [Double] {
      let columns = try #require(header["columns"] as? [[String: Any]])
      let column = try #require(columns.first { $0["name"] as? String == name })
      let shift = try #require(column["shift"] as? Int)
      var sum: UInt32 = 0
      let levels = try integers(column["levels"], width: 4).map { difference -> Double in
        sum += difference
        let turned = sum << UInt32(shift)
        let bits = turned & 0x8000_0000 == 0 ? ~turned & (.max << UInt32(shift)) : turned & 0x7FFF_FFFF
        return Double(bitPattern: UInt64(bits) << 32)
      }
      return try integers(column["order"], width: 2).map { $0 == 0xFFFF ? .nan : levels[Int($0)] }
    }
  }

  static func unpacked() throws -> Unpacked {
    try Unpacked(CellAtlas(ScoreTable(columns: columns), title: "t", facts: ["f"]).packed())
  }

  @Test(arguments: columns.indices) func numbersKeepTheirOrderAndFiveDigits(place: Int) throws {
    let column = Self.columns[place]
    let read = try Self.unpacked().values(of: column.name)
    let wrong = zip(read, column.values).filter { found, value in
      value.isNaN ? !found.isNaN : !(found == value || abs(found - value) <= 1e-5 * abs(value))
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    let order = try Self.unpacked()
    let columns = try #require(order.header["columns"] as? [[String: Any]])
    let ranks = try order.integers(columns[place]["order"], width: 2)
    let known = column.values.indices.filter { !column.values[$0].isNaN }.sorted {
      column.values[$0] < column.values[$1]
    }
    for (cell, next) in zip(known, known.dropFirst()) {
      #expect((ranks[cell] < ranks[next]) == (column.values[cell] < column.values[next]))
    }
  }

  @Test func cellsAreThoseOfTheBenchmark() throws {
    let unpacked = try Self.unpacked()
    #expect(unpacked.header["title"] as? String == "t" && unpacked.header["facts"] as? [String] == ["f"])
    let codes = try unpacked.integers(unpacked.header["codes"], width: 2)
    #expect(codes.map(Int.init) == NASBench201.architectures.map(\.code))
    let dead = try unpacked.integers(unpacked.header["dead"], width: 1)
    for (mask, cell) in zip(dead, NASBench201.architectures) {
      #expect((0..<6).filter { mask >> UInt32($0) & 1 == 1 } == cell.deadEdges)
    }
    let classes = try unpacked.integers(unpacked.header["classes"], width: 2)
    #expect(classes.map(Int.init) == NASBench201.isomorphismClasses)
    let edges = try #require(unpacked.header["tupleOrder"] as? [Int])
    let digits = try #require(unpacked.header["tupleDigits"] as? [Int])
    for cell in NASBench201.architectures.prefix(100) {
      #expect(edges.map { digits[cell[$0].index] } == cell.tuple)
    }
  }

  @Test func rulesAreColumns() throws {
    let values = (0..<NASBench201.size).map(Double.init)
    let scores = ScoreTable(columns: [
      ScoreColumn(name: "kappa", direction: .lowerIsBetter, values: values),
      ScoreColumn(name: "regions", direction: .higherIsBetter, values: values.map { -$0 }),
    ])
    let rule = try Rule(parsing: "log kappa + 0.5 log regions")
    let atlas = try CellAtlas(scores, title: "t", rules: [("mine", rule)])
    #expect(atlas.columns.map(\.name) == ["te-nas", "mine", "kappa", "regions"])
    #expect(atlas.columns.map(\.kind) == [.rule, .rule, .metric, .metric])
    #expect(atlas.columns[1].definition == rule.description)
    let best = try #require(
      atlas.columns[0].values.indices.max { atlas.columns[0].values[$0] < atlas.columns[0].values[$1] })
    #expect(best == 0)
    #expect(throws: StudyError.self) {
      try CellAtlas(scores, title: "t", rules: [("az-nas", try Rule(parsing: "az-nas"))])
    }
  }

  /// The Python package's tests hold its `tenas.drawing` to the same file.
  @Test func aPictureIsThePythonPackages() throws {
    let cell = try NASBench201.Architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|nor_conv_1x1~1|avg_pool_3x3~2|")
    let fixture = URL(filePath: Repository.path("Tests/StudiesTests/Fixtures/cell.svg"))
    #expect(try CellPicture.svg(cell) == String(contentsOf: fixture, encoding: .utf8))
  }

  static let genotypes =
    DARTS.sample(count: 40, seed: 3) + [
      // Node 0 has nothing, so that what reads it alone is nothing, too.
      DARTS.Genotype(
        normal: DARTS.CellDesign(nodes: [
          [.init(.none, 0), .init(.none, 1)], [.init(.separable3x3, 2), .init(.none, 0)],
          [.init(.skipConnect, 3), .init(.maxPool3x3, 1)], [.init(.dilated5x5, 2), .init(.dilated5x5, 2)],
        ]),
        reduce: DARTS.sample(count: 1, seed: 3)[0].reduce)
    ]

  @Test func genotypesArePacked() throws {
    let cells = try CellList(genotypes: Self.genotypes, name: "t")
    let values = Self.genotypes.indices.map { Double($0 * 7 % 41) }
    let scores = ScoreTable(columns: [ScoreColumn(name: "m", values: values)], cells: cells)
    let table = try AccuracyTable(
      source: "t", architectures: Self.genotypes.map(\.description),
      columns: [
        ColumnName(.cifar10): values.map { 50 + $0 }, ColumnName(BenchmarkDataset(target: "latency")!): values,
      ],
      kinds: [BenchmarkDataset(target: "latency")!: TargetKind(unit: "ms", direction: .lower)])
    let atlas = try CellAtlas(scores, title: "t", table: table)
    #expect(atlas.columns.map(\.name) == ["cifar10", "m"])
    let other = try CellAtlas(scores, title: "t", table: table, datasets: [BenchmarkDataset(target: "latency")!])
    #expect(other.columns[0].kind == .target && other.columns[0].direction == .lowerIsBetter)
    #expect(other.columns[0].definition == "target of the table, in ms; lower is better")
    let unpacked = try Unpacked(atlas.packed())
    #expect(unpacked.header["space"] as? String == "darts" && unpacked.header["count"] as? Int == Self.genotypes.count)
    #expect(try unpacked.values(of: "m") == values)
    let codes = try unpacked.integers(unpacked.header["genotypes"], width: 1)
    let members = try unpacked.integers(unpacked.header["members"], width: 1)
    let dead = try unpacked.integers(unpacked.header["dead"], width: 2)
    for (place, genotype) in Self.genotypes.enumerated() {
      let inputs = (genotype.normal.nodes + genotype.reduce.nodes).joined()
      let read = (0..<16).map { codes[$0 * Self.genotypes.count + place] }
      #expect(read == inputs.map { UInt32(8 * $0.operation.index + $0.source) })
      #expect((members[place] & 2 != 0) == inputs.allSatisfy { $0.operation != .none })
    }
    // Of the last: node 1's convolution, what node 2 reads of node 1, and both of node 3.
    #expect(dead.dropLast().allSatisfy { $0 == 0 } && dead.last == 0b1110_1000)
  }

  @Test func aPictureOfAGenotypeHasSixteenOperations() throws {
    for genotype in Self.genotypes {
      let picture = GenotypePicture.svg(genotype)
      func count(_ text: String) -> Int { picture.components(separatedBy: text).count - 1 }
      let inputs = (genotype.normal.nodes + genotype.reduce.nodes).joined()
      #expect(count("<g") == 16 && count("<circle ") == 14 && count("</svg>") == 1)
      #expect(count(">sep 3x3<") == inputs.count { $0.operation == .separable3x3 })
      let dead = (genotype.normal.deadInputs + genotype.reduce.deadInputs).joined().count(where: \.self)
      #expect(count("opacity=\"0.3\"") == inputs.count { $0.operation == .none } + dead)
    }
  }

  @Test func aPictureHasSixEdgesAndPaleDeadOnes() throws {
    for cell in NASBench201.architectures.prefix(300) {
      let picture = CellPicture.svg(cell)
      func count(_ text: String) -> Int { picture.components(separatedBy: text).count - 1 }
      #expect(count("<path ") == 6 && count("<circle ") == 4 && count("</svg>") == 1)
      #expect(count("opacity=\"0.3\"") == cell.operations.count { $0 == .none } + cell.deadEdges.count)
      #expect(count(">conv 3x3<") == cell.operations.count { $0 == .convolution3x3 })
    }
  }
}
