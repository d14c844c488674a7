import Foundation
import Images
import Kernels
import Metrics
import Runs
import SearchSpaces

/// Everything but rule and seed that determines the numbers of a search directory.
public struct SearchSettings: Sendable, Codable, Hashable {
  /// The search space.
  public var space: SearchSpace
  /// The preset that the settings started from.
  public var preset: String
  /// Where the search begins.
  public var initial: String
  /// Operations removed from an edge in a round.
  public var pruneNumber: Int
  /// Settings of κ_N.
  public var kappa: Kappa
  /// Settings of R_N.
  public var regions: Regions
  /// Re-initialisations, averaged.
  public var repeats: Int
  /// The kind of image source, and a hash of its pixels.
  public var images: RunSettings.ImageIdentity
  /// The tool's version.
  public var version: String
  /// Which compiled kernels ran.
  public var kernels: String
  /// The processor family that OpenBLAS chose its routines for.
  public var blas: String

  /// Gathers the settings of a search on this machine.
  public init<Supernet>(
    _ preset: SearchPreset<Supernet>, imageSource: ImageSource, images: ImagePool, instructionSet: InstructionSet
  ) {
    (space, self.preset, initial) = (preset.space, preset.name, preset.initial.stateText)
    (pruneNumber, kappa, regions, repeats) = (preset.pruneNumber, preset.kappa, preset.regions, preset.repeats)
    self.images = RunSettings.ImageIdentity(imageSource, images)
    (version, kernels, blas) = (toolVersion, instructionSet.description, LinearAlgebra.coreName)
  }

  /// The settings in which two searches differ, one phrase each: `--batch is 32 there and 72 here`. Empty exactly if the
  /// settings are equal.
  public func differences(from other: SearchSettings) -> [String] {
    flat.differences(from: other.flat, there: "there", here: "here")
  }

  private var flat: FlatSettings {
    FlatSettings(self, names: Self.options, defaults: RunSettings.ImageIdentity.defaults)
  }

  package static let options = [
    "blas": "OpenBLAS's core type", "kernels": "--kernels", "kappa.batch": "--batch", "regions.batch": "--crops",
    "kappa.batchNorm": "--batch-norm",
    "preset": "--preset",
    "repeats": "--repeats", "space": "--space", "version": "the version of tenas",
  ].merging(RunSettings.ImageIdentity.options) { own, _ in own }
}

/// One of the searches that a directory holds.
public struct SearchName: Sendable, Codable, Hashable, Comparable {
  /// How κ and R decide.
  public var rule: PruningRule
  /// The seed of weights and batches.
  public var seed: UInt64

  /// Names a search.
  public init(rule: PruningRule, seed: UInt64) { (self.rule, self.seed) = (rule, seed) }

  /// By rule, in the order of ``PruningRule``, then by seed.
  public static func < (a: Self, b: Self) -> Bool { (a.place, a.seed) < (b.place, b.seed) }

  private var place: Int { PruningRule.allCases.firstIndex(of: rule)! }
}

/// A search directory's `search.json`: what determines its numbers, and a record of how they came about.
public struct SearchManifest: Sendable, Codable {
  /// What determines the numbers; resuming demands equality.
  public var determines: SearchSettings
  /// What does not.
  public var record: Record

  /// Circumstances that leave no trace in the numbers.
  public struct Record: Sendable, Codable {
    /// The image source as it was given, with its path.
    public var images: String
    /// The accuracy table of the last session, and a hash of its content.
    public var table: RunManifest.Record.Table?
    /// The processor's name.
    public internal(set) var processor: String
    /// Threads of the last session.
    public internal(set) var threads = 1
    /// When the first search began (ISO 8601).
    public internal(set) var began: String
    /// The searches, by rule and seed.
    public internal(set) var searches: [Search] = []

    /// Makes a record that begins now.
    public init(images: String, table: RunManifest.Record.Table? = nil) {
      (self.images, self.table) = (images, table)
      (processor, began) = (RunManifest.Record.processorName, RunManifest.Record.now)
    }
  }

  /// What a search took.
  public struct Search: Sendable, Codable, Hashable {
    /// Rule and seed.
    public var name: SearchName
    /// Wall time, all sessions together.
    public var seconds: Double
    /// Numbers it asked for, when it last ran through.
    public var needed: Int
    /// Numbers measured for it; the others had been measured for another rule.
    public var measured: Int
    /// When it came to an end (ISO 8601); nil while it has not.
    public var finished: String?
  }

  /// Reads `search.json` of a search directory.
  ///
  /// - Throws: ``StudyError``: no such file, or not a search's JSON.
  public init(directory: String) throws { self = try ManifestFile.read(Self.path(in: directory)) }

  init(determines: SearchSettings, record: Record) { (self.determines, self.record) = (determines, record) }

  func write(directory: String) throws { try ManifestFile.write(self, to: Self.path(in: directory)) }

  /// What is known of a search.
  public func search(_ name: SearchName) -> Search? { record.searches.first { $0.name == name } }

  /// Adds a session's work to a search.
  mutating func add(_ session: Search) {
    var sum = session
    if let earlier = search(session.name) {
      sum.seconds += earlier.seconds
      sum.measured += earlier.measured
    }
    record.searches = (record.searches.filter { $0.name != session.name } + [sum]).sorted { $0.name < $1.name }
  }

  static func path(in directory: String) -> String { "\(directory)/search.json" }
}
