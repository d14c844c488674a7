extension RunSettings {
  /// The settings in which two runs differ, one phrase each, by the command line's names where there are any:
  /// `--batch is 32 there and 72 here`. Empty exactly if the settings are equal.
  ///
  /// - Parameters:
  ///   - other: the other run's settings.
  ///   - there: where the other run is.
  ///   - here: where this run is.
  public func differences(from other: RunSettings, there: String = "there", here: String = "here") -> [String] {
    flat.differences(from: other.flat, there: there, here: here)
  }

  package static let options = [
    "blas": "OpenBLAS's core type", "kernels": "--kernels", "metrics": "--metrics",
    "parameters.kappa.batch": "--batch", "parameters.kappa.batchNorm": "--batch-norm",
    "parameters.kappa.cellsPerStage": "--cells-per-stage", "parameters.kappa.channels": "--channels",
    "parameters.kappa.initialization": "--kappa-init", "parameters.regions.initialization": "--regions-init",
    "parameters.regions.inputs.crops.size": "--patch-size", "parameters.repeats": "--repeats",
    "protocol": "--protocol", "seed": "--seed", "space": "--space", "version": "the version of tenas",
  ].merging(ImageIdentity.options) { own, _ in own }

  private var flat: FlatSettings {
    FlatSettings(
      self, names: Self.options, defaults: ImageIdentity.defaults,
      replacing: [CodingKeys.selection.rawValue: ("the selection of cells", selection.description)])
  }
}
