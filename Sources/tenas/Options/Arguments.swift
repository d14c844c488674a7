import AccuracyTables
import ArgumentParser
import Images
import Kernels

/// Values separated by commas.
struct CommaSeparated<Element: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
  /// The values, in their order; at least one.
  let values: [Element]

  init(_ values: [Element]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = parts.compactMap { Element(argument: String($0)) }
    guard values.count == parts.count, parts != [""] else { return nil }
  }

  var defaultValueDescription: String { values.map(\.defaultValueDescription).joined(separator: ",") }

  static var allValueStrings: [String] { Element.allValueStrings }
}

/// A whole number from 1.
struct Positive: ExpressibleByArgument, Sendable {
  let value: Int

  init(_ value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), value >= 1 else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { "\(value)" }
}

/// How numbers are read that have a least value, with the reason if one is not.
enum Number {
  /// Reads a whole number from 1.
  static let positive = atLeast(1)

  /// Reads a whole number from the given one.
  static func atLeast(_ least: Int) -> @Sendable (String) throws -> Int {
    { text in
      guard let number = Int(text), number >= least else {
        throw ValidationError("it must be a whole number, at least \(least)")
      }
      return number
    }
  }

  /// Reads a number above 0.
  @Sendable static func aboveZero(_ text: String) throws -> Double {
    guard let number = Double(text), number > 0 else { throw ValidationError("it must be a number above 0") }
    return number
  }
}

extension BenchmarkDataset: ExpressibleByArgument {}
