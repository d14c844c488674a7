import HDF5

extension AccuracyTable {
  /// Writes the table to a file, which replaces any of that name only when it is complete.
  ///
  /// - Throws: `HDF5Error` if it cannot be written, and as `values(_:)`.
  public func write(to path: String) throws {
    try HDF5File.create(at: path) { file in
      try file.setAttribute("format", Self.format)
      try file.setAttribute("version", Self.version)
      try file.setAttribute("source", source)
      // The strings are alike and shrink to a tenth; accuracies hardly shrink and are read more quickly as they are.
      try file.createDataset(
        "architectures", architectures, layout: .chunked([min(count, 4096)], gzip: 6))
      for column in columnNames {
        let shape = column.isBySeed ? [count, try seeds(of: column)] : [count]
        let values = try values(column)
        let dataset = try file.createDataset(column.description, values, shape: shape)
        try dataset.setAttribute(Self.checksumAttribute, Int64(columnChecksum(values)))
        guard column.section == .targets else { continue }
        let kind = kind(of: column.dataset)
        try dataset.setAttribute(Self.unitAttribute, kind.unit)
        try dataset.setAttribute(Self.directionAttribute, kind.direction.rawValue)
      }
    }
  }
}
