import Metrics

extension RunSettings {
  /// What scoring a cell of the run once is expected to cost.
  package var cost: MetricCost {
    MetricCost(metrics.compactMap { MetricTable.entry(named: $0)?.make(scoring) })
  }
}
