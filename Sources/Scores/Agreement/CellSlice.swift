import SearchSpaces

/// Cells among which metrics are compared.
public enum CellSlice: Hashable, Sendable, CustomStringConvertible {
  /// All cells of the population with every score.
  case all
  /// The given percentage of them with the highest accuracy, ties at the border included.
  case top(percent: Int)
  /// Those that belong to another population, too.
  case population(NASBench201.Population)
  /// Those with the given number of convolutions.
  case convolutions(Int)

  /// The slices in the order of reports.
  public static let every: [CellSlice] =
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

  /// How many cells are a percentage of some: rounded up, and at least 1. "The top 10%" is this number everywhere: of
  /// 15,625 cells 1,563.
  public static func count(percent: Int, of cells: Int) -> Int { max(1, (cells * percent + 99) / 100) }

  /// The places of the slice's cells, among places of all cells; nil for a population that the space does not have.
  func select(_ places: [Int], cells: [Int], of list: CellList, values: [Double]) -> [Int]? {
    switch self {
    case .all: return places
    case .population(let population):
      guard let members = (try? list.population(population)).map(Set.init) else { return nil }
      return places.filter { members.contains(cells[$0]) }
    case .convolutions(let count):
      return places.filter { list.cell(at: cells[$0]).trainableLayers == count }
    case .top(let percent):
      let best = places.map { values[$0] }.sorted(by: >)
      guard !best.isEmpty else { return [] }
      let border = best[Self.count(percent: percent, of: best.count) - 1]
      return places.filter { values[$0] >= border }
    }
  }
}
