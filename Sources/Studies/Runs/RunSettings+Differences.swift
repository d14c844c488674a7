import Foundation

extension RunSettings {
  /// The settings in which two runs differ, one phrase each, by the command line's names where there are any:
  /// `--batch is 32 there and 72 here`. Empty exactly if the settings are equal.
  ///
  /// - Parameters:
  ///   - other: the other run's settings.
  ///   - there: where the other run is.
  ///   - here: where this run is.
  public func differences(from other: RunSettings, there: String = "there", here: String = "here") -> [String] {
    let (mine, theirs) = (leaves, other.leaves)
    return Set(mine.keys).union(theirs.keys).sorted().compactMap { name in
      let (value, otherValue) = (mine[name] ?? "absent", theirs[name] ?? "absent")
      return value == otherValue ? nil : "\(name) is \(otherValue) \(there) and \(value) \(here)"
    }
  }

  /// What the command line calls a setting of `run.json`; others go by their path in that file.
  private static let options = [
    "blas": "OpenBLAS's core type", "images.hash": "the images' hash", "images.source": "--images",
    "kernels": "--kernels",
    "metrics": "--metrics", "parameters.kappa.batch": "--batch", "parameters.kappa.batchNorm": "--batch-norm",
    "parameters.repeats": "--repeats", "protocol": "--protocol", "seed": "--seed", "space": "--space",
    "version": "the version of tenas",
  ]

  /// Every setting by its name. They are found by encoding, so that a new one cannot be forgotten here.
  private var leaves: [String: String] {
    guard let data = try? JSONEncoder().encode(self), let object = try? JSONSerialization.jsonObject(with: data),
      var settings = object as? [String: Any]
    else { preconditionFailure("settings are encodable") }
    settings[CodingKeys.selection.rawValue] = nil
    var leaves = ["the selection of cells": selection.description]
    Self.collect(settings, path: [], into: &leaves)
    return leaves
  }

  private static func collect(_ object: Any, path: [String], into leaves: inout [String: String]) {
    if let dictionary = object as? [String: Any], !dictionary.isEmpty {
      for (key, value) in dictionary { collect(value, path: path + [key], into: &leaves) }
    } else {
      let name = path.joined(separator: ".")
      leaves[options[name] ?? name] = (object as? [Any])?.map { "\($0)" }.joined(separator: ",") ?? "\(object)"
    }
  }
}
