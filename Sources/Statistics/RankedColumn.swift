/// A column of numbers reduced to what rank statistics see: which values are equal and how the distinct ones are ordered.
///
/// Sorting happens once, here. Every statistic takes the number of times each row was drawn (`multiplicities`), so that a
/// bootstrap resample needs no further sort.
public struct RankedColumn: Sendable {
  /// The number of distinct values.
  public let levels: Int
  /// Per row, the number of distinct values below its own, in 0..<levels.
  let level: [Int32]
  /// The rows, ascending by value.
  let order: [Int32]

  /// The number of rows.
  public var count: Int { level.count }

  /// Ranks a column; infinities are numbers like others, and equal ones tie.
  ///
  /// - Throws: `StatisticsError.notANumber`, with the column's `name` and the first row that holds a NaN.
  public init(_ values: [Double], name: String = "the column") throws {
    if let row = values.firstIndex(where: \.isNaN) { throw StatisticsError.notANumber(column: name, row: row) }
    let order = values.indices.sorted { values[$0] < values[$1] }
    var level = [Int32](repeating: 0, count: values.count)
    var current: Int32 = 0
    for (previous, row) in zip(order, order.dropFirst()) {
      if values[previous] < values[row] { current += 1 }
      level[row] = current
    }
    self.init(levels: values.isEmpty ? 0 : Int(current) + 1, level: level, order: order.map { Int32($0) })
  }

  /// Ranks integers in 0...limit by counting, in O(n + limit).
  init(keys: [Int], limit: Int) {
    var ends = [Int](repeating: 0, count: limit + 1)
    for key in keys { ends[key] += 1 }
    var levelOfKey = [Int32](repeating: 0, count: limit + 1)
    var (levels, total) = (0, 0)
    for key in 0...limit where ends[key] > 0 {
      levelOfKey[key] = Int32(levels)
      levels += 1
      (ends[key], total) = (total, total + ends[key])
    }
    var order = [Int32](repeating: 0, count: keys.count)
    for (row, key) in keys.enumerated() {
      order[ends[key]] = Int32(row)
      ends[key] += 1
    }
    self.init(levels: levels, level: keys.map { levelOfKey[$0] }, order: order)
  }

  private init(levels: Int, level: [Int32], order: [Int32]) {
    (self.levels, self.level, self.order) = (levels, level, order)
  }

  /// The column with its order turned around, as if every value were negated.
  public var reversed: RankedColumn {
    RankedColumn(levels: levels, level: level.map { Int32(levels - 1) - $0 }, order: order.reversed())
  }
}

extension RankedColumn {
  /// The number of observations at each level.
  func levelCounts(_ resample: Resample) -> [Int] {
    precondition(resample.multiplicities.count == count, "a resample has one multiplicity per row")
    var counts = [Int](repeating: 0, count: levels)
    for (level, multiplicity) in zip(level, resample.multiplicities) { counts[Int(level)] += Int(multiplicity) }
    return counts
  }

  /// Per level, twice the average rank less n + 1, an integer: 2·(observations below) + (observations at it) − n. The sum over
  /// all observations is zero.
  func centredRanks(_ resample: Resample) -> [Int] {
    var below = 0
    return levelCounts(resample).map { here in
      defer { below += here }
      return 2 * below + here - resample.total
    }
  }

  /// The rank of each row from 1, ties sharing the average of the ranks they occupy.
  public var averageRanks: [Double] {
    let centred = centredRanks(Resample(everyRowOf: count))
    return level.map { Double(centred[Int($0)] + count + 1) / 2 }
  }
}

/// The rank of each value from 1, ascending, ties sharing the average of the ranks they occupy (SciPy's `rankdata`).
///
/// - Throws: `StatisticsError.notANumber`.
public func ranks(of values: [Double]) throws -> [Double] { try RankedColumn(values).averageRanks }
