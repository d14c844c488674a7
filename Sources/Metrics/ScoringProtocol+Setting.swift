import Files
import Foundation
import Kernels
import Networks

extension ScoringProtocol {
  /// Changes one setting of one metric, given as `metric.setting=value`.
  ///
  /// ```swift
  /// var scoring = ScoringProtocol(.full)
  /// try scoring.set("snip.batch=128")
  /// ```
  ///
  /// - Throws: ``SettingError`` saying what is wrong and which settings there are.
  public mutating func set(_ assignment: String) throws(SettingError) {
    let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
    let path = (parts.first ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, path.count == 2 else {
      throw SettingError("'\(assignment)' sets nothing; write METRIC.SETTING=VALUE, for example snip.batch=128")
    }
    let (name, key, value) = (path[0], path[1], parts[1])
    switch name {
    case Kappa.description.name: kappa = try Self.changed(kappa, name, key, value)
    case Regions.description.name: regions = try Self.changed(regions, name, key, value)
    case NTKError.description.name: ntkError = try Self.changed(ntkError, name, key, value)
    default:
      guard let setup = literature[name] else { throw unknown(name) }
      let changed = try Self.changed(setup, name, key, value, of: settingsInUse(name))
      if let problem = changed.problem { throw SettingError("\(assignment): \(problem)") }
      literature[name] = changed
    }
  }

  /// The settings that ``set(_:)`` can change of a metric, by name; none if it has no settings.
  public func settings(of metric: String) -> [(name: String, value: String)] {
    let object: [String: Any]? =
      switch metric {
      case Kappa.description.name: Self.object(of: kappa)
      case Regions.description.name: Self.object(of: regions)
      case NTKError.description.name: Self.object(of: ntkError)
      default:
        literature[metric].flatMap { Self.object(of: $0) }?.filter { settingsInUse(metric).contains($0.key) }
      }
    return Self.scalars(object ?? [:]).map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
  }

  /// Those settings of a metric of the literature that its passes depend on: one that looks at an image of ones has no use for a batch.
  private func settingsInUse(_ metric: String) -> Set<String> {
    guard let setup = literature[metric], let entry = MetricTable.entry(named: metric) else { return [] }
    func looks(_ setup: Setup) -> [Look] {
      var scoring = self
      scoring.literature[metric] = setup
      let passes = entry.make(scoring).passes
      // Without a pass the metric is made of the network and its weights.
      if passes.isEmpty { return [Look(network: setup.probe().network, weights: setup.probe().weights)] }
      return passes.map {
        Look(
          network: $0.probe.network, weights: $0.probe.weights, inputs: $0.probe.inputs, observer: $0.name,
          batches: $0.batches)
      }
    }
    let present = looks(setup)
    return Set(setup.variations.filter { looks($0.value) != present }.keys)
  }

  /// What a metric looks at.
  private struct Look: Equatable {
    let network: Probe.NetworkChoice
    let weights: Probe.WeightsChoice
    var inputs: Probe.InputsChoice?
    var observer: AnyHashable?
    var batches = 0
  }

  private static func object(of settings: some Encodable) -> [String: Any]? {
    guard let data = try? JSONEncoder().encode(settings) else { return nil }
    return try? JSONSerialization.jsonObject(with: data) as? [String: Any]
  }

  private static func scalars(_ object: [String: Any]) -> [String: Any] {
    object.filter { !($0.value is [String: Any]) }
  }

  private func unknown(_ name: String) -> SettingError {
    guard MetricTable.entry(named: name) == nil else { return SettingError("\(name) has no settings") }
    let known =
      [Kappa.description.name, Regions.description.name, NTKError.description.name] + literature.keys.sorted()
    return SettingError(name.isUnknown(as: "metric with settings", among: known))
  }

  /// Settings with one of them replaced, by way of their JSON, so that a new setting needs no line here.
  private static func changed<Settings: Codable>(
    _ settings: Settings, _ name: String, _ key: String, _ value: String, of used: Set<String>? = nil
  ) throws(SettingError) -> Settings {
    guard var object = object(of: settings) else { preconditionFailure("settings are encodable") }
    let scalars = scalars(object).filter { used?.contains($0.key) ?? true }
    guard let present = scalars[key] else {
      let known = scalars.keys.sorted()
      let guess = key.nearest(among: known).map { "did you mean '\($0)'? " } ?? ""
      throw SettingError("\(name) has no setting '\(key)'; \(guess)it has \(known.joined(separator: ", "))")
    }
    if present is String {
      object[key] = value
    } else if let number = Int(value), number >= 1 {
      object[key] = number
    } else {
      throw SettingError("\(name).\(key) is a whole number of at least 1, not '\(value)'")
    }
    guard let data = try? JSONSerialization.data(withJSONObject: object),
      let changed = try? JSONDecoder().decode(Settings.self, from: data)
    else { throw SettingError("'\(value)' is no \(key)\(choices(key))") }
    return changed
  }

  private static func choices(_ key: String) -> String {
    let all: [String] =
      switch key {
      case "initialization": Initialization.allCases.map(\.rawValue)
      case "input": Setup.Input.allCases.map(\.rawValue)
      case "batchNorm": BatchNormCoupling.allCases.map(\.rawValue)
      default: []
      }
    return all.isEmpty ? "" : "; there are \(all.joined(separator: ", "))"
  }
}

/// A setting that cannot be what it was asked to be.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public let description: String

  init(_ description: String) { self.description = description }
}
