import AccuracyTables
import Foundation
import Scores
import SearchSpaces
import TestSupport
import Testing

/// Tables and scores of DARTS genotypes meet by cell, however the genotypes are written.
@Suite struct CellListTests {
  let place: Workplace
  private let sample = DARTS.sample(count: 6, seed: 5)

  init() throws { place = try Workplace() }

  /// The same genotype with the two inputs of every node exchanged, and concatenations as lists.
  private func exchanged(_ genotype: DARTS.Genotype) -> String {
    let cells = DARTS.CellKind.allCases.map { kind in
      let inputs = genotype[kind].nodes.flatMap { $0.reversed() }.map { "('\($0.operation.rawValue)', \($0.source))" }
      return "\(kind.rawValue)=[\(inputs.joined(separator: ", "))], \(kind.rawValue)_concat=[2, 3, 4, 5]"
    }
    return "Genotype(\(cells.joined(separator: ", ")))"
  }

  private func imported(
    _ text: String, architecture: String? = nil, columns: [String: ColumnName]? = nil
  ) throws -> GenotypeImport {
    try place.write(text, to: "d.csv")
    return try GenotypeImport(readingFrom: place.path("d.csv"), architecture: architecture, columns: columns)
  }

  private func rows(_ genotypes: some Sequence<DARTS.Genotype>) -> String {
    genotypes.enumerated().map { "\"\(exchanged($1))\",\(80 + $0)\n" }.joined()
  }

  @Test func importWithoutAHeader() throws {
    let read = try imported(rows(sample))
    #expect(read.table.architectures == sample.map(\.description))
    #expect(try read.table.values(ColumnName(.cifar10)) == [80, 81, 82, 83, 84, 85])
    #expect(read.notes.count == 1 && read.notes[0].contains("no header; column 2 is taken for the test accuracy"))
    let cells = try CellList(of: read.table)
    #expect(cells.space == .darts && cells.count == 6 && cells.name(at: 2) == sample[2].description)
    #expect(try cells.population(.all) == Array(0..<6))
    expect(.usage, "population live is of nas-bench-201") { _ = try cells.population(.live) }
  }

  @Test func importWithNames() throws {
    let text = "acc,genotype,epochs\n" + sample.map { "90.5,\"\($0)\",600\n" }.joined()
    let columns = ["acc": ColumnName(.cifar10, "validation_accuracy")]
    let read = try imported(text, architecture: "genotype", columns: columns)
    #expect(read.table.columnNames == [ColumnName(.cifar10, "validation_accuracy")] && read.notes.isEmpty)
    expectImport("line 2", "2 columns of numbers", "--map") { _ = try imported(text) }
    expectImport("no column 'x'", "acc, genotype, epochs") { _ = try imported(text, architecture: "x") }
    expectImport("no column 'x'") { _ = try imported(text, columns: ["x": ColumnName(.cifar10)]) }
  }

  private func expectImport(_ words: String..., by body: () throws -> Void) {
    do {
      try body()
      Issue.record("an error was expected: \(words)")
    } catch { for word in words { #expect("\(error)".contains(word), "\(error)") } }
  }

  @Test func badImports() throws {
    expectImport("is empty") { _ = try imported("") }
    expectImport("header but no rows") { _ = try imported("genotype,acc\n") }
    expectImport("no field is a genotype") { _ = try imported("a,b\n1,2\n") }
    expectImport("line 7", "same cell as that of line 1") { _ = try imported(rows(sample) + "\"\(sample[0])\",3\n") }
    expectImport("line 1", "2 is 'x'") {
      _ = try imported("\"\(sample[0])\",x\n", columns: ["2": ColumnName(.cifar10)])
    }
    expectImport("line 1", "'101'", "percentage") { _ = try imported("\"\(sample[0])\",101\n") }
    let fractions = try imported("\"\(sample[0])\",0.93\n\"\(sample[1])\",0.91\n")
    #expect(fractions.notes.contains { $0.hasSuffix("exceeds 1; percent is expected") }, "\(fractions.notes)")
    expectImport("line 2", "found \"conv\"") {
      _ = try imported("\"\(sample[0])\",90\n\"Genotype(normal=[('conv', 0)\",91\n")
    }
  }

  /// Scores come to their cell's place in the table: from a run whose rows are in another order, and from files.
  @Test func scoresFindTheirCells() throws {
    let cells = try CellList(of: imported(rows(sample[..<5])).table)
    let order = [4, 5, 0, 2]
    let run = order.enumerated().map { row, number in
      "\(row),\"\(sample[number])\",0,\(number)5,7,100,1000\n"
    }.joined()
    try place.write("index,architecture,repeat,kappa,regions,parameters,flops\n" + run, to: "run.csv")
    let table = try ScoreTable(readingFrom: place.path("run.csv"), of: cells)
    let kappa = try #require(table.columns.first { $0.name == "kappa" }).values
    #expect(kappa.map { $0.isNaN ? -1 : $0 } == [5, -1, 25, -1, 45])
    #expect(table.notes.count == 1 && table.notes[0].contains("1 cells are not in the table"))
    // By itself, a run is a list of its own.
    #expect(try ScoreTable(readingFrom: place.path("run.csv")).columns[0].values == [45, 55, 5, 25])
    expect(.badData, "row 0 is a DARTS genotype, and not of NAS-Bench-201; a table of genotypes is needed") {
      _ = try ScoreTable(readingFrom: place.path("run.csv"), of: .nasBench201)
    }
    let text = order.dropFirst(2).map { "\"\(exchanged(sample[$0]))\",\($0)\n" }.joined()
    try place.write("arch,mine\n" + text, to: "s.csv")
    #expect(
      try ScoreTable(readingFrom: place.path("s.csv"), of: cells).columns[0].values.map { $0.isNaN ? -1 : $0 }
        == [0, -1, 2, -1, -1])
    try place.write("index,mine\n4,9\n", to: "i.csv")
    #expect(try ScoreTable(readingFrom: place.path("i.csv"), of: cells).columns[0].values[4] == 9)
    for (key, words) in [("\"\(sample[5])\"", "no such genotype"), ("5", "no cell 5; the table has 5")] {
      try place.write("arch,mine\n\(key),9\n", to: "bad.csv")
      expect(.badData, "line 2", words) { _ = try ScoreTable(readingFrom: place.path("bad.csv"), of: cells) }
    }
  }
}
