import Files
import HDF5

extension AccuracyTable {
  /// The attribute of a column that holds its checksum.
  static let checksumAttribute = "crc32"
  /// The attributes of a target that say what it is.
  static let unitAttribute = "unit"
  static let directionAttribute = "direction"

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
  /// - Throws: as `values(_:)`; `FileError` if a column has another checksum than the file states.
  public func verify() throws -> [VerifiedColumn] {
    try columnNames.map { name in
      let values = try values(name)
      let checksum = columnChecksum(values)
      return VerifiedColumn(
        name: name, known: values.count { !$0.isNaN }, total: values.count, checksum: checksum,
        isStated: try statedChecksum(of: name) != nil)
    }
  }

  /// Compares a column's values with the checksum the file states for it, if any.
  func checkStatedChecksum(of name: ColumnName, _ values: [Double]) throws {
    // Of single precision the sum is of other bytes.
    guard case .stored(let dataset) = columns[name], dataset.elementClass == .float(bytes: 8) else { return }
    guard let stated = try statedChecksum(of: name), stated != Int64(columnChecksum(values)) else { return }
    throw FileError(
      "does not have the checksum the file states, \(stated): the column is damaged, or was changed without it",
      file: file, place: "\(name)")
  }

  private func statedChecksum(of name: ColumnName) throws -> Int64? {
    guard case .stored(let dataset) = columns[name], try dataset.hasAttribute(Self.checksumAttribute) else {
      return nil
    }
    return try dataset.attribute(Self.checksumAttribute).scalar(as: Int64.self)
  }
}
