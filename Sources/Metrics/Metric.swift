import Images
import Kernels

/// A number that ranks architectures without training them.
///
/// A metric is a value that holds its settings. It says which passes over which networks it needs, and makes a number of what
/// they leave; a ``Laboratory`` runs them. So metrics that need the same pass share it.
public protocol Metric: Sendable {
  /// What there is to say of the metric, whatever its settings.
  static var description: MetricDescription { get }

  /// The passes whose observations the score is made of. None by default.
  var passes: [any AnyPass] { get }

  /// Checks that every cell can be scored with images of the given pool; asked once, before the first.
  ///
  /// - Throws: ``MetricError`` saying which images would do. By default the probes of all passes are checked.
  func check(_ images: ImagePool) throws

  /// Makes the score of one cell in one repeat.
  ///
  /// - Precondition: ``check(_:)`` has accepted the images.
  /// - Returns: the score; infinities are allowed, NaN says that the computation failed.
  func score(_ found: Observations) throws -> Double
}

extension Metric {
  /// No pass.
  public var passes: [any AnyPass] { [] }

  /// Images that every probe can use.
  public func check(_ images: ImagePool) throws {
    for pass in passes { try pass.probe.check(images, metric: Self.description.name) }
  }
}
