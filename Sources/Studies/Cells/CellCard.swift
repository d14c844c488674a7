import AccuracyTables
import Files
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
  /// Its accuracies and scores.
  public let standing: CellStanding

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
    standing = try CellStanding(of: index, scores: runs, table: table)
  }

  /// The drawing.
  public var svg: String { CellPicture.svg(NASBench201.architectures[index]) }

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
    return text + standing.text(width: width)
  }

  private static func list(_ cells: [Int]) -> String {
    cells.prefix(24).map { "\($0)" }.joined(separator: " ") + (cells.count > 24 ? " ..." : "")
  }
}
