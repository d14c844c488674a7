/// What becomes of a cell whose κ is infinite.
public enum DegeneratePolicy: String, Sendable, CaseIterable {
  /// Its κ is +∞: ranked last, all such cells tied. The default.
  case inf
  /// Its κ is 100000, which the authors' code prints for 0/0; this ranks it above some connected cells.
  case authors
  /// It is left out.
  case drop

  /// What the authors' code prints for 0/0.
  static let authorsValue = 100_000.0
}
