import SearchSpaces

/// Cells among which metrics are compared.
public enum ValidationSlice: Hashable, Sendable, CustomStringConvertible {
  /// All cells of the population with every score.
  case all
  /// The given percentage of them with the highest accuracy, ties at the border included.
  case top(percent: Int)
  /// Those that belong to another population, too.
  case population(NASBench201.Population)
  /// Those with the given number of convolutions.
  case convolutions(Int)

  /// The slices in the order of reports.
  package static let every: [ValidationSlice] =
    [.all, .top(percent: 50), .top(percent: 10), .population(.live), .population(.unique)]
    + (0...NASBench201.Edge.all.count).map { .convolutions($0) }

  /// `all`, `top 10%`, `live`, `3 convolutions`.
  public var description: String {
    switch self {
    case .all: "all"
    case .top(let percent): "top \(percent)%"
    case .population(let population): population.rawValue
    case .convolutions(let count): count == 1 ? "1 convolution" : "\(count) convolutions"
    }
  }

  /// The cells of the slice.
  ///
  /// - Parameters:
  ///   - cells: indices of all cells.
  ///   - accuracy: accuracy by index.
  package func select(_ cells: [Int], accuracy: [Double]) -> [Int] {
    switch self {
    case .all: return cells
    case .population(let population):
      let members = Set(NASBench201.population(population))
      return cells.filter(members.contains)
    case .convolutions(let count):
      return cells.filter { NASBench201.architectures[$0].numberOfTrainableLayers == count }
    case .top(let percent):
      let best = cells.map { accuracy[$0] }.sorted(by: >)
      let border = best[max(1, (best.count * percent + 99) / 100) - 1]
      return cells.filter { accuracy[$0] >= border }
    }
  }
}
