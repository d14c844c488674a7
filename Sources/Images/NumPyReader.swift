import Files
import Foundation

/// Reads an array in NumPy's `.npy` format (versions 1 to 3) from a file or a pipe.
///
/// Format: NumPy Enhancement Proposal 1. Arrays in row-major order.
struct NumPyReader {
  /// The types of elements that are read, with NumPy's spelling.
  enum Element: String {
    case uint8 = "|u1"
    case uint16 = "<u2"
    case float32 = "<f4"
    case float64 = "<f8"
  }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let headerLimit = 1 << 16
  private static let chunk = 1 << 20

  let shape: [Int]
  let element: Element
  /// The next bytes, at most so many; nil or none at the end.
  typealias Source = (Int) throws -> Data?

  private let source: Source
  private let location: String

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - source: gives what begins with the array.
  ///   - location: what errors call it.
  ///   - elements: the types it may hold.
  /// - Throws: `ImageError.malformed` if it is no such array.
  init(
    _ source: @escaping Source, location: String, holding elements: [Element] = [.uint8, .float32, .float64]
  ) throws {
    func refuse(_ reason: String) -> ImageError { .malformed(location: location, reason: reason) }
    let start = try Self.bytes(8, from: source, location)
    guard start.starts(with: Self.magic), (1...3).contains(start[6]) else {
      let known = Container(start).flatMap {
        $0 == .npy ? nil : "\($0.words); an array that numpy.save wrote is needed"
      }
      throw refuse(known ?? "is not a .npy file of version 1, 2 or 3")
    }
    let lengthBytes = try Self.bytes(start[6] == 1 ? 2 : 4, from: source, location)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.headerLimit else { throw refuse("claims a header of \(length) bytes") }
    let header = String(decoding: try Self.bytes(length, from: source, location), as: UTF8.self)
    let type = Self.field("descr", of: header)
    guard let element = elements.first(where: { $0.rawValue == type?.filter { $0 != "'" } }) else {
      let known = elements.map(\.rawValue).joined(separator: ", ")
      throw refuse("holds \(type ?? "no known type"); images are of the type \(known)")
    }
    guard Self.field("fortran_order", of: header) == "False" else { throw refuse("is not in row-major (C) order") }
    guard let shape = Self.shape(of: header) else { throw refuse("has no shape in its header") }
    (self.shape, self.element, self.source, self.location) = (shape, element, source, location)
  }

  /// Reads all elements as bytes; `element` is `uint8`.
  func bytes() throws -> [UInt8] { try Self.bytes(shape.reduce(1, *), from: source, location) }

  /// Reads all elements; `element` is `uint16`.
  func integers() throws -> [UInt16] {
    let bytes = try Self.bytes(2 * shape.reduce(1, *), from: source, location)
    return stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
  }

  /// Reads all elements as float32; `element` is a float.
  func floats() throws -> [Float] {
    let count = shape.reduce(1, *)
    var values: [Float] = []
    values.reserveCapacity(min(count, Self.chunk))
    while values.count < count {
      let part = min(count - values.count, Self.chunk)
      let bytes = try Self.bytes(part * (element == .float32 ? 4 : 8), from: source, location)
      bytes.withUnsafeBytes { raw in
        for index in 0..<part {
          values.append(
            element == .float32
              ? Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
              : Float(
                Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))))
          )
        }
      }
    }
    return values
  }

  /// Memory grows with what arrives, not with what the header claims.
  private static func bytes(_ count: Int, from source: Source, _ location: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let part = try source(min(count - bytes.count, chunk)), !part.isEmpty else {
        throw ImageError.malformed(
          location: location, reason: "ends too early: \(count - bytes.count) bytes of its array are missing")
      }
      bytes.append(contentsOf: part)
    }
    return bytes
  }

  /// The text of a value in the header, a Python dictionary with three keys.
  private static func field(_ name: String, of header: String) -> String? {
    guard let key = header.range(of: "'\(name)':") else { return nil }
    let value = header[key.upperBound...].drop { $0 == " " }
    return String(value.prefix { $0 != "," && $0 != "}" })
  }

  /// The extents, nil if there are none or their product is no count of elements.
  private static func shape(of header: String) -> [Int]? {
    guard let key = header.range(of: "'shape':"), let open = header[key.upperBound...].firstIndex(of: "("),
      let close = header[open...].firstIndex(of: ")")
    else { return nil }
    var product = 1
    var shape: [Int] = []
    for text in header[header.index(after: open)..<close].split(separator: ",") {
      guard let extent = Int(text.filter { $0 != " " }), extent >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow, next <= Int.max / 8 else { return nil }
      product = next
      shape.append(extent)
    }
    return shape
  }
}
