import Kernels

/// The correlations of vectors of equal length.
enum Correlations {
  /// Pearson's correlations of the rows, [n, n]; NaN in the rows and columns of a constant one.
  static func between(_ rows: [ArraySlice<Double>]) -> [Double] {
    let centred = rows.map { row in
      let mean = row.reduce(0, +) / Double(row.count)
      return row.map { $0 - mean }
    }
    let products = LinearAlgebra.gram(Array(centred.joined()), rows: rows.count, columns: rows[0].count)
    let norms = rows.indices.map { products[$0 * (rows.count + 1)].squareRoot() }
    return products.enumerated().map { place, product in
      place / rows.count == place % rows.count && product > 0
        ? 1 : product / (norms[place / rows.count] * norms[place % rows.count])
    }
  }
}
