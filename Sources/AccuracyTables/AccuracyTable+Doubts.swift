extension AccuracyTable {
  /// What is odd about the accuracies after 200 epochs, a line each. A column that is damaged is an error of whoever asks for its values.
  public func doubts() -> [String] {
    columnNames.filter { $0.name == "test_accuracy" || $0.name == "validation_accuracy" }.compactMap { column in
      guard column.section == .epochs200, let values = try? values(column), Self.areFractions(values, of: column)
      else { return nil }
      return "no value of \(column) exceeds 1; percent is expected"
    }
  }

  /// Whether accuracies look like parts of 1 instead of percentages: no cell that was trained has less than 1% right everywhere.
  package static func areFractions(_ values: [Double], of column: ColumnName) -> Bool {
    guard column.isAccuracy, let largest = values.filter({ !$0.isNaN }).max() else { return false }
    return largest <= 1 && largest > 0
  }
}
