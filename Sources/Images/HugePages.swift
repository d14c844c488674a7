#if canImport(Glibc)
  import Glibc
#endif

/// Memory that is read at random places: in pages of two megabytes the processor finds them without walking through tables.
enum HugePages {
  /// Asks the system for huge pages behind memory that nothing has written to; elsewhere than on Linux this does nothing.
  static func back(_ memory: UnsafeMutableRawBufferPointer) {
    #if canImport(Glibc)
      let size = 1 << 21
      guard let base = memory.baseAddress, memory.count >= 2 * size else { return }
      let lead = -Int(bitPattern: base) & (size - 1)
      madvise(base + lead, (memory.count - lead) / size * size, MADV_HUGEPAGE)
    #endif
  }
}
