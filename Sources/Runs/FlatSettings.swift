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
  ///   - replacing: settings whose value is better told in other words, by name.
  package init(
    _ settings: some Encodable, names: [String: String], defaults: [String: String],
    replacing: [String: (name: String, value: String)] = [:]
  ) {
    guard let data = try? JSONEncoder().encode(settings), let object = try? JSONSerialization.jsonObject(with: data),
      var tree = object as? [String: Any]
    else { preconditionFailure("settings are encodable") }
    (values, self.defaults) = ([:], defaults)
    for (key, told) in replacing {
      tree[key] = nil
      values[told.name] = told.value
    }
    collect(tree, path: [], names: names)
  }

  private mutating func collect(_ object: Any, path: [String], names: [String: String]) {
    if let dictionary = object as? [String: Any], !dictionary.isEmpty {
      for (key, value) in dictionary { collect(value, path: path + [key], names: names) }
    } else {
      let name = path.joined(separator: ".")
      values[names[name] ?? name] = (object as? [Any])?.map { "\($0)" }.joined(separator: ",") ?? "\(object)"
    }
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
