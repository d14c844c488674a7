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
    self.init(order: order.map { Int32($0) }) { values[$0] < values[$1] }
  }

  /// Ranks integers by a radix sort, O(n) for every eleven bits of their range.
  init(keys: [Int]) {
    let lowest = keys.min() ?? 0
    let range = (keys.max() ?? 0) - lowest
    var (order, sorted) = (keys.indices.map { Int32($0) }, [Int32](repeating: 0, count: keys.count))
    let mask = (1 << 11) - 1
    var shift = 0
    while range >> shift > 0 {
      var places = [Int](repeating: 0, count: mask + 2)
      for key in keys { places[((key - lowest) >> shift & mask) + 1] += 1 }
      for digit in 0..<mask { places[digit + 1] += places[digit] }
      for row in order {
        let digit = (keys[Int(row)] - lowest) >> shift & mask
        sorted[places[digit]] = row
        places[digit] += 1
      }
      swap(&order, &sorted)
      shift += 11
    }
    self.init(order: order) { keys[$0] < keys[$1] }
  }

  /// The column whose rows ascend in an order; neighbours tie unless the first of them is lower.
  private init(order: [Int32], isLower: (Int, Int) -> Bool) {
    var level = [Int32](repeating: 0, count: order.count)
    var current: Int32 = 0
    for (previous, row) in zip(order, order.dropFirst()) {
      if isLower(Int(previous), Int(row)) { current += 1 }
      level[Int(row)] = current
    }
    self.init(levels: order.isEmpty ? 0 : Int(current) + 1, level: level, order: order)
  }

  private init(levels: Int, level: [Int32], order: [Int32]) {
    (self.levels, self.level, self.order) = (levels, level, order)
  }

  /// Whether another column has the same rows in the same order, ties included; every rank statistic takes such columns for equal.
  public func ranks(as other: RankedColumn) -> Bool { level == other.level }

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
