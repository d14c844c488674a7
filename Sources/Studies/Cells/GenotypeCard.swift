import AccuracyTables
import Files
import Scores
import SearchSpaces

/// Everything there is to say of one DARTS genotype: its cells, what it costs, how accurate it is and how it is scored, and the genotypes
/// of the same list that it has most in common with.
public struct GenotypeCard: Sendable {
  /// The genotype.
  public let genotype: DARTS.Genotype
  /// Its place in the list; nil without one.
  public let index: Int?
  /// Accuracies and scores; nil without a list.
  public let standing: CellStanding?
  /// The genotypes with the most operations in common, of 16, the most alike first; those with fewer than half are left out.
  public let alike: [(index: Int, common: Int)]

  /// How many genotypes that are alike are shown.
  private static let shown = 12

  /// Gathers.
  ///
  /// - Parameters:
  ///   - name: a genotype in any notation; of a list, its place there, too.
  ///   - cells: the list that scores and table are of; nil for none.
  ///   - scores: scores of the list's cells; nil for none.
  ///   - table: accuracies; nil for none.
  /// - Throws: ``StudyError`` for what is no genotype, or not in the list.
  public init(
    _ name: String, of cells: CellList? = nil, scores: ScoreTable? = nil, table: AccuracyTable? = nil
  ) throws {
    guard let cells else {
      do { genotype = try DARTS.Genotype(parsing: name) } catch { throw StudyError(.usage, "\(error)") }
      (index, standing, alike) = (nil, nil, [])
      return
    }
    let index = try cells.place(named: name)
    let genotype = cells.genotype(at: index)
    alike = Array(
      (0..<cells.count).lazy.filter { $0 != index }
        .map { ($0, genotype.common(with: cells.genotype(at: $0))) }
        .filter { 2 * $0.1 >= DARTS.Genotype.operationCount }
        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(Self.shown))
    standing = try CellStanding(of: index, scores: scores, table: table)
    (self.genotype, self.index) = (genotype, index)
  }

  /// The drawing.
  public var svg: String { GenotypePicture.svg(genotype) }

  /// Both cells as lines, and the rest as tables.
  public func text(width: Int? = nil) -> String {
    var text = "\(index.map { "genotype \($0)" } ?? "genotype")\n\(genotype)\n"
    for kind in DARTS.CellKind.allCases { text += "\n" + Self.text(kind, genotype[kind]) }
    let costs = DARTS.Costs(genotype)
    text += "\nparameters \(costs.parameters), multiply-adds \(costs.flops)\n"
    if index != nil {
      text +=
        alike.isEmpty
        ? "no other genotype has half of its operations\n"
        : "most alike (operations of \(DARTS.Genotype.operationCount) that differ): "
          + alike.map { "\($0.index) (\(DARTS.Genotype.operationCount - $0.common))" }.joined(separator: ", ") + "\n"
    }
    return text + (standing?.text(width: width) ?? "")
  }

  private static func text(_ kind: DARTS.CellKind, _ cell: DARTS.CellDesign) -> String {
    let dead = cell.deadInputs
    let lines = cell.nodes.enumerated().flatMap { node, inputs in
      zip(inputs, dead[node]).map { input, isDead in
        let source = input.source < DARTS.inputCount ? "k-\(DARTS.inputCount - input.source)" : "  \(input.source - 2)"
        let arrow = input.operation == .none ? "      " : isDead ? "- - > " : "----> "
        return
          "  \(source) \(arrow)\(node)  \(input.operation.rawValue)\(isDead ? "  (dead: reads a node to which nothing comes)" : "")\n"
      }
    }
    return "\(kind == .normal ? "normal" : "reduction") cell, depth \(cell.depth)\n" + lines.joined()
  }
}
