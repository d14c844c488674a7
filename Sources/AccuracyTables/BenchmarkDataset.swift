/// What the cells of a table were measured on: one of the image data sets that NAS-Bench-201's cells were trained on, or a further target
/// under a name of its own, such as another data set, robustness, or the latency on a device.
///
/// The raw value is the name in files and on the command line.
public struct BenchmarkDataset: RawRepresentable, CaseIterable, Hashable, Comparable, Sendable, CustomStringConvertible
{
  /// The name.
  public let rawValue: String

  /// CIFAR-10, trained on all 50,000 training images.
  public static let cifar10 = BenchmarkDataset(name: "cifar10")
  /// CIFAR-10, trained on half of the training images, the other half held out for validation.
  public static let cifar10Valid = BenchmarkDataset(name: "cifar10-valid")
  /// CIFAR-100.
  public static let cifar100 = BenchmarkDataset(name: "cifar100")
  /// ImageNet at 16x16 pixels, 120 classes.
  public static let imagenet16 = BenchmarkDataset(name: "imagenet16-120")

  /// The image data sets, in the order of reports.
  public static let allCases: [BenchmarkDataset] = [.cifar10, .cifar10Valid, .cifar100, .imagenet16]

  private init(name: String) { rawValue = name }

  /// One of the image data sets; nil if there is none of that name.
  public init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  /// One of the image data sets as people write it: `CIFAR-100`, `cifar 10`, `ImageNet16-120`, `imagenet`; nil for what is none.
  public init?(spelled text: String) {
    let letters = text.lowercased().filter { $0.isLetter || $0.isNumber }
    let known = Self.allCases.first { $0.rawValue.filter { $0.isLetter || $0.isNumber } == letters }
    guard let known = known ?? (["imagenet", "imagenet16"].contains(letters) ? .imagenet16 : nil) else { return nil }
    self = known
  }

  /// A further target, which a table has under `/targets`; nil for what is no such name: letters, digits, `_`, `-` and `.`, and none of
  /// the image data sets.
  public init?(target name: String) {
    let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
    guard isName, !name.isEmpty, !name.allSatisfy({ $0 == "." }), BenchmarkDataset(rawValue: name) == nil else {
      return nil
    }
    self.init(name: name)
  }

  /// Whether it is a target beyond the image data sets.
  public var isTarget: Bool { !Self.allCases.contains(self) }

  /// The name in files and on the command line.
  public var description: String { rawValue }

  /// The image data sets in their order, then targets by name.
  public static func < (left: Self, right: Self) -> Bool { (left.rank, left.rawValue) < (right.rank, right.rawValue) }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
