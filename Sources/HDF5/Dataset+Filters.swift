import CHDF5

extension Dataset {
  /// The filters that the elements went through, which this library lacks, by name.
  ///
  /// A filter of h5py's or PyTables' own is a plug-in to everyone else: LZF, Blosc, Zstandard, LZ4, …
  var missingFilters: [String] {
    location.handle.use { identifier in
      let properties = H5Dget_create_plist(identifier)
      guard properties >= 0 else { return [] }
      defer { H5Pclose(properties) }
      return (0..<max(0, H5Pget_nfilters(properties))).compactMap { number in
        var (flags, count, configuration) = (UInt32(0), 0, UInt32(0))
        var name = [CChar](repeating: 0, count: 64)
        let filter = H5Pget_filter2(
          properties, UInt32(number), &flags, &count, nil, name.count - 1, &name, &configuration)
        guard filter >= 0, H5Zfilter_avail(filter) <= 0 else { return nil }
        let given = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return Self.filterNames[filter] ?? (given.isEmpty ? "filter \(filter)" : given)
      }
    }
  }

  /// Of the filters registered with the HDF Group, those that people's files have.
  private static let filterNames: [H5Z_filter_t: String] = [
    305: "LZO", 307: "bzip2", 32000: "LZF", 32001: "Blosc", 32004: "LZ4", 32008: "Bitshuffle", 32013: "ZFP",
    32015: "Zstandard",
    32017: "SZ", 32024: "SZ3", 32026: "Blosc2",
  ]

  /// Says which filter is missing instead of what the library says of it, which is that it cannot open a directory.
  func explained<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as HDF5Error {
      let missing = missingFilters
      guard !missing.isEmpty else { throw error }
      throw location.failure(
        "is compressed with \(missing.joined(separator: " and ")), which this HDF5 library cannot read; rewrite it with gzip (h5repack -f GZIP=6), or set HDF5_PLUGIN_PATH to where the filter is"
      )
    }
  }
}
