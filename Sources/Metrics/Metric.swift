import Images
import Kernels
import Networks

/// A number that ranks architectures without training them.
///
/// A metric is a value that holds its settings. It gets everything random from the evaluation it is handed, so that the
/// same evaluation always gives the same bits.
public protocol Metric: Sendable {
  /// What there is to say of the metric, whatever its settings.
  static var description: MetricDescription { get }

  /// Checks that every cell can be scored with images of the given pool; asked once, before the first.
  ///
  /// - Throws: ``MetricError`` saying which images would do. By default all do.
  func check(_ images: ImagePool) throws

  /// Scores one cell in one repeat.
  ///
  /// - Precondition: ``check(_:)`` has accepted the evaluation's images.
  /// - Returns: the score; +∞ is allowed, NaN says that the computation failed.
  func score(_ evaluation: Evaluation) throws -> Double
}

extension Metric {
  /// All images will do.
  public func check(_ images: ImagePool) {}
}

/// What there is to say of a metric, whatever its settings.
public struct MetricDescription: Sendable {
  /// Which scores are good.
  public enum Direction: String, Sendable {
    /// The smallest score is the best.
    case lowerIsBetter = "lower"
    /// The largest score is the best.
    case higherIsBetter = "higher"
  }

  /// The column's name.
  public let name: String
  /// Which scores are good.
  public let direction: Direction
  /// One sentence.
  public let definition: String
  /// What one score costs, in words.
  public let cost: String
  /// Where it comes from.
  public let source: String

  /// Describes a metric.
  public init(name: String, direction: Direction, definition: String, cost: String, source: String) {
    (self.name, self.direction, self.definition) = (name, direction, definition)
    (self.cost, self.source) = (cost, source)
  }
}

/// One cell in one repeat, with what a metric needs to score it.
public struct Evaluation {
  /// The cell.
  public let cell: any Cell
  /// What names the cell's random streams: its index, or the hash of its genotype.
  public let key: UInt64
  /// The re-initialisation, from 0.
  public let `repeat`: Int
  /// The run's seed.
  public let seed: UInt64
  /// Where batches come from.
  public let images: ImagePool
  /// Which compiled kernels run.
  public let instructionSet: InstructionSet
  /// Scratch memory of the calling thread.
  public let arena: Arena

  /// Gathers what a metric needs.
  public init(
    cell: any Cell, key: UInt64, repeat: Int, seed: UInt64, images: ImagePool, instructionSet: InstructionSet = .best,
    arena: Arena
  ) {
    (self.cell, self.key, self.repeat, self.seed) = (cell, key, `repeat`, seed)
    (self.images, self.instructionSet, self.arena) = (images, instructionSet, arena)
  }
}
