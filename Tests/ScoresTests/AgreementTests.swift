import AccuracyTables
import Scores
import SearchSpaces
import Statistics
import TestSupport
import Testing

/// Numbers of the engine are those of the statistics on plain columns, wherever they are asked for.
@Suite struct AgreementTests {
  private static let cells = Array(stride(from: 0, to: 15_600, by: 130))
  private static let good = cells.map { Double($0 * 7919 % 4001) }
  private static let fair = cells.enumerated().map { Double($1 * 31 % 997) + good[$0] / 20 }
  private static let first = cells.enumerated().map { good[$0] / 50 + Double($1 % 17) }
  private static let second = cells.enumerated().map { fair[$0] / 20 + Double($1 % 13) }
  private static let names = (first: ColumnName(.cifar10), second: ColumnName(.cifar100))

  private static func joined(gaps: Bool = false) -> JoinedScores<String> {
    var joined = JoinedScores(cells: cells, [.init("good", good), .init("fair", fair)])
    joined.join(names.first, values: first)
    joined.join(names.second, values: second.enumerated().map { gaps && $0 % 5 == 0 ? .nan : $1 })
    return joined
  }

  private static let sum = AgreementRule(["sum", "fair alone", "good alone"], of: ["good", "fair"]) { inputs in
    { resample in
      let sums = RankedColumn.rankSums(leavingOutEachOf: inputs.map(\.ranks), in: resample)
      return [sums.all] + sums.without
    }
  }

  private func options(_ threads: Int = 1) -> AgreementOptions {
    AgreementOptions(resamples: 30, seed: 3, threads: threads)
  }

  @Test func valuesAndIntervalsAreThoseOfPlainColumns() throws {
    let agreement = try Agreement(
      Self.joined(), statistics: [.kendall, .spearman, .weighted, .precision, .regret10], options: options())
    let (x, y) = (Self.fair, Self.second)
    let key = { (statistic: RankStatistic) in agreement["fair", statistic, Self.names.second]?.value }
    #expect(try key(.kendall) == kendallTauB(x, y).value)
    #expect(try key(.spearman) == spearmanRho(x, y).value)
    #expect(try key(.weighted) == weightedTau(x, y).value)
    #expect(try key(.precision) == topOverlap(x, y, first: 12))
    #expect(try key(.regret10) == regret(x, y, first: 10))
    let columns = try [Self.good, x, y].map { try RankedColumn($0) }
    let samples = try BootstrapSamples(count: x.count, resamples: 30, seed: 3, threads: 1) { resample in
      columns.dropLast().map { kendallTauB($0, columns[2], in: resample).value }
    }
    #expect(agreement["fair", .kendall, Self.names.second]?.interval == samples.interval(1))
    let lead = try #require(agreement.difference("fair", less: "good", .kendall, Self.names.second))
    #expect(lead.interval == samples.difference(1, 0))
    #expect(
      agreement["fair", .gain, Self.names.second] == nil && agreement["charm", .kendall, Self.names.second] == nil)
  }

  /// What else is measured, and on how many threads, changes no number.
  @Test func numbersDependOnTheirKeyAlone() throws {
    let all = try Agreement(
      Self.joined(gaps: true), rules: [Self.sum], slices: CellSlice.every, statistics: RankStatistic.allCases,
      options: options(2))
    var alone = JoinedScores(cells: Self.cells, [.init("good", Self.good)])
    alone.join(Self.names.first, values: Self.first)
    let slice = CellSlice.top(percent: 50)
    let one = try Agreement(alone, slices: [slice], statistics: [.spearman], options: options())
    #expect(one["good", .spearman, Self.names.first, slice] == all["good", .spearman, Self.names.first, slice])
    #expect(one.count(Self.names.first, slice) == all.count(Self.names.first, slice))
    // A rule of one metric's ranks has that metric's numbers.
    for statistic in RankStatistic.allCases {
      #expect(
        all["good alone", statistic, Self.names.second] == all["good", statistic, Self.names.second], "\(statistic)")
    }
    let between = try #require(all.between("good", "fair", Self.names.first))
    #expect(between.sum == all["sum", .kendall, Self.names.first]?.value)
  }

  @Test func cellsThatLackSomethingAreLeftOutOfTheirTargetOnly() throws {
    let joined = Self.joined(gaps: true)
    #expect(joined.targets.map(\.complete.count) == [120, 96])
    #expect(joined.lacking(at: 0, for: joined.targets[1]).isEmpty)
    let agreement = try Agreement(joined, options: options())
    #expect(agreement.count(Self.names.first) == 120 && agreement.count(Self.names.second) == 96)
  }

  @Test func withoutResamplesThereAreNoIntervals() throws {
    let agreement = try Agreement(Self.joined(), rules: [Self.sum], options: AgreementOptions(resamples: 0))
    let estimate = try #require(agreement["sum", .kendall, Self.names.first])
    #expect(estimate.value != nil && estimate.interval == .none)
  }

  @Test(arguments: [(1, 1), (9, 1), (10, 1), (11, 2), (15_625, 1563)])
  func theTopTenthIsRoundedUp(cells: Int, count: Int) {
    #expect(CellSlice.count(percent: 10, of: cells) == count)
    #expect(AgreementOptions().parameter(of: .precision, cells: cells) == count)
  }
}
