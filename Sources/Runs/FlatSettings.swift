import Foundation

/// Settings as a table of names and values. They are found by encoding, so that a new setting cannot be forgotten.
package struct FlatSettings {
  private var values: [String: String]
  private let defaults: [String: String]

  /// Flattens settings.
  ///
  /// - Parameters:
  ///   - settings: what encodes to an object.
  ///   - names: what the command line calls a setting; others go by their path in the file.
  ///   - defaults: what it means that a setting is absent, by name.
  ///   - replacing: settings whose value is better told in other words, by their path, alone or with all below it.
  ///   - without: paths that are left out with all below them.
  package init(
    _ settings: some Encodable, names: [String: String], defaults: [String: String],
    replacing: [String: (name: String, value: String)] = [:], without: [String] = []
  ) {
    guard let data = try? JSONEncoder().encode(settings), let tree = try? JSONSerialization.jsonObject(with: data)
    else { preconditionFailure("settings are encodable") }
    (values, self.defaults) = ([:], defaults)
    for (path, value) in Self.leaves(of: tree) where !without.contains(where: { path.hasPrefix($0 + ".") }) {
      let told = replacing.first { path == $0.key || path.hasPrefix($0.key + ".") }?.value
      values[told?.name ?? names[path] ?? path] = told?.value ?? value
    }
  }

  private static func leaves(of object: Any, path: String = "") -> [(path: String, value: String)] {
    guard let dictionary = object as? [String: Any], !dictionary.isEmpty else {
      return [(path, (object as? [Any])?.map { "\($0)" }.joined(separator: ",") ?? "\(object)")]
    }
    return dictionary.flatMap { leaves(of: $1, path: path.isEmpty ? $0 : "\(path).\($0)") }
  }

  /// The settings that differ, one phrase each: `--batch is 32 there and 72 here`.
  package func differences(from other: FlatSettings, there: String, here: String) -> [String] {
    Set(values.keys).union(other.values.keys).sorted().compactMap { name in
      let absent = defaults[name] ?? "absent"
      let (value, otherValue) = (values[name] ?? absent, other.values[name] ?? absent)
      return value == otherValue ? nil : "\(name) is \(otherValue) \(there) and \(value) \(here)"
    }
  }
}
