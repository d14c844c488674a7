/// The search spaces there are; the raw values are the command line's names.
public enum SearchSpace: String, CaseIterable, Sendable, Hashable, Codable {
  /// ``NASBench201``.
  case nasBench201 = "nas-bench-201"
  /// ``DARTS``.
  case darts
}
