import Kernels
import Networks
import Scores

/// A part of the scoring protocol that an ablation varies.
public enum ProtocolFactor: String, Sendable, CaseIterable {
  /// Re-initialisations, averaged.
  case repeats
  /// B, the images of κ_N's batch; the cost of coupled batch norm grows with B².
  case batch
  /// Where images come from.
  case inputs
  /// Whether κ_N differentiates through the batch statistics.
  case batchNorm = "batch-norm"
  /// How the weights of both networks are drawn.
  case initialization = "init"
  /// C of κ_N's network.
  case channels
  /// N, the cells in each stage of κ_N's network.
  case cells
  /// The extent of R_N's crops.
  case patchSize = "patch-size"
  /// The number of R_N's crops.
  case patchCount = "patch-count"

  /// Whether the factor is one of a protocol: where R_N is counted on whole images there are no crops to vary.
  public func applies(to setting: ProtocolSetting) -> Bool {
    switch self {
    case .patchSize, .patchCount: setting.scoring.regions.patchSize != nil
    default: true
    }
  }

  /// The levels tried if no others are named; of inputs those that need no files, beside the base's own.
  public var defaultLevels: [ProtocolLevel] {
    switch self {
    case .repeats: (1...10).map(ProtocolLevel.repeats)
    case .batch: [8, 16, 32, 72].map(ProtocolLevel.batch)
    case .inputs: [.inputs(.naturalNoise), .inputs(.gaussian)]
    case .batchNorm: BatchNormCoupling.allCases.map(ProtocolLevel.batchNorm)
    case .initialization: Initialization.allCases.map(ProtocolLevel.initialization)
    case .channels: [1, 3, 6].map(ProtocolLevel.channels)
    case .cells: [1, 2].map(ProtocolLevel.cells)
    case .patchSize: [2, 3, 5, 7].map(ProtocolLevel.patchSize)
    case .patchCount: [300, 1000, 3000, 5000, 10_000].map(ProtocolLevel.patchCount)
    }
  }

  /// The levels that an ablation tries, by factor, as the command line names them.
  ///
  /// - Parameters:
  ///   - names: the factors, separated by commas; nil for those of `levels`, or for all of the base's if there are none.
  ///   - levels: a factor and its levels each, as in `batch=16,32`; other factors have their default levels.
  ///   - base: the protocol that levels are changes of.
  /// - Throws: ``StudyError`` naming what is no factor or no level of it.
  public static func levels(
    of names: String?, _ levels: [String], base: ProtocolSetting
  ) throws -> [[ProtocolLevel]] {
    let given = try self.levels(parsing: levels)
    var factors = try names?.split(separator: ",", omittingEmptySubsequences: false).map { try Self(named: String($0)) }
    if factors == nil { factors = allCases.filter { given.isEmpty ? $0.applies(to: base) : given[$0] != nil } }
    if let stray = given.keys.first(where: { !factors!.contains($0) }) {
      throw StudyError(.usage, "--levels: \(stray.rawValue) is not among the factors of --vary")
    }
    return allCases.filter(factors!.contains).map { given[$0] ?? $0.defaultLevels }
  }

  private static func levels(parsing texts: [String]) throws -> [ProtocolFactor: [ProtocolLevel]] {
    var levels: [ProtocolFactor: [ProtocolLevel]] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw StudyError(.usage, "--levels needs FACTOR=LEVEL,..., for example batch=16,32, not '\(text)'")
      }
      let factor = try ProtocolFactor(named: parts[0])
      levels[factor, default: []] += try parts[1].split(separator: ",", omittingEmptySubsequences: false).map {
        try ProtocolLevel(factor, parsing: String($0))
      }
    }
    return levels
  }

  /// The factor of a name.
  ///
  /// - Throws: ``StudyError`` naming the factors there are.
  public init(named name: String) throws {
    guard let factor = ProtocolFactor(rawValue: name) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw StudyError(.usage, "there is no factor '\(name)' of the protocol; there are \(known)")
    }
    self = factor
  }
}
