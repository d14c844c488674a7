import Metrics
import Scores

extension ProtocolAblation {
  /// Scores that are correlated: one metric or the rank sum, of the first variant that has them.
  struct Measurement: Sendable {
    let metric: String
    let variant: ProtocolVariant
    /// One run, or κ's and R's.
    let runs: [ProtocolRun]

    /// The names of the runs: variants with the same scores have the same.
    var key: [String] { runs.map(\.name) }

    /// κ, R and their rank sum, as figures have them.
    static let metrics = CombinedRank.parts + [CombinedRank.name]

    /// κ, R and their rank sum of a variant.
    static func all(of variant: ProtocolVariant, base: ProtocolVariant) -> [Measurement] {
      let runs = ProtocolSetting.Metric.allCases.map { ProtocolRun($0, of: variant.setting, base: base.setting) }
      return zip(metrics, runs.map { [$0] } + [runs]).map { Measurement(metric: $0, variant: variant, runs: $1) }
    }

    /// What the scores depend on, by name.
    var dependencies: [String: String] {
      let texts = runs.flatMap { variant.setting.dependencies(of: $0.metric) }
      let repeats = (name: "repeats", value: "\(variant.setting.scoring.repeats)")
      return Dictionary((texts + [repeats]).map { ($0.name, $0.value) }) { first, _ in first }
    }
  }
}
