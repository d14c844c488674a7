extension ScoringProtocol {
  /// C, the channels of the first stage: of κ_N's network, and of R_N's where whole images are pushed through it. The thin
  /// network for crops always has one.
  public var channels: Int {
    get { kappa.channels }
    set {
      kappa.channels = newValue
      if case .images(_, let cells) = regions.inputs {
        regions.inputs = .images(channels: newValue, cellsPerStage: cells)
      }
    }
  }

  /// N, the cells of a stage: of κ_N's network, and of R_N's where whole images are pushed through it. The thin network for
  /// crops always is the first cell alone.
  public var cellsPerStage: Int {
    get { kappa.cellsPerStage }
    set {
      kappa.cellsPerStage = newValue
      if case .images(let channels, _) = regions.inputs {
        regions.inputs = .images(channels: channels, cellsPerStage: newValue)
      }
    }
  }
}
