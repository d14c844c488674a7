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
    case .initialization: Initialization.scaledByFans.map(ProtocolLevel.initialization)
    case .channels: [1, 3, 6].map(ProtocolLevel.channels)
    case .cells: [1, 2].map(ProtocolLevel.cells)
    case .patchSize: [2, 3, 5, 7].map(ProtocolLevel.patchSize)
    case .patchCount: [300, 1000, 3000, 5000, 10_000].map(ProtocolLevel.patchCount)
    }
  }

  /// The levels that an ablation tries, by factor.
  ///
  /// - Parameters:
  ///   - factors: the factors; nil for those of `given`, or for all of the base's if there are none.
  ///   - given: levels that take the place of a factor's usual ones.
  ///   - base: the protocol that levels are changes of.
  /// - Throws: ``StudyError`` for levels of a factor that is not tried.
  public static func levels(
    of factors: [ProtocolFactor]?, _ given: [[ProtocolLevel]], base: ProtocolSetting
  ) throws -> [[ProtocolLevel]] {
    let given = Dictionary(grouping: given.joined(), by: \.factor)
    let tried = factors ?? allCases.filter { given.isEmpty ? $0.applies(to: base) : given[$0] != nil }
    if let stray = given.keys.first(where: { !tried.contains($0) }) {
      throw StudyError(.usage, "--levels: \(stray.rawValue) is not among the factors of --vary")
    }
    return allCases.filter(tried.contains).map { given[$0] ?? $0.defaultLevels }
  }

  /// Reads a factor and its levels, as in `batch=16,32`.
  ///
  /// - Throws: ``StudyError`` naming what is no factor or no level of it.
  @Sendable public static func levels(parsing text: String) throws -> [ProtocolLevel] {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw StudyError(.usage, "--levels needs FACTOR=LEVEL,..., for example batch=16,32, not '\(text)'")
    }
    guard let factor = ProtocolFactor(rawValue: parts[0]) else {
      let known = allCases.map(\.rawValue).joined(separator: ", ")
      throw StudyError(.usage, "there is no factor '\(parts[0])' of the protocol; there are \(known)")
    }
    return try parts[1].split(separator: ",", omittingEmptySubsequences: false).map {
      try ProtocolLevel(factor, parsing: String($0))
    }
  }
}
