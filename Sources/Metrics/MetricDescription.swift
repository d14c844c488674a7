import SearchSpaces

/// What there is to say of a metric, whatever its settings.
public struct MetricDescription: Sendable {
  /// Which scores are good.
  public enum Direction: String, Sendable {
    /// The smallest score is the best.
    case lowerIsBetter = "lower"
    /// The largest score is the best.
    case higherIsBetter = "higher"

    /// The score that ranks last: of a cell to which the definition gives no number.
    public var worst: Double { self == .higherIsBetter ? -.infinity : .infinity }
  }

  /// The column's name.
  public let name: String
  /// Which scores are good.
  public let direction: Direction
  /// One sentence.
  public let definition: String
  /// What one score costs, in words.
  public let cost: String
  /// Where it comes from.
  public let source: String
  /// Which labels it needs.
  public let labels: Probe.InputsChoice.Labels
  /// Its passes in short: F forward, B backward; `none` for a count.
  public let passes: String
  /// The spaces it is defined on.
  public let spaces: [SearchSpace]
  /// What a cell without a path from input to output gets, in words.
  public let withoutPath: String

  /// Describes a metric; by default one that counts something of any cell.
  public init(
    name: String, direction: Direction, definition: String, cost: String, source: String,
    labels: Probe.InputsChoice.Labels = .none, passes: String = "none", spaces: [SearchSpace] = SearchSpace.allCases,
    withoutPath: String = "its count, as any other cell"
  ) {
    (self.name, self.direction, self.definition) = (name, direction, definition)
    (self.cost, self.source) = (cost, source)
    (self.labels, self.passes, self.spaces, self.withoutPath) = (labels, passes, spaces, withoutPath)
  }
}
