import ArgumentParser
import Metrics

struct Metrics: Verb {
  static let configuration = CommandConfiguration(
    abstract:
      "List the metrics there are: which direction is better, what they are, what they cost, where they are from.")

  func perform() throws {
    for entry in MetricTable.entries {
      let metric = entry.description
      print(
        """
        \(metric.name)  (\(metric.direction.rawValue) is better)
          definition  \(metric.definition)
          cost        \(metric.cost)
          source      \(metric.source)
        """)
    }
  }
}
