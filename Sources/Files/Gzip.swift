import CZlib

/// Files compressed with gzip, of one member or several (RFC 1952).
enum Gzip {
  /// A file may not grow to more than this, whatever it says.
  private static let largest = 1 << 33

  static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

  /// The content.
  ///
  /// - Throws: ``FileError`` naming the file, if it is damaged, ends too early or grows too large.
  static func inflate(_ bytes: [UInt8], file: String) throws -> [UInt8] {
    func failure(_ reason: String) -> FileError { FileError("is gzip, but \(reason)", file: file) }
    var (result, input) = ([UInt8](), bytes)
    var stream = z_stream()
    guard tenas_inflate_init(&stream) == Z_OK else { throw failure("there is no memory to unpack it") }
    defer { inflateEnd(&stream) }
    let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    defer { block.deallocate() }
    try input.withUnsafeMutableBufferPointer { input in
      var place = 0
      while true {
        // zlib counts in 32 bits.
        let part = min(input.count - place, 1 << 30)
        (stream.next_in, stream.avail_in) = (input.baseAddress! + place, uInt(part))
        (stream.next_out, stream.avail_out) = (block.baseAddress, uInt(block.count))
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        place += part - Int(stream.avail_in)
        result.append(contentsOf: block[..<(block.count - Int(stream.avail_out))])
        guard result.count <= largest else { throw failure("unpacks to more than \(largest >> 30) GiB") }
        switch status {
        case Z_STREAM_END:
          // What follows the last member and is none itself is padding, which gzip ignores, too.
          guard place + 2 < input.count, input[place] == 0x1F, input[place + 1] == 0x8B else { return }
          inflateReset(&stream)
        case Z_OK where place < input.count || stream.avail_out == 0: break
        case Z_OK, Z_BUF_ERROR: throw failure("ends too early; copy it again")
        default: throw failure("is damaged; copy it again")
        }
      }
    }
    return result
  }
}
