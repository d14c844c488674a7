import Metrics

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
    "parameters.regions.batches": patchCount, "protocol": "--protocol", "seed": "--seed", "space": "--space",
    "version": "the version of tenas",
  ].merging(ImageIdentity.options) { own, _ in own }

  private var flat: FlatSettings {
    var told = [CodingKeys.selection.rawValue: (name: "the selection of cells", value: selection.description)]
    let (regions, count) = (scoring.regions, scoring.regions.inputCount)
    if regions.patchSize != nil {
      // The option gives the crops of all batches together, which it divides in one way.
      let isUsual = Regions.batches(ofPatches: count).map { $0 == (regions.batches, regions.batch) } ?? false
      let crops = (name: Self.patchCount, value: isUsual ? "\(count)" : "\(regions.batches) x \(regions.batch)")
      (told["parameters.regions.batch"], told["parameters.regions.batches"]) = (crops, crops)
    }
    return FlatSettings(self, names: Self.options, defaults: ImageIdentity.defaults, replacing: told)
  }

  private static let patchCount = "--patch-count"
}
