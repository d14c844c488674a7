/// The settings under which κ_N and R_N are computed, by name.
public struct ScoringProtocol: Sendable, Codable, Hashable {
  /// A named set of settings.
  public enum Name: String, Sendable, CaseIterable, Codable {
    /// The paper's appendix A where it speaks (batch 32, 5 x 1000 crops), the authors' code elsewhere. The default.
    case paper
    /// The authors' repository (batch 72, 3 x 1000 crops).
    case code
    /// The real network, C = 16, N = 5, one repeat, as later comparisons (AZ-NAS, VKDNW) do.
    case full
  }

  /// Settings of κ_N.
  public var kappa: Kappa
  /// Settings of R_N.
  public var regions: Regions
  /// Re-initialisations, averaged.
  public var repeats: Int

  /// The settings of the given name.
  public init(_ name: Name) {
    switch name {
    case .paper: (kappa, regions, repeats) = (Kappa(batch: 32), Regions(batches: 5), 3)
    case .code: (kappa, regions, repeats) = (Kappa(batch: 72), Regions(batches: 3), 3)
    case .full:
      kappa = Kappa(channels: 16, cellsPerStage: 5, batch: 64)
      regions = Regions(inputs: .images(channels: 16, cellsPerStage: 5), batches: 1, batch: 64)
      repeats = 1
    }
  }
}
