/// What kind of file it is by its first bytes, so that a message can say what was given instead of what was not found.
package enum Container: Sendable, CaseIterable {
  case hdf5, parquet, pickle, zip, npy, bzip2, xz, zstandard, tar, sqlite, arrow, excel, pdf, html, matlab, pointer

  /// Recognises a file; nil for what may be text.
  package init?(_ bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(512))
    guard let found = Self.allCases.first(where: { $0.recognises(head) }) else { return nil }
    self = found
  }

  private func recognises(_ head: [UInt8]) -> Bool {
    func starts(_ text: StaticString) -> Bool { text.withUTF8Buffer { head.starts(with: $0) } }
    return switch self {
    case .hdf5: head.starts(with: [0x89] + Array("HDF\r\n".utf8) + [0x1A, 0x0A])
    case .parquet: starts("PAR1")
    // Protocols 2 to 5; the older ones have no mark of their own.
    case .pickle: head.count > 2 && head[0] == 0x80 && (2...5).contains(head[1])
    case .zip: starts("PK\u{3}\u{4}") || starts("PK\u{5}\u{6}")
    case .npy: head.starts(with: [0x93] + Array("NUMPY".utf8))
    case .bzip2: starts("BZh")
    case .xz: head.starts(with: [0xFD] + Array("7zXZ".utf8))
    case .zstandard: head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    case .tar: head.count > 262 && head[257..<262].elementsEqual("ustar".utf8)
    case .sqlite: starts("SQLite format 3")
    case .arrow: starts("ARROW1")
    case .excel: head.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    case .pdf: starts("%PDF-")
    case .html: starts("<!DOCTYPE") || starts("<!doctype") || starts("<html") || starts("<?xml")
    case .matlab: starts("MATLAB 5.0")
    case .pointer: starts("version https://git-lfs")
    }
  }

  /// Whether Python can undo it.
  var isPacked: Bool { [.zip, .bzip2, .xz, .zstandard].contains(self) }

  /// What it is, and what to do about it: `is a pickle; ...`.
  package var words: String {
    switch self {
    case .hdf5: "is HDF5"
    case .parquet: "is Parquet"
    case .pickle: "is a pickle; save the table as CSV, in Python: pandas.read_pickle(FILE).to_csv(\"FILE.csv\")"
    case .zip: "is a zip archive (npz, xlsx and pth are, too); unpack it, or save the table as CSV"
    case .npy: "is an array of NumPy's, which has no names of cells; save a table as CSV"
    case .bzip2: "is compressed with bzip2; unpack it with bunzip2"
    case .xz: "is compressed with xz; unpack it with unxz"
    case .zstandard: "is compressed with Zstandard; unpack it with unzstd"
    case .tar: "is a tar archive; unpack it"
    case .sqlite: "is an SQLite database; save the table as CSV"
    case .arrow: "is Arrow or Feather; save the table as CSV"
    case .excel: "is an old Excel file; save the table as CSV"
    case .pdf: "is PDF"
    case .html: "is a web page; download the file itself"
    case .matlab: "is a MATLAB file; save the table as CSV"
    case .pointer: "is a pointer of Git LFS, not the file; run git lfs pull"
    }
  }
}
