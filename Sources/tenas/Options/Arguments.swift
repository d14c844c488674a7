import AccuracyTables
import ArgumentParser
import Files
import Images
import Kernels

/// Values separated by commas.
struct CommaSeparated<Element: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
  /// The values, in their order; at least one.
  let values: [Element]

  init(_ values: [Element]) { self.values = values }

  /// Reads values.
  ///
  /// - Throws: `ValidationError` naming the one that is none, and what there is, on one line.
  init(parsing text: String) throws {
    values = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let part = String(part).trimmed
      guard !part.isEmpty, let value = Element(argument: part) else {
        guard !Element.allValueStrings.isEmpty else { throw ValidationError("'\(part)' is none") }
        throw ValidationError(part.isUnknown(as: "value", among: Element.allValueStrings))
      }
      return value
    }
  }

  init?(argument: String) {
    do { try self.init(parsing: argument) } catch { return nil }
  }

  var defaultValueDescription: String { values.map(\.defaultValueDescription).joined(separator: ",") }
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

extension BenchmarkDataset: ExpressibleByArgument {
  /// An image data set, however its name is spelled.
  public init?(argument: String) { self.init(spelled: argument) }

  /// The image data sets; a further target is named by `--target`.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}

extension TargetKind.Direction: ExpressibleByArgument {}
