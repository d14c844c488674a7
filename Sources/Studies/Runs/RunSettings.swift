import Foundation
import Images
import Kernels
import Metrics
import Randomness

/// Everything that determines the numbers in a run's `scores.csv`: two runs with equal settings give the same bytes.
public struct RunSettings: Sendable, Codable, Hashable {
  /// The search space.
  public var space: String
  /// Which cells.
  public var selection: Selection
  /// The name of the protocol the settings started from.
  public var protocolName: ScoringProtocol.Name
  /// The settings of κ_N and R_N, and the repeats.
  public var scoring: ScoringProtocol
  /// The metrics computed, in the order of the columns.
  public var metrics: [String]
  /// The run's seed.
  public var seed: UInt64
  /// The kind of image source, and a hash of its pixels.
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
  }

  /// Gathers the settings of a run on this machine.
  public init(
    selection: Selection, protocolName: ScoringProtocol.Name, scoring: ScoringProtocol, metrics: [String], seed: UInt64,
    imageSource: ImageSource, images: ImagePool, instructionSet: InstructionSet
  ) {
    space = "nas-bench-201"
    (self.selection, self.protocolName, self.scoring) = (selection, protocolName, scoring)
    (self.metrics, self.seed) = (metrics, seed)
    let kind = imageSource.description.split(separator: ":").first.map(String.init) ?? imageSource.description
    self.images = ImageIdentity(source: kind, hash: images.contentHash)
    (version, kernels, blas) = (toolVersion, instructionSet.description, LinearAlgebra.coreName)
  }

  /// The settings in which two runs differ, one phrase each: `scoring.kappa.batch is 32 there and 72 here`.
  public func differences(from other: RunSettings, there: String = "there", here: String = "here") -> [String] {
    let (mine, theirs) = (flattened, other.flattened)
    return Set(mine.keys).union(theirs.keys).sorted().compactMap { key in
      let (here0, there0) = (mine[key] ?? "absent", theirs[key] ?? "absent")
      return here0 == there0 ? nil : "\(key) is \(there0) \(there) and \(here0) \(here)"
    }
  }

  /// Every leaf of the settings by its path.
  private var flattened: [String: String] {
    guard let data = try? JSONEncoder().encode(self), let object = try? JSONSerialization.jsonObject(with: data) else {
      return [:]
    }
    var leaves: [String: String] = [:]
    Self.flatten(object, path: "", into: &leaves)
    return leaves
  }

  private static func hash(_ items: [String]) -> String {
    var digest = StableHash()
    for item in items { digest.combine(item) }
    return String(digest.value, radix: 16)
  }

  private static func flatten(_ object: Any, path: String, into leaves: inout [String: String]) {
    if let dictionary = object as? [String: Any] {
      if dictionary.isEmpty { leaves[path] = "set" }
      for (key, value) in dictionary { flatten(value, path: path.isEmpty ? key : "\(path).\(key)", into: &leaves) }
    } else if let array = object as? [Any] {
      let items = array.map { "\($0)" }
      leaves[path] = items.count > 8 ? "a list of \(items.count)" : items.joined(separator: ",")
      if items.count > 8 { leaves["\(path) (hash)"] = hash(items) }
    } else {
      leaves[path] = "\(object)"
    }
  }
}
