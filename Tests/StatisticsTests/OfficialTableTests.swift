import Foundation
import SearchSpaces
import Statistics
import TestSupport
import Testing

/// Test accuracy in percent by data set (CIFAR-10, CIFAR-100, ImageNet16-120) and index.
private func officialAccuracies() throws -> [[Double]] {
  let rows = try SharedData.rows(of: SharedData.officialTable)
  return try (0..<3).map { column in try rows.map { try #require(Double($0[column])) } }
}

@Suite(.enabled(if: SharedData.isPresent(SharedData.officialTable), "the official table is not beside the package"))
struct OfficialTableTests {
  typealias Expected = (population: NASBench201.Population, tau: [Double], rho: [Double])

  @Test(
    arguments: [
      (.all, [0.578, 0.553, 0.520], [0.753, 0.728, 0.691]),
      (.live, [0.623, 0.588, 0.547], [0.799, 0.764, 0.718]),
      (.unique, [0.609, 0.568, 0.511], [0.786, 0.744, 0.679]),
    ] as [Expected]) func flopsAgainstAccuracy(expected: Expected) throws
  {
    try check(expected) { Double(NASBench201.Costs.cifar10.flops($0)) }
  }

  @Test(
    arguments: [
      (.all, [0.580, 0.594, 0.574], [0.723, 0.737, 0.716]),
      (.live, [0.626, 0.646, 0.623], [0.767, 0.787, 0.764]),
      (.unique, [0.623, 0.640, 0.610], [0.763, 0.780, 0.751]),
    ] as [Expected]) func trainableLayersAgainstAccuracy(expected: Expected) throws
  {
    try check(expected) { Double($0.numberOfTrainableLayers) }
  }

  private func check(_ expected: Expected, metric: (NASBench201.Architecture) -> Double) throws {
    let indices = NASBench201.population(expected.population)
    let values = indices.map { metric(NASBench201.architectures[$0]) }
    for (dataset, accuracies) in try officialAccuracies().enumerated() {
      let accuracy = indices.map { accuracies[$0] }
      #expect(try toThirdDecimal(kendallTauB(values, accuracy)) == expected.tau[dataset])
      #expect(try toThirdDecimal(spearmanRho(values, accuracy)) == expected.rho[dataset])
    }
  }

  private func toThirdDecimal(_ correlation: Correlation) throws -> Double {
    (try #require(correlation.value) * 1000).rounded() / 1000
  }
}
