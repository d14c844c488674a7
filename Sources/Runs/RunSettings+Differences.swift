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
    // Of metrics that only one run has, it is told that the other lacks them, not what settings it lacks.
    let used = [self, other].map { Set($0.metrics.map(MetricTable.settings)) }
    let both = used[0].intersection(used[1])
    return flat(settingsOf: both).differences(from: other.flat(settingsOf: both), there: there, here: here)
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

  private func flat(settingsOf metrics: Set<String>) -> FlatSettings {
    var told = [CodingKeys.selection.rawValue: (name: "the selection of cells", value: selection.description)]
    let (regions, count) = (scoring.regions, scoring.regions.inputCount)
    if metrics.contains(Regions.description.name), regions.patchSize != nil {
      // The option gives the crops of all batches together, which it divides in one way.
      let isUsual = Regions.batches(ofPatches: count).map { $0 == (regions.batches, regions.batch) } ?? false
      let crops = (name: Self.patchCount, value: isUsual ? "\(count)" : "\(regions.batches) x \(regions.batch)")
      (told["parameters.regions.batch"], told["parameters.regions.batches"]) = (crops, crops)
    }
    return FlatSettings(
      self, names: Self.options, defaults: ImageIdentity.defaults, replacing: told,
      without: Set(self.metrics.map(MetricTable.settings)).subtracting(metrics).map { "parameters.\($0)" })
  }

  private static let patchCount = "--patch-count"
}
