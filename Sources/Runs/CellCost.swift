import Kernels
import Metrics
import Networks

/// What scoring a cell once is expected to cost, in floating-point operations: exact for κ_N, which is nearly all of it, an
/// allowance for the rest.
///
/// Only ratios matter: to divide a run into parts that take equally long, and to tell from a few cells how long all will take.
/// The operations are counted for 32x32 images, whatever the run's are, so that a cost depends on `run.json` alone.
package struct CellCost {
  private let settings: RunSettings
  private let kappa, regions: Skeleton
  private static let image = FeatureShape(channels: 3, rows: 32, columns: 32)
  /// What a 3x3 crop costs, by the measured time of R_N beside that of κ_N: the crops' networks are too small to be counted.
  private static let perCrop = 1e4
  /// What a row costs that needs no arithmetic.
  private static let perRow = 1e6

  /// The costs of a run's cells.
  package init(_ settings: RunSettings) {
    self.settings = settings
    let kappa = settings.scoring.kappa
    self.kappa = Skeleton(
      channels: kappa.channels, cellsPerStage: kappa.cellsPerStage, depth: kappa.depth, classes: kappa.classes ?? 10,
      image: Self.image)
    regions =
      switch settings.scoring.regions.inputs {
      case .crops: self.kappa
      case .images(let channels, let cellsPerStage):
        Skeleton(
          channels: channels, cellsPerStage: cellsPerStage, depth: settings.scoring.regions.depth, image: Self.image)
      }
  }

  /// The cost of one repeat of a cell.
  package func operations(of cell: any Cell) -> Double {
    var total = Self.perRow
    if settings.metrics.contains(Kappa.description.name) {
      let scoring = settings.scoring.kappa
      let network = cell.network(kappa).droppingDeadNodesAtInitialization()
      total += network.map { TangentKernel.operations($0, batch: scoring.batch, coupling: scoring.batchNorm) } ?? 0
    }
    if settings.metrics.contains(Regions.description.name) {
      let scoring = settings.scoring.regions
      let inputs = Double(scoring.batches * scoring.batch)
      switch scoring.inputs {
      case .crops(let size): total += inputs * Self.perCrop * Double(size * size) / 9
      case .images: total += inputs * 2 * Double(cell.network(regions).multiplyAdds)
      }
    }
    return total
  }
}
