import AccuracyTables
import Testing

struct ChecksumTests {
  @Test func knownValues() {
    // Python: zlib.crc32(numpy.array([1.0, -2.5, 100.0]).tobytes()), and of no bytes.
    #expect(columnChecksum([1.0, -2.5, 100.0]) == 2537235460)
    #expect(columnChecksum([]) == 0)
    #expect(columnChecksum([0.0]) != columnChecksum([-0.0]))
  }
}
