import Foundation

/// A run that an ablation needs: one metric, with the most repeats that any variant asks of it.
///
/// κ_N and R_N share nothing but images and repeats, so that a variant of one takes the other's scores from the base.
public struct ProtocolRun: Sendable, Hashable {
  /// The metric and how its settings differ from the base's, as in `kappa-batch-16`.
  public let stem: String
  /// What is scored.
  let metric: ProtocolSetting.Metric
  /// The settings, those of the other metric being the base's.
  public internal(set) var setting: ProtocolSetting

  /// The run that has a variant's scores by a metric.
  init(_ metric: ProtocolSetting.Metric, of setting: ProtocolSetting, base: ProtocolSetting) {
    self.metric = metric
    self.setting = setting.reduced(to: metric, base: base)
    let differences = zip(setting.dependencies(of: metric), base.dependencies(of: metric)).filter {
      $0.value != $1.value
    }
    let changes = differences.flatMap { changed, _ in
      [changed.name.replacing("\(metric.rawValue)_", with: ""), changed.value]
    }
    stem = ([metric.rawValue] + changes).map(Self.fileName).joined(separator: "-")
    self.setting.scoring.repeats = setting.scoring.repeats
  }

  /// The directory's name.
  public var name: String { "\(stem)-repeats-\(setting.scoring.repeats)" }

  /// The runs that variants need, in the order of their need.
  static func all(of variants: [ProtocolVariant]) -> [ProtocolRun] {
    var (runs, places) = ([ProtocolRun](), [String: Int]())
    for variant in variants {
      for metric in ProtocolSetting.Metric.allCases {
        let run = ProtocolRun(metric, of: variant.setting, base: variants[0].setting)
        if let place = places[run.stem] {
          runs[place].setting.scoring.repeats = max(runs[place].setting.scoring.repeats, run.setting.scoring.repeats)
        } else {
          places[run.stem] = runs.count
          runs.append(run)
        }
      }
    }
    return runs
  }

  private static func fileName(_ text: String) -> String {
    text.replacing("_", with: "-").replacing(/[^A-Za-z0-9.\-]/, with: "-")
  }
}
