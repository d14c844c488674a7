import Foundation
import Scores
import SearchSpaces
import Statistics
import TestSupport
import Testing

/// Nothing is dropped, and nothing changes its meaning, without a note.
@Suite struct OddScoresTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func read(_ text: String) throws -> ScoreTable {
    try place.write(text, to: "s.csv")
    return try ScoreTable(readingFrom: place.path("s.csv"))
  }

  @Test(arguments: ["m_sd", "m_std", "std_m", "m.stderr", "m var", "M_SD"]) func spreads(name: String) throws {
    let metric = name.hasPrefix("M") ? "M" : "m"
    let table = try read("index,\(metric),\(name)\n1,2,0.5\n2,3,0.25\n")
    #expect(table.columns.map(\.name) == [metric])
    #expect(table.notes.count == 1 && table.notes[0].hasSuffix("spread of a metric, or a count: \(name)"))
  }

  /// A name that ends like a spread's is a metric where there is nothing that it could be the spread of.
  @Test func metricsThatAreNoSpreads() throws {
    #expect(try read("index,ntk_error,flops_n,a_std\n1,2,3,4\n").columns.count == 3)
    #expect(try read("index,ntk,ntk_error,kappa,kappa_n\n1,2,3,4,5\n").columns.count == 4)
  }

  @Test func columnsWithoutNames() throws {
    let table = try read(
      ",Unnamed: 0,arch,m\n0,0,\(NASBench201.architectures[4]),2\n1,1,\(NASBench201.architectures[9]),3\n")
    #expect(table.columns.map(\.name) == ["m"] && table.columns[0].values[9] == 3)
    #expect(
      table.notes.count == 1 && table.notes[0].hasSuffix("passed over, as they have no name: column 1, Unnamed: 0"))
    let counted = try read(",m\n0,2\n1,3\n")
    #expect(counted.columns[0].values[0...1] == [2, 3] && counted.notes.count == 1)
    #expect(counted.notes[0].contains("counts the rows; its numbers are taken for the cells' indices"))
    #expect(try read(",m\n\(NASBench201.architectures[4]),2\n").columns[0].values[4] == 2)
  }

  @Test func kappaBelowOne() throws {
    let table = try read("index,kappa,regions\n1,0.5,3\n2,7,4\n")
    #expect(table.notes.count == 1 && table.notes[0].contains("kappa is below 1 for 1 cells"))
    #expect(table.columns.map(\.direction) == [nil, .higherIsBetter])
    #expect(
      try read("index,kappa,regions\n1,1.5,3\n2,inf,4\n").columns.map(\.direction) == [.lowerIsBetter, .higherIsBetter])
  }

  @Test func scoresOfOneDataSet() throws {
    try place.write("{\"cifar100\": {\"4\": {\"m\": {\"score\": 1}}, \"5\": {\"m\": {\"score\": 2}}}}", to: "z.json")
    let table = try ScoreTable(readingFrom: place.path("z.json"))
    #expect(table.notes.contains { $0.contains("its scores are of cifar100") })
  }

  /// The mean of finite numbers is finite.
  @Test func meansThatOverflow() {
    #expect([1.5e308, 1.5e308].mean == 1.5e308 && [-1.7e308, -1.7e308, -1.7e308].mean.isFinite)
    #expect([1.5e308, .infinity].mean == .infinity && [Double]().mean.isNaN && [1, 2, 4].mean == 7.0 / 3)
  }

  @Test func longForm() throws {
    let cells = [3, 8].map { ($0, NASBench201.architectures[$0]) }
    var text = "index,architecture,repeat,metric,value\n"
    for (index, cell) in cells {
      for draw in 0..<2 { text += "\(index),\(cell),\(draw),m,\(index + draw)\n\(index),\(cell),\(draw),kappa,inf\n" }
    }
    try place.write(text, to: "tidy.csv")
    let file = try ScoreFile(path: place.path("tidy.csv"))
    #expect(file.metrics == ["kappa", "regions", "parameters", "flops", "m"] && file.rows.count == 4)
    #expect(file.rows[1].scores == [.infinity, nil, nil, nil, 4])
    try place.write(text + "3,\(cells[0].1),0,m,9\n", to: "twice.csv")
    expect(.badData, "twice.csv", "line 10", "m of cell 3, repeat 0 is there already") {
      _ = try ScoreFile(path: place.path("twice.csv"))
    }
  }

  @Test func wideForm() throws {
    let cell = NASBench201.architectures[3]
    try place.write(
      "index,architecture,repeats,kappa,kappa_sd,m,m_sd,combined,cifar10_test_accuracy\n3,\(cell),2,inf,,5,1,2,90\n",
      to: "wide.csv")
    let file = try ScoreFile(path: place.path("wide.csv"))
    #expect(
      file.metrics == ["kappa", "regions", "parameters", "flops", "m"]
        && file.rows[0].scores == [.infinity, nil, nil, nil, 5])
    let table = try ScoreTable(readingFrom: place.path("wide.csv"))
    #expect(table.columns.map(\.name) == ["kappa", "m"] && table.columns[0].direction == .lowerIsBetter)
    #expect(table.notes.count == 2)
  }

  @Test func directories() throws {
    try place.write("x", to: "folder/other")
    expect(.noSuchFile, "folder", "is a directory without scores.csv") {
      _ = try ScoreTable(readingFrom: place.path("folder"))
    }
    expect(.badData, "is empty") { _ = try read("") }
  }
}
