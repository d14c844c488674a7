import HDF5

extension AccuracyTable {
  /// The attribute of a column that holds its checksum.
  static let checksumAttribute = "crc32"

  /// What `verify` found about a column.
  public struct VerifiedColumn: Sendable, Equatable {
    /// Which column.
    public let name: ColumnName
    /// How many values are known (not NaN).
    public let known: Int
    /// How many values there are.
    public let total: Int
    /// The checksum of its bytes, `columnChecksum(_:)`.
    public let checksum: UInt32
    /// Whether the file states a checksum, which then equals this one.
    public let isStated: Bool
  }

  /// Reads every column, checks that percentages are from 0 to 100 and that each stated checksum is that of the values.
  ///
  /// - Throws: as `values(_:)`; `AccuracyTableError` if a column has another checksum than the file states.
  public func verify() throws -> [VerifiedColumn] {
    try columnNames.map { name in
      let values = try values(name)
      let checksum = columnChecksum(values)
      let stated = try statedChecksum(of: name)
      if let stated, stated != Int64(checksum) {
        throw AccuracyTableError(
          "has the checksum \(checksum), where the file states \(stated): the column is damaged, or was changed without it",
          file: file, place: "\(name)")
      }
      return VerifiedColumn(
        name: name, known: values.count { !$0.isNaN }, total: values.count, checksum: checksum, isStated: stated != nil)
    }
  }

  private func statedChecksum(of name: ColumnName) throws -> Int64? {
    guard case .stored(let dataset) = columns[name], try dataset.hasAttribute(Self.checksumAttribute) else {
      return nil
    }
    return try dataset.attribute(Self.checksumAttribute).scalar(as: Int64.self)
  }
}
