import Statistics

extension ProtocolAblation {
  /// Scores that are correlated: one metric or the rank sum, of the first variant that has them.
  struct Measurement: Sendable {
    let metric: String
    let variant: ProtocolVariant
    /// One run, or κ's and R's.
    let runs: [ProtocolRun]

    /// Everything different among variants, base first, and where each variant finds its own.
    static func all(of variants: [ProtocolVariant]) -> (all: [Measurement], places: [[String: Int]]) {
      var (all, known) = ([Measurement](), [String: Int]())
      let places = variants.map { variant in
        let (kappa, regions) = (run(.kappa, variant, variants[0]), run(.regions, variant, variants[0]))
        let candidates = [("kappa", [kappa]), ("regions", [regions]), ("combined", [kappa, regions])]
        return Dictionary(
          uniqueKeysWithValues: candidates.map { metric, runs in
            let key = runs.map(\.name).joined(separator: " ")
            if known[key] == nil {
              known[key] = all.count
              all.append(Measurement(metric: metric, variant: variant, runs: runs))
            }
            return (metric, known[key]!)
          })
      }
      return (all, places)
    }

    private static func run(
      _ metric: ProtocolSetting.Metric, _ variant: ProtocolVariant, _ base: ProtocolVariant
    ) -> ProtocolRun {
      ProtocolRun(metric, of: variant.setting, base: base.setting)
    }

    /// What the scores depend on, by name.
    var dependencies: [String: String] {
      let texts = runs.flatMap { variant.setting.dependencies(of: $0.metric) }
      let repeats = (name: "repeats", value: "\(variant.setting.scoring.repeats)")
      return Dictionary((texts + [repeats]).map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// The scores of some cells, ranked.
    func column(_ scores: [String: ProtocolScores], cells: [Int]) throws -> Correlations.Column {
      let repeats = variant.setting.scoring.repeats
      let columns = try runs.map { run in
        try RankedColumn(scores[run.stem]!.means(of: cells, repeats: repeats), name: run.metric.rawValue)
      }
      return columns.count == 1
        ? .ranked(columns[0]) : .rankSum(kappa: columns[0], reversedRegions: columns[1].reversed)
    }
  }

  /// τ_b of many columns with accuracy, on the data and on common resamples.
  struct Correlations: Sendable {
    /// Scores in the order of the cells.
    enum Column: Sendable {
      case ranked(RankedColumn)
      /// The sum of the ranks of κ ascending and of R descending, both taken within the resample at hand.
      case rankSum(kappa: RankedColumn, reversedRegions: RankedColumn)
    }

    let values: [Double?]
    let samples: BootstrapSamples

    init(_ columns: [Column], accuracy: [Double], resamples: Int, threads: Int) throws {
      let accuracy = try RankedColumn(accuracy, name: "accuracy")
      @Sendable func statistics(_ resample: Resample) -> [Double?] {
        columns.map { column in
          switch column {
          case .ranked(let ranked): kendallTauB(ranked, accuracy, in: resample).value
          case .rankSum(let kappa, let regions):
            kendallTauB(RankedColumn.rankSum(kappa, regions, in: resample), accuracy, in: resample).value
          }
        }
      }
      values = statistics(Resample(everyRowOf: accuracy.count))
      samples = try BootstrapSamples(
        count: accuracy.count, resamples: resamples, seed: 0, threads: threads, statistics: statistics)
    }
  }
}
