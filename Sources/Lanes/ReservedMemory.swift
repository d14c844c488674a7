#if canImport(Glibc)
  import Glibc
#endif

/// Address space without memory behind it until it is used.
final class ReservedMemory {
  let bytes: UnsafeMutableRawBufferPointer
  private let mapping: UnsafeMutableRawBufferPointer
  private static let hugePage = 1 << 21

  /// Nil where the system does not give it: another system than Linux, or a limit on address space.
  init?(_ count: Int) {
    #if canImport(Glibc)
      let wanted = count + Self.hugePage
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
      guard let start = mmap(nil, wanted, PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else { return nil }
      mapping = UnsafeMutableRawBufferPointer(start: start, count: wanted)
      let lead = -Int(bitPattern: start) & (Self.hugePage - 1)
      bytes = UnsafeMutableRawBufferPointer(rebasing: mapping[lead..<lead + count])
      madvise(bytes.baseAddress, count, MADV_HUGEPAGE)
    #else
      return nil
    #endif
  }

  deinit {
    #if canImport(Glibc)
      munmap(mapping.baseAddress, mapping.count)
    #endif
  }
}
