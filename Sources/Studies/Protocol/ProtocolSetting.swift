import Images
import Metrics

/// One way to score cells: the settings of the metrics, and where their images come from.
public struct ProtocolSetting: Sendable, Hashable {
  /// The settings of κ_N and R_N, and the repeats.
  public var scoring: ScoringProtocol
  /// Where batches and crops come from.
  public var images: ImageSource

  /// Makes a setting.
  public init(_ scoring: ScoringProtocol, images: ImageSource) { (self.scoring, self.images) = (scoring, images) }
}

extension ProtocolSetting {
  /// One of the two metrics that a protocol is about.
  enum Metric: String, CaseIterable {
    case kappa, regions
  }

  /// What a metric's scores depend on but the repeats, by name: two settings with the same texts here have the same scores.
  func dependencies(of metric: Metric) -> [(name: String, value: String)] {
    let inputs = (name: "inputs", value: images.label)
    switch metric {
    case .kappa:
      let kappa = scoring.kappa
      return [
        inputs, ("batch", "\(kappa.batch)"), ("batch_norm", kappa.batchNorm.rawValue),
        ("kappa_init", kappa.initialization.rawValue), ("channels", "\(kappa.channels)"),
        ("cells", "\(kappa.cellsPerStage)"),
      ]
    case .regions:
      let regions = scoring.regions
      let shape: [(name: String, value: String)] =
        switch regions.inputs {
        case .crops(let size): [("patch_size", "\(size)")]
        case .images(let channels, let cells): [("channels", "\(channels)"), ("cells", "\(cells)")]
        }
      return [inputs, ("regions_init", regions.initialization.rawValue)] + shape
        + [("patch_count", "\(regions.inputCount)")]
    }
  }

  /// This setting with a base's repeats, and a base's settings where the metric does not depend on them.
  func reduced(to metric: Metric, base: ProtocolSetting) -> ProtocolSetting {
    var setting = base
    setting.images = images
    switch metric {
    case .kappa: setting.scoring.kappa = scoring.kappa
    case .regions: setting.scoring.regions = scoring.regions
    }
    return setting
  }
}

extension ImageSource {
  /// What an ablation calls a source: its kind, and its file if the kind does not tell what is in it.
  var label: String {
    func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    return switch self {
    case .hdf5(let file, let dataset): "hdf5:\(last(file))#\(dataset)"
    case .npy(let file): "npy:\(last(file))"
    case .cifar10, .cifar100, .imagenet, .naturalNoise, .gaussian: String(description.prefix { $0 != ":" })
    }
  }
}
