import Images
import Kernels
import Metrics
import SearchSpaces

/// Everything that determines the numbers in a run's `scores.csv`: two runs with equal settings give the same bytes.
public struct RunSettings: Sendable, Codable, Hashable {
  /// The search space.
  public var space: SearchSpace
  /// Which cells.
  public var selection: Selection
  /// The name of the protocol the settings started from.
  public var protocolName: ScoringProtocol.Name
  /// The settings of κ_N and R_N, and the repeats.
  public var scoring: ScoringProtocol
  /// The metrics computed, by name.
  public var metrics: [String]
  /// The run's seed.
  public var seed: UInt64
  /// The kind of image source, a hash of its pixels, and how batches are drawn.
  public var images: ImageIdentity
  /// The tool's version.
  public var version: String
  /// Which compiled kernels ran.
  public var kernels: String
  /// The processor family that OpenBLAS chose its routines for.
  public var blas: String

  /// What identifies a source of images wherever its files lie.
  public struct ImageIdentity: Sendable, Codable, Hashable {
    /// `cifar10`, `natural-noise`, …
    public var source: String
    /// The pool's content hash.
    public var hash: String
    /// How batches are drawn; nil, and absent from `run.json`, for `random`.
    public var batchOrder: BatchOrder?
    /// What bytes are normalised by; nil, and absent from `run.json`, for `name`.
    public var statistics: ImageStatistics?

    /// Identifies a pool loaded from a source.
    public init(_ source: ImageSource, _ pool: ImagePool) {
      (self.source, hash) = (String(source.description.prefix { $0 != ":" }), pool.contentHash)
      batchOrder = pool.order == .random ? nil : pool.order
      statistics = pool.statistics == .name ? nil : pool.statistics
    }

    /// The command line's names of these settings, by their place in `run.json`.
    package static let options = [
      "images.batchOrder": "--batch-order", "images.hash": "the images' hash", "images.source": "--images",
      "images.statistics": "--statistics",
    ]
    /// What it means that one of them is absent.
    package static let defaults = [
      "--batch-order": BatchOrder.random.rawValue, "--statistics": ImageStatistics.name.rawValue,
    ]
  }

  /// The names in `run.json`.
  enum CodingKeys: String, CodingKey {
    case space, metrics, seed, images, version, kernels, blas
    case selection = "cells"
    case protocolName = "protocol"
    case scoring = "parameters"
  }

  /// Reads what `encode(to:)` writes; of runs of schema 1, whose parameters are those of κ_N and R_N whether computed or not, too.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    space = try object.decode(SearchSpace.self, forKey: .space)
    selection = try object.decode(Selection.self, forKey: .selection)
    protocolName = try object.decode(ScoringProtocol.Name.self, forKey: .protocolName)
    metrics = try object.decode([String].self, forKey: .metrics)
    seed = try object.decode(UInt64.self, forKey: .seed)
    images = try object.decode(ImageIdentity.self, forKey: .images)
    version = try object.decode(String.self, forKey: .version)
    kernels = try object.decode(String.self, forKey: .kernels)
    blas = try object.decode(String.self, forKey: .blas)
    scoring = ScoringProtocol(protocolName, space: space) ?? ScoringProtocol(protocolName)
    try scoring.read(from: object.superDecoder(forKey: .scoring))
  }

  /// Writes the settings of the metrics that are computed; those of others determine nothing.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(space, forKey: .space)
    try object.encode(selection, forKey: .selection)
    try object.encode(protocolName, forKey: .protocolName)
    try object.encode(metrics, forKey: .metrics)
    try object.encode(seed, forKey: .seed)
    try object.encode(images, forKey: .images)
    try object.encode(version, forKey: .version)
    try object.encode(kernels, forKey: .kernels)
    try object.encode(blas, forKey: .blas)
    try object.encode(ScoringParameters(scoring, metrics: metrics), forKey: .scoring)
  }

  /// Gathers the settings of a run on this machine.
  public init(
    space: SearchSpace = .nasBench201, selection: Selection, protocolName: ScoringProtocol.Name,
    scoring: ScoringProtocol, metrics: [String], seed: UInt64,
    imageSource: ImageSource, images: ImagePool, instructionSet: InstructionSet
  ) {
    self.space = space
    (self.selection, self.protocolName) = (selection, protocolName)
    // Settings of metrics that are not computed determine nothing: they are the protocol's, as when `run.json` is read.
    self.scoring = ScoringProtocol(protocolName, space: space) ?? ScoringProtocol(protocolName)
    self.scoring.repeats = scoring.repeats
    self.scoring.takeSettings(of: metrics.map(MetricTable.settings), from: scoring)
    (self.metrics, self.seed) = (metrics, seed)
    self.images = ImageIdentity(imageSource, images)
    (version, kernels, blas) = (toolVersion, instructionSet.description, LinearAlgebra.coreName)
  }
}
