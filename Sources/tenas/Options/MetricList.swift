import ArgumentParser
import Files
import Metrics
import SearchSpaces

/// Metrics by name, separated by commas; `literature` stands for all that are more than a count, `all` for all.
struct MetricList: ExpressibleByArgument {
  /// In the order of the columns.
  let names: [String]

  init?(argument: String) {
    let known = MetricTable.entries.map(\.description.name)
    var asked: Set<String> = []
    for name in argument.split(separator: ",").map(String.init) {
      switch name {
      case "all": asked.formUnion(known)
      case "literature": asked.formUnion(MetricTable.literature)
      default: asked.insert(name)
      }
    }
    // Names that are unknown stay in the list, so that the error can say which they are.
    names = known.filter(asked.contains) + asked.subtracting(known).sorted()
  }

  var defaultValueDescription: String { names.joined(separator: ",") }

  /// Checks that there are such metrics, and that they are defined on a space.
  ///
  /// - Throws: `ValidationError` naming the first that is not, with the nearest there is.
  func check(space: SearchSpace) throws {
    guard !names.isEmpty else { throw ValidationError("--metrics names none; \(Self.there)") }
    for name in names {
      guard let entry = MetricTable.entry(named: name) else { throw ValidationError(Self.unknown(name)) }
      guard entry.description.spaces.contains(space) else {
        throw ValidationError("\(name) is not defined on \(space.rawValue)")
      }
    }
  }

  /// What is wrong with a name that no metric has.
  static func unknown(_ name: String) -> String {
    name.isUnknown(as: "metric", among: MetricTable.entries.map(\.description.name))
  }

  private static var there: String {
    "there are \(MetricTable.entries.map(\.description.name).joined(separator: ", "))"
  }
}
