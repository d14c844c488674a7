import SearchSpaces

/// The settings under which metrics are computed, by name.
public struct ScoringProtocol: Sendable, Hashable {
  /// A named set of settings.
  public enum Name: String, Sendable, CaseIterable, Codable {
    /// The paper's appendix A where it speaks (batch 32, 5 x 1000 crops), the authors' code elsewhere. The default.
    case paper
    /// The authors' repository (batch 72, 3 x 1000 crops).
    case code
    /// The real network, C = 16, N = 5, one repeat, as later comparisons (AZ-NAS, VKDNW) do.
    case full
    /// κ_N and R_N as in ``paper``; the literature's metrics on one small network and as few shared passes as possible, for
    /// the whole space in a coffee break.
    case lite
  }

  /// Settings of κ_N.
  public var kappa: Kappa
  /// Settings of R_N.
  public var regions: Regions
  /// Settings of `ntk_mse`: those of κ_N, but in ``Name/lite``, as it takes two kernels, for a smaller batch and frozen batch norm.
  public var ntkError: Kappa
  /// Settings of the literature's metrics, by name; those published for each, except in ``Name/lite``.
  public var literature: [String: Setup]
  /// Re-initialisations, averaged.
  public var repeats: Int

  /// The settings of the given name for a search space.
  ///
  /// - Returns: nil for ``Name/full`` on DARTS, which later comparisons do not define.
  public init?(_ name: Name, space: SearchSpace) {
    switch (space, name) {
    case (.nasBench201, _): self.init(name)
    case (.darts, .full): return nil
    case (.darts, _):
      // One channel, one normal and one reduction cell; batch 14 in the authors' code.
      self.init(name)
      (kappa.channels, kappa.depth, regions.depth) = (1, 2, 2)
      if name == .code { kappa.batch = 14 }
      (ntkError.channels, ntkError.depth) = (kappa.channels, kappa.depth)
    }
  }

  /// The settings of the given name for NAS-Bench-201.
  public init(_ name: Name) {
    switch name {
    case .paper, .lite: (kappa, regions, repeats) = (Kappa(batch: 32), Regions(batches: 5), 3)
    case .code: (kappa, regions, repeats) = (Kappa(batch: 72), Regions(batches: 3), 3)
    case .full:
      kappa = Kappa(channels: 16, cellsPerStage: 5, batch: 64)
      regions = Regions(inputs: .images(channels: 16, cellsPerStage: 5), batches: 1, batch: 64)
      repeats = 1
    }
    ntkError = kappa
    if name == .lite { (ntkError.batch, ntkError.batchNorm) = (16, .frozen) }
    literature = MetricTable.setups(isLite: name == .lite)
  }

  /// The settings of a metric of the literature.
  func setup<M: LiteratureMetric>(_ metric: M.Type) -> Setup { literature[M.description.name] ?? M.published }

  /// Gives the networks of the literature's metrics as many logits as the images have classes.
  public mutating func setClasses(_ classes: Int) {
    for name in literature.keys { literature[name]!.classes = classes }
  }

  /// Takes the settings of the given metrics from another protocol.
  public mutating func takeSettings(of metrics: [String], from other: ScoringProtocol) {
    for name in metrics {
      switch name {
      case Kappa.description.name: kappa = other.kappa
      case Regions.description.name: regions = other.regions
      case NTKError.description.name: ntkError = other.ntkError
      default: literature[name] = other.literature[name]
      }
    }
  }
}
