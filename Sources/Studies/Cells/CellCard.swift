import AccuracyTables
import Files
import Metrics
import Scores
import SearchSpaces

/// Everything there is to say of one cell: what it computes, who computes the same, how accurate it is, and how it is scored.
public struct CellCard: Sendable {
  /// The cell's index.
  public let index: Int
  /// Cells that the benchmark takes for the same function, itself left out.
  public let isomorphs: [Int]
  /// The 24 cells that differ in one operation.
  public let neighbours: [Int]
  /// Accuracy in percent by data set, and its place among all cells.
  public let accuracies: [(dataset: BenchmarkDataset, accuracy: AccuracyPlace)]
  /// Scores, the place among the cells scored, the best being 1, and how many these are.
  public let scores: [(metric: String, value: Double, place: Int, count: Int)]

  /// Gathers.
  ///
  /// - Parameters:
  ///   - name: an index, an architecture string or a tuple of six operation numbers.
  ///   - runs: scores of cells.
  ///   - table: accuracies; nil for none.
  /// - Throws: ``StudyError`` for what names no cell.
  public init(_ name: String, scores runs: ScoreTable? = nil, table: AccuracyTable? = nil) throws {
    let index = try NASBench201.index(named: name)
    let architecture = NASBench201.architectures[index]
    self.index = index
    isomorphs = NASBench201.isomorphismClasses.indices.filter {
      $0 != index && NASBench201.isomorphismClasses[$0] == NASBench201.isomorphismClasses[index]
    }
    neighbours = NASBench201.Edge.all.indices.flatMap { edge in
      NASBench201.Operation.allCases.filter { $0 != architecture[edge] }.map { other in
        var operations = architecture.operations
        operations[edge] = other
        return NASBench201.index(of: NASBench201.Architecture(operations: operations))
      }
    }.sorted()
    accuracies =
      try table.map { table in
        try table.ranking.compactMap { dataset in
          let name = ColumnName(dataset)
          return AccuracyPlace(of: index, in: try table.values(name), merits: try table.merits(name)).map {
            (dataset, $0)
          }
        }
      } ?? []
    scores = (runs?.columns ?? []).compactMap { column in
      guard !column.values[index].isNaN else { return nil }
      let known = column.values.filter { !$0.isNaN }
      let value = column.values[index]
      let better = known.count { column.direction == .lowerIsBetter ? $0 < value : $0 > value }
      return (column.name, value, better + 1, known.count)
    }
  }

  /// The cell drawn with characters, and the rest as tables.
  public func text(width: Int? = nil) -> String {
    let architecture = NASBench201.architectures[index]
    let dead = Set(architecture.deadEdges)
    var text =
      "cell \(index)  \(architecture)\ntuple (\(architecture.tuple.map { "\($0)" }.joined(separator: ", ")))\n\n"
    for (place, edge) in NASBench201.Edge.all.enumerated() {
      let operation = architecture[place]
      let isDead = dead.contains(place)
      let arrow = operation == .none ? "      " : isDead ? "- - > " : "----> "
      text +=
        "  \(edge.source) \(arrow)\(edge.target)  \(operation.rawValue)\(isDead ? "  (dead: on no path from input to output)" : "")\n"
    }
    text += "\nparameters \(architecture.parameterCount), multiply-adds \(architecture.multiplyAdds)\n"
    text +=
      isomorphs.isEmpty
      ? "no other cell computes the same\n"
      : "\(isomorphs.count) cells compute the same: \(Self.list(isomorphs))\n"
    text += "one operation away: \(Self.list(neighbours))\n"
    for (heading, ofTargets) in [("data set  accuracy (%)", false), ("target  value", true)] {
      let shown = accuracies.filter { $0.dataset.isTarget == ofTargets }
      guard !shown.isEmpty else { continue }
      text +=
        "\n"
        + TextTable.aligned(
          [heading.split(separator: "  ").map(String.init) + ["place of 15,625"]]
            + shown.map {
              let value = $0.accuracy.value
              return [
                $0.dataset.rawValue, TextNumber.plain(value, places: value.magnitude < 1 && ofTargets ? 5 : 2),
                "\($0.accuracy.rank)",
              ]
            }, width: width)
    }
    if !scores.isEmpty {
      text +=
        "\n"
        + TextTable.aligned(
          [["metric", "score", "place", "of", "better than (%)"]]
            + scores.map { score in
              let share = 100 * Double(score.count - score.place) / Double(max(1, score.count - 1))
              return [
                score.metric, TextNumber.significant(score.value), "\(score.place)", "\(score.count)",
                TextNumber.plain(share, places: 1),
              ]
            }, width: width)
    }
    return text
  }

  private static func list(_ cells: [Int]) -> String {
    cells.prefix(24).map { "\($0)" }.joined(separator: " ") + (cells.count > 24 ? " ..." : "")
  }
}
