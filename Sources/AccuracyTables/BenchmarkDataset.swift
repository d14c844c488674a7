/// The image data sets NAS-Bench-201's cells were trained on; the raw value is the name in files and on the command line.
public enum BenchmarkDataset: String, CaseIterable, Comparable, Sendable, CustomStringConvertible {
  /// CIFAR-10, trained on all 50,000 training images.
  case cifar10
  /// CIFAR-10, trained on half of the training images, the other half held out for validation.
  case cifar10Valid = "cifar10-valid"
  /// CIFAR-100.
  case cifar100
  /// ImageNet at 16x16 pixels, 120 classes.
  case imagenet16 = "imagenet16-120"

  /// The name in files and on the command line.
  public var description: String { rawValue }

  /// The order of declaration, which is that of reports.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self)! }
}
