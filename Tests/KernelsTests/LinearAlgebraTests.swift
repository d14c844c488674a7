import Foundation
import Kernels
import Testing

@Suite struct LinearAlgebraTests {
  @Test func eigenvalues() throws {
    let values = try #require(LinearAlgebra.eigenvalues(ofSymmetric: [2, 1, 0, 1, 2, 0, 0, 0, -4], order: 3))
    #expect(relativeDeviation(values, [-4, 1, 3]) <= 1e-14)
    #expect(LinearAlgebra.eigenvalues(ofSymmetric: [.nan], order: 1) == nil)
  }

  @Test func singularValues() throws {
    let values = try #require(LinearAlgebra.singularValues([3, 0, 0, 0, 0, -5], rows: 2, columns: 3))
    #expect(relativeDeviation(values, [5, 3]) <= 1e-14)
    let same = try #require(LinearAlgebra.singularValues([3, 0, 0, 0, 0, -5], rows: 3, columns: 2))
    #expect(relativeDeviation(same.map { $0 * $0 }, [25, 9]) <= 1e-14)
    #expect(LinearAlgebra.singularValues([.infinity, 0], rows: 2, columns: 1) == nil)
  }

  @Test func determinants() {
    #expect(abs(LinearAlgebra.logAbsoluteDeterminant([1, 2, 3, 4], order: 2) - log(2)) <= 1e-15)
    #expect(LinearAlgebra.logAbsoluteDeterminant([7, 7, 7, 7], order: 2) == -.infinity)
    #expect(LinearAlgebra.logAbsoluteDeterminant([.nan], order: 1).isNaN)
  }

  @Test func products() {
    let matrix: [Double] = [1, 2, 3, 4, 5, 6]
    #expect(LinearAlgebra.gram(matrix, rows: 2, columns: 3) == [14, 32, 32, 77])
    let product = LinearAlgebra.product(transposed: matrix, [1, 10], rows: 2, columnsOfA: 3, columnsOfB: 1)
    #expect(product == [41, 52, 63])
  }

  @Test func solutions() throws {
    let solution = try #require(
      LinearAlgebra.solve(symmetric: [4, 2, 2, 3], order: 2, right: [8, 0, 0, 4, 8, 4], columns: 3))
    #expect(relativeDeviation(solution, [2, -2, -1, 0, 4, 2]) <= 1e-15)
    #expect(LinearAlgebra.solve(symmetric: [1, 2, 2, 1], order: 2, right: [1, 1], columns: 1) == nil)
  }
}
