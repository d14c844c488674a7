/// A protocol that an ablation compares with its base, and what it is called.
public struct ProtocolVariant: Sendable, Hashable {
  /// `base`, or the levels that differ from the base's: `batch=16 init=xavier-normal`.
  public let name: String
  /// The protocol.
  public let setting: ProtocolSetting

  /// The base and its variants, each setting once: one for every level that differs from the base, or, crossed, for every
  /// combination of levels.
  ///
  /// - Parameters:
  ///   - base: the protocol that levels are changes of.
  ///   - levels: by factor, the levels tried.
  ///   - isCrossed: whether factors are combined.
  static func all(of base: ProtocolSetting, levels: [[ProtocolLevel]], isCrossed: Bool) -> [ProtocolVariant] {
    var combinations: [[ProtocolLevel]] = [[]]
    if isCrossed {
      for choices in levels { combinations = combinations.flatMap { taken in choices.map { taken + [$0] } } }
    } else {
      combinations += levels.joined().map { [$0] }
    }
    var seen: Set<ProtocolSetting> = [base]
    return [ProtocolVariant(name: "base", setting: base)]
      + combinations.compactMap { combination in
        let changes = combination.filter { changed(base, by: [$0]) != base }
        let setting = changed(base, by: changes)
        guard seen.insert(setting).inserted else { return nil }
        return ProtocolVariant(name: changes.map(\.description).joined(separator: " "), setting: setting)
      }
  }

  private static func changed(_ base: ProtocolSetting, by levels: [ProtocolLevel]) -> ProtocolSetting {
    levels.reduce(into: base) { $1.apply(to: &$0) }
  }
}
