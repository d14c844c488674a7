/// A protocol as `run.json` has it: the repeats, and the settings of the metrics that are computed, by name.
public struct ScoringParameters: Encodable {
  private let scoring: ScoringProtocol
  private let metrics: [String]

  /// The settings of the given metrics; those without settings are left out.
  public init(_ scoring: ScoringProtocol, metrics: [String]) { (self.scoring, self.metrics) = (scoring, metrics) }

  /// Writes an object: `repeats`, and an object for each metric.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: AnyCodingKey.self)
    try object.encode(scoring.repeats, forKey: .repeats)
    for name in Set(metrics.map(MetricTable.settings)) {
      switch name {
      case Kappa.description.name: try object.encode(scoring.kappa, forKey: AnyCodingKey(name))
      case Regions.description.name: try object.encode(scoring.regions, forKey: AnyCodingKey(name))
      case NTKError.description.name: try object.encode(scoring.ntkError, forKey: AnyCodingKey(name))
      default: try object.encodeIfPresent(scoring.literature[name], forKey: AnyCodingKey(name))
      }
    }
  }
}

extension ScoringProtocol {
  /// Reads what ``ScoringParameters`` writes; the settings of metrics that it does not name stay as they are.
  public mutating func read(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: AnyCodingKey.self)
    repeats = try object.decode(Int.self, forKey: .repeats)
    for key in object.allKeys where key.stringValue != AnyCodingKey.repeats.stringValue {
      switch key.stringValue {
      case Kappa.description.name: kappa = try object.decode(Kappa.self, forKey: key)
      case Regions.description.name: regions = try object.decode(Regions.self, forKey: key)
      case NTKError.description.name: ntkError = try object.decode(Kappa.self, forKey: key)
      default: literature[key.stringValue] = try object.decode(Setup.self, forKey: key)
      }
    }
  }
}

/// A key of any name.
struct AnyCodingKey: CodingKey {
  static let repeats = AnyCodingKey("repeats")

  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
