import Foundation

/// A JSON value with one spelling: keys sorted, numbers as the shortest decimals.
public enum JSON: Sendable, Equatable, Encodable {
  /// A member for each key.
  case object([String: JSON])
  /// Values in order.
  case array([JSON])
  /// A text.
  case string(String)
  /// A finite number.
  case number(Double)
  /// A number without decimals.
  case integer(Int)
  /// True or false.
  case bool(Bool)
  /// Nothing.
  case null

  /// Encodes the value as what it stands for.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let members): try container.encode(members)
    case .array(let values): try container.encode(values)
    case .string(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .integer(let number): try container.encode(number)
    case .bool(let truth): try container.encode(truth)
    case .null: try container.encodeNil()
    }
  }

  /// The value as text, indented, with a newline at the end.
  ///
  /// - Throws: `EncodingError` if a number is not finite.
  public func text() throws -> String { try encoded([.prettyPrinted]) + "\n" }

  /// The value as one line that may stand in a `<script>` element: no `<` in it.
  ///
  /// - Throws: `EncodingError` if a number is not finite.
  public func line() throws -> String { try encoded([]).replacing("<", with: "\\u003c") }

  private func encoded(_ formatting: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// This object with the members of another; the other's win. A value that is not an object is replaced.
  public func merging(_ other: JSON) -> JSON {
    guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
    return .object(mine.merging(theirs) { _, new in new })
  }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
  /// An object; keys must differ.
  public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(.init(uniqueKeysWithValues: elements)) }

  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A number.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
