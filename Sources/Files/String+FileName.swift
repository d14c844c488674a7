import Foundation

/// File names are bytes, and texts are Unicode. A byte of a name that is no part of UTF-8 stands in a text as a character of a private area,
/// U+10F780 for 0x80 to U+10F7FF for 0xFF, as Python's `surrogateescape` has it with surrogates. Wherever a text goes to the system or to a
/// person, the bytes come back; a character of that area in a name goes the same way.
extension String {
  private static let first: UInt32 = 0x10F700
  private static let area = first + 0x80...first + 0xFF

  /// The text of a file name.
  package init(fileName bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: Self.isOfArea) {
      self = text
      return
    }
    var (text, rest) = (String.UnicodeScalarView(), Array(bytes)[...])
    while let byte = rest.first {
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      if let scalar = String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.first,
        !Self.isOfArea(scalar)
      {
        text.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        text.append(Unicode.Scalar(Self.first + UInt32(byte))!)
        rest = rest.dropFirst()
      }
    }
    self = String(text)
  }

  /// The bytes, as they were before they became a text.
  package var rawBytes: [UInt8] {
    let bytes = Array(utf8)
    // The area's characters are F4 8F 9E 80 to F4 8F 9F BF; hardly a text has one.
    guard bytes.contains(0xF4) else { return bytes }
    return unicodeScalars.flatMap { scalar in
      Self.isOfArea(scalar) ? [UInt8(scalar.value - Self.first)] : Array(UTF8.encode(scalar)!)
    }
  }

  /// The name as the system takes it, ended by zero.
  package var fileName: [CChar] { rawBytes.map { CChar(bitPattern: $0) } + [0] }

  private static func isOfArea(_ scalar: Unicode.Scalar) -> Bool { area.contains(scalar.value) }
}
