import COpenBLAS

extension LinearAlgebra {
  /// The singular values of a matrix, descending (LAPACK `dgesdd`); nil if an element is not finite or the solver failed.
  ///
  /// - Parameter matrix: [rows, columns].
  public static func singularValues(_ matrix: [Double], rows: Int, columns: Int) -> [Double]? {
    precondition(matrix.count == rows * columns, "\(matrix.count) elements are not a matrix of \(rows)x\(columns)")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    useOneThread()
    // By rows here and by columns there: the transposed matrix, whose singular values are the same.
    let smallest = min(rows, columns)
    var (matrix, values) = (matrix, [Double](repeating: 0, count: smallest))
    var (m, n, one, info) = (Int32(columns), Int32(rows), Int32(1), Int32(0))
    var workCount = Int32(3 * smallest + max(max(rows, columns), 7 * smallest) + 64)
    var work = [Double](repeating: 0, count: Int(workCount))
    var integers = [Int32](repeating: 0, count: 8 * smallest)
    dgesdd_("N", &m, &n, &matrix, &m, &values, nil, &one, nil, &one, &work, &workCount, &integers, &info)
    return info == 0 ? values : nil
  }
}
