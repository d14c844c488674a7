import Foundation

/// Where a run's images come from.
///
/// ```swift
/// let source = try ImageSource(parsing: "cifar10:data/cifar-10-batches-bin")
/// let pool = try ImagePool.load(source, seed: 7)
/// ```
public enum ImageSource: Sendable, Hashable {
  /// The training batches of CIFAR-10: a directory of the binary version, `data_batch_1.bin` to `data_batch_5.bin`, or of
  /// the Python version, or the `.tar.gz` of either.
  case cifar10(directory: String)
  /// The training file of CIFAR-100: a directory of the binary or Python version, or the `.tar.gz` of either.
  case cifar100(directory: String)
  /// The training batches of the official downsampled ImageNet, `train_data_batch_1` to `train_data_batch_10`: the first
  /// 50 images of each class. Read through the Python package.
  case imagenet(directory: String)
  /// A dataset [N, 3, H, W] or [N, H, W, 3] of an HDF5 file: floats are used as they are, bytes standardised by their own statistics.
  case hdf5(file: String, dataset: String)
  /// The array of a `.npy` file, in the same forms.
  case npy(file: String)
  /// Images with the 1/f spectrum and the colour correlation of natural ones, made from the seed.
  case naturalNoise
  /// Independent standard normal pixels, made from the seed.
  case gaussian
}

extension ImageSource: CustomStringConvertible {
  static let spellings =
    "cifar10:DIR, cifar100:DIR, imagenet:DIR, hdf5:FILE#DATASET, npy:FILE, natural-noise and gaussian"

  /// Reads the command line's spelling: `cifar10:DIR`, `cifar100:DIR`, `imagenet:DIR`, `hdf5:FILE#DATASET`,
  /// `npy:FILE`, `natural-noise` or `gaussian`. A `~` at the start of a path is the home directory; the last `#` divides file from
  /// dataset.
  ///
  /// - Throws: `ImageError.unknownSource` for anything else.
  public init(parsing text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    // A shell puts the home directory only at the start of a word.
    let argument = parts.count == 2 ? Self.expanded(parts[1]) : ""
    func require(_ holds: Bool, _ reason: @autoclosure () -> String) throws {
      guard holds else { throw ImageError.unknownSource(text: text, reason: reason()) }
    }
    switch parts[0] {
    case "cifar10", "cifar100", "imagenet":
      try require(!argument.isEmpty, "a directory is missing; write \(parts[0]):DIR")
      self = Self.directorySource(named: parts[0], argument)
    case "hdf5":
      let divider = argument.lastIndex(of: "#") ?? argument.endIndex
      let file = String(argument[..<divider])
      let dataset = String(argument[divider...].dropFirst())
      try require(!file.isEmpty && !dataset.isEmpty, "a file or a dataset is missing; write hdf5:FILE#DATASET")
      self = .hdf5(file: file, dataset: dataset)
    case "npy":
      try require(!argument.isEmpty, "a file is missing; write npy:FILE")
      self = .npy(file: argument)
    case "natural-noise", "gaussian":
      try require(parts.count == 1, "\(parts[0]) takes no argument")
      self = parts[0] == "gaussian" ? .gaussian : .naturalNoise
    default:
      throw ImageError.unknownSource(text: text, reason: "unknown; the sources are \(Self.spellings)")
    }
  }

  /// Only what begins with a tilde is touched: Foundation would tidy other paths, too.
  private static func expanded(_ path: String) -> String {
    path.hasPrefix("~") ? (path as NSString).expandingTildeInPath : path
  }

  private static func directorySource(named name: String, _ directory: String) -> ImageSource {
    switch name {
    case "cifar10": .cifar10(directory: directory)
    case "cifar100": .cifar100(directory: directory)
    default: .imagenet(directory: directory)
    }
  }

  /// The command line's spelling, which `init(parsing:)` reads back to an equal source.
  public var description: String {
    switch self {
    case .cifar10(let directory): "cifar10:\(directory)"
    case .cifar100(let directory): "cifar100:\(directory)"
    case .imagenet(let directory): "imagenet:\(directory)"
    case .hdf5(let file, let dataset): "hdf5:\(file)#\(dataset)"
    case .npy(let file): "npy:\(file)"
    case .naturalNoise: "natural-noise"
    case .gaussian: "gaussian"
    }
  }
}
