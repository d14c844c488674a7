extension Rule {
  /// A rule that its authors published under a name.
  public struct Published: Sendable {
    /// What `--rule` calls it.
    public let name: String
    /// The rule.
    public let rule: Rule
    /// Where it is from.
    public let source: String
  }

  /// The published aggregates.
  public static let published: [Published] = [
    Published(
      name: "te-nas", rule: Rule([Term(.rank, "kappa"), Term(.rank, "regions")]),
      source: "TE-NAS (Chen et al., ICLR 2021): rank sum of κ_N and R_N"),
    Published(
      name: "az-nas",
      rule: Rule([
        Term(.log, "expressivity"), Term(.log, "progressivity"), Term(.log, "trainability"), Term(.log, "flops"),
      ]), source: "AZ-NAS (Lee and Ham, CVPR 2024)"),
    Published(
      name: "vkdnw-single", rule: Rule([Term(.rank, "vkdnw_dim", "vkdnw_entropy")]),
      source: "VKDNW (Týbl and Neumann, CVPR 2025): by dimension, then by entropy"),
    Published(
      name: "vkdnw-agg",
      rule: Rule([
        Term(.log, "vkdnw_dim", "vkdnw_entropy"), Term(.log, "expressivity"), Term(.log, "trainability"),
        Term(.log, "flops"), Term(.log, "jacov"),
      ]), source: "VKDNW (Týbl and Neumann, CVPR 2025)"),
  ]

  /// The published rule of a name; nil if there is none.
  public static func published(named name: String) -> Published? { published.first { $0.name == name } }
}
