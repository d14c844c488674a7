/// What the values of a further target are.
public struct TargetKind: Hashable, Sendable {
  /// Which values are good.
  public enum Direction: String, CaseIterable, Sendable {
    /// As of an accuracy.
    case higher
    /// As of a latency.
    case lower
  }

  /// The unit, in words; empty for none.
  public let unit: String
  /// Which values are good.
  public let direction: Direction

  /// Makes a kind.
  public init(unit: String = "", direction: Direction = .higher) { (self.unit, self.direction) = (unit, direction) }
}
