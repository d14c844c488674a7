import Images
import Kernels
import Metrics
import Networks
import Scores

/// A value that an ablation gives to a factor of the protocol.
public enum ProtocolLevel: Sendable, Hashable {
  /// Re-initialisations.
  case repeats(Int)
  /// B.
  case batch(Int)
  /// Where images come from.
  case inputs(ImageSource)
  /// Whether batch statistics are differentiated.
  case batchNorm(BatchNormCoupling)
  /// How weights are drawn.
  case initialization(Initialization)
  /// C.
  case channels(Int)
  /// N.
  case cells(Int)
  /// The extent of the crops.
  case patchSize(Int)
  /// The number of crops; 1 to 1,000, or a multiple of 1,000.
  case patchCount(Int)

  /// Reads the level of a factor.
  ///
  /// - Throws: ``StudyError`` saying what a level of that factor looks like; `ImageError` for a source that there is not.
  public init(_ factor: ProtocolFactor, parsing text: String) throws {
    func number(from least: Int) throws -> Int {
      guard let number = Int(text), number >= least else {
        throw StudyError(.usage, "--levels: \(factor.rawValue) takes whole numbers from \(least), not '\(text)'")
      }
      return number
    }
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) throws -> Choice {
      guard let choice = Choice(rawValue: text) else {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw StudyError(.usage, "--levels: there is no \(factor.rawValue) '\(text)'; there are \(known)")
      }
      return choice
    }
    switch factor {
    case .repeats: self = .repeats(try number(from: 1))
    case .batch: self = .batch(try number(from: 2))
    case .inputs: self = .inputs(try ImageSource(parsing: text))
    case .batchNorm: self = .batchNorm(try choice(BatchNormCoupling.self))
    case .initialization: self = .initialization(try choice(Initialization.self))
    case .channels: self = .channels(try number(from: 1))
    case .cells: self = .cells(try number(from: 1))
    case .patchSize: self = .patchSize(try number(from: 1))
    case .patchCount:
      let count = try number(from: 1)
      guard Regions.batches(ofPatches: count) != nil else {
        throw StudyError(
          .usage, "--levels: patch-count is at most 1000 or a multiple of 1000, the crops of a batch, not \(count)")
      }
      self = .patchCount(count)
    }
  }

  /// The factor it is a level of.
  public var factor: ProtocolFactor {
    switch self {
    case .repeats: .repeats
    case .batch: .batch
    case .inputs: .inputs
    case .batchNorm: .batchNorm
    case .initialization: .initialization
    case .channels: .channels
    case .cells: .cells
    case .patchSize: .patchSize
    case .patchCount: .patchCount
    }
  }

  /// Gives the factor this level.
  ///
  /// - Precondition: the factor ``ProtocolFactor/applies(to:)`` the setting.
  public func apply(to setting: inout ProtocolSetting) {
    switch self {
    case .repeats(let count): setting.scoring.repeats = count
    case .batch(let count): setting.scoring.kappa.batch = count
    case .inputs(let source): setting.images = source
    case .batchNorm(let coupling): setting.scoring.kappa.batchNorm = coupling
    case .initialization(let rule):
      (setting.scoring.kappa.initialization, setting.scoring.regions.initialization) = (rule, rule)
    case .channels(let count): setting.scoring.channels = count
    case .cells(let count): setting.scoring.cellsPerStage = count
    case .patchSize(let size): setting.scoring.regions.inputs = .crops(size: size)
    case .patchCount(let count):
      guard let (batches, batch) = Regions.batches(ofPatches: count) else {
        preconditionFailure("\(count) crops cannot be divided into batches of 1,000")
      }
      (setting.scoring.regions.batches, setting.scoring.regions.batch) = (batches, batch)
    }
  }
}

extension ProtocolLevel: CustomStringConvertible {
  /// As in `batch=16`.
  public var description: String { "\(factor.rawValue)=\(text)" }

  private var text: String {
    switch self {
    case .repeats(let number), .batch(let number), .channels(let number), .cells(let number), .patchSize(let number),
      .patchCount(let number):
      "\(number)"
    case .inputs(let source): source.label
    case .batchNorm(let coupling): coupling.rawValue
    case .initialization(let rule): rule.rawValue
    }
  }
}
