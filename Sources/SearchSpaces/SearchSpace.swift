/// The search spaces there are; the raw values are the command line's names.
public enum SearchSpace: String, CaseIterable, Sendable, Hashable, Codable {
  /// ``NASBench201``.
  case nasBench201 = "nas-bench-201"
  /// ``DARTS``.
  case darts
}

extension SearchSpace {
  /// The space that writes its cells as a text begins; nil of a text that no cell begins like. Whether it is a cell, the
  /// space's parser says.
  public init?(ofCell text: some StringProtocol) {
    if text.hasPrefix("|") {
      self = .nasBench201
    } else if text.hasPrefix("Genotype(") {
      self = .darts
    } else {
      return nil
    }
  }
}
