import Metrics
import SearchSpaces

extension RunSettings {
  /// The settings of a recorded run that is given what these ask for beyond it: further metrics, more cells, more repeats.
  ///
  /// Metrics that are only in the recorded run keep the settings they were computed with.
  ///
  /// - Parameters:
  ///   - recorded: the run that is there.
  ///   - order: the order of metric columns, by name.
  /// - Returns: the settings, and what stands in the way, one phrase each: whatever else differs.
  func grown(from recorded: RunSettings, order: [String]) throws -> (settings: RunSettings, differences: [String]) {
    var grown = self
    let all = Set(metrics).union(recorded.metrics)
    grown.metrics = order.filter(all.contains) + recorded.metrics.filter { !order.contains($0) }
    let asked = Set(metrics.map(MetricTable.settings))
    let isAsked = { asked.contains(MetricTable.settings(of: $0)) }
    grown.scoring.takeSettings(
      of: recorded.metrics.filter { !isAsked($0) }.map(MetricTable.settings), from: recorded.scoring)

    // What may grow is taken out of the comparison; what is compared are the settings that both use.
    var (here, there) = (self, recorded)
    (here.metrics, there.metrics) = (recorded.metrics.filter(isAsked), recorded.metrics.filter(isAsked))
    if scoring.repeats > recorded.scoring.repeats { there.scoring.repeats = scoring.repeats }
    if try selection != recorded.selection && isSuperset(of: recorded) { there.selection = selection }
    return (grown, here.differences(from: there))
  }

  /// Whether all cells of another run of the same space are cells of this one, by the same index.
  private func isSuperset(of other: RunSettings) throws -> Bool {
    guard space == other.space else { return false }
    let texts = Dictionary(
      uniqueKeysWithValues: try selection.cells(space: space, seed: seed).map { ($0.index, $0.text) })
    return try other.selection.cells(space: space, seed: other.seed).allSatisfy { texts[$0.index] == $0.text }
  }
}
