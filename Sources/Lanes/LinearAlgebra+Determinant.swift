import COpenBLAS
import Foundation

extension LinearAlgebra {
  /// log|det| of a square matrix by its LU factors (LAPACK `dgetrf`); −∞ if it is exactly singular, NaN if an element is not
  /// finite.
  ///
  /// - Parameter matrix: [order, order].
  public static func logAbsoluteDeterminant(_ matrix: [Double], order: Int) -> Double {
    precondition(matrix.count == order * order, "\(matrix.count) elements are not a matrix of order \(order)")
    guard matrix.allSatisfy(\.isFinite) else { return .nan }
    useOneThread()
    var (factors, pivots) = (matrix, [Int32](repeating: 0, count: order))
    var (n, info) = (Int32(order), Int32(0))
    dgetrf_(&n, &n, &factors, &n, &pivots, &info)
    return (0..<order).reduce(0) { $0 + log(abs(factors[$1 * (order + 1)])) }
  }
}
