extension AccuracyTable {
  /// What is odd about the accuracies after 200 epochs, a line each.
  ///
  /// - Throws: as `values(_:)`.
  public func doubts() throws -> [String] {
    try columnNames.filter { $0.name == "test_accuracy" || $0.name == "validation_accuracy" }.compactMap { column in
      guard column.section == .epochs200, Self.areFractions(try values(column), of: column) else { return nil }
      return "no value of \(column) exceeds 1; percent is expected"
    }
  }

  /// Whether accuracies look like parts of 1 instead of percentages: no cell that was trained has less than 1% right everywhere.
  static func areFractions(_ values: [Double], of column: ColumnName) -> Bool {
    guard column.isAccuracy, let largest = values.filter({ !$0.isNaN }).max() else { return false }
    return largest <= 1 && largest > 0
  }
}
