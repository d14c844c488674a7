import Files
import Foundation

/// JSON as Python writes it: with `NaN`, `Infinity` and `-Infinity`, which the standard does not have, with numbers such as `1e999`,
/// which are infinite, and one document a line.
package struct JSONDocument {
  /// The file's path, as it was given.
  package let file: String
  /// What is in it, as `JSONSerialization` has it: an infinity is the text `Infinity` or `-Infinity`, NaN is null.
  package let root: Any

  /// Whether a text begins like a document.
  package static func recognises(_ text: [UInt8]) -> Bool {
    let first = text.first { !Array(" \t\r\n".utf8).contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// Reads a document, or one a line.
  ///
  /// - Throws: `FileError` if it is none.
  package init(_ text: [UInt8], file: String) throws {
    self.file = file
    let standard = Self.standardised(text)
    do {
      root = try JSONSerialization.jsonObject(with: Data(standard))
    } catch {
      let lines = standard.split(separator: UInt8(ascii: "\n"))
        .filter { line in line.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") } }
      let documents = lines.compactMap { try? JSONSerialization.jsonObject(with: Data($0)) }
      guard lines.count > 1, documents.count == lines.count else {
        let reason = (error as NSError).userInfo["NSDebugDescription"] ?? error
        throw FileError("is not JSON: \(reason)", file: file)
      }
      root = documents
    }
  }

  /// A value as a number: NaN for null and what is missing, nil for what is none.
  package static func number(_ value: Any?) -> Double? {
    switch value {
    case nil, is NSNull: .nan
    case let number as NSNumber: number.doubleValue
    case infinity as String: .infinity
    case minusInfinity as String: -.infinity
    default: nil
    }
  }

  /// A value as the field of a table; nil for an object.
  static func field(_ value: Any?) -> String? {
    switch value {
    case nil, is NSNull: return ""
    case let text as String: return text == infinity ? "inf" : text == minusInfinity ? "-inf" : text
    case let number as NSNumber: return CSV.number(number.doubleValue)
    case let list as [Any]:
      let items = list.map { field($0) }
      return items.contains(nil) ? nil : "[\(items.map { $0! }.joined(separator: ", "))]"
    default: return nil
    }
  }

  private static let infinity = "Infinity"
  private static let minusInfinity = "-Infinity"

  /// The same document with `null` for NaN and strings for the infinities.
  private static func standardised(_ bytes: [UInt8]) -> [UInt8] {
    let replacements = [("NaN", "null"), (infinity, "\"\(infinity)\""), (minusInfinity, "\"\(minusInfinity)\"")]
      .map { (Array($0.0.utf8), Array($0.1.utf8)) }
    let quote = UInt8(ascii: "\"")
    var (result, place, isInString) = ([UInt8](), 0, false)
    result.reserveCapacity(bytes.count)
    while place < bytes.count {
      let byte = bytes[place]
      if isInString, byte == UInt8(ascii: "\\"), place + 1 < bytes.count {
        result += [byte, bytes[place + 1]]
        place += 2
        continue
      }
      if byte == quote { isInString.toggle() }
      let starts = !isInString && (byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") || byte == UInt8(ascii: "-"))
      if starts, let (token, replacement) = replacements.first(where: { bytes[place...].starts(with: $0.0) }) {
        result += replacement
        place += token.count
      } else if !isInString, isNumeric(byte) {
        let number = bytes[place...].prefix(while: isNumeric)
        let value = Double(String(decoding: number, as: UTF8.self)) ?? 0
        result += value.isFinite ? number : ArraySlice("\"\(value < 0 ? minusInfinity : infinity)\"".utf8)
        place += number.count
      } else {
        result.append(byte)
        place += 1
      }
    }
    return result
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
