/// A trainable array of a network.
public struct Parameter: Sendable {
  /// The name in PyTorch's `state_dict`, for example `cells.0.layers.4.op.1.weight`.
  public let name: String
  /// The extent of each axis, outermost first.
  public let shape: [Int]
  /// What the array is for.
  public let role: Role

  /// Makes a parameter.
  public init(name: String, shape: [Int], role: Role) {
    self.name = name
    self.shape = shape
    self.role = role
  }

  /// The number of its elements.
  public var count: Int { shape.reduce(1, *) }

  /// What a parameter is for; decides how it is initialised and whether the tangent kernel counts it.
  public enum Role: Sendable, Hashable {
    /// A convolution kernel [out, in / groups, rows, columns].
    case kernel
    /// A batch norm's scale γ: 1 at initialisation.
    case scale
    /// A batch norm's shift β: 0 at initialisation.
    case shift
    /// The classifier's matrix [classes, channels].
    case classifierWeight
    /// The classifier's bias: 0 at initialisation.
    case classifierBias

    /// Whether κ_N takes gradients for it: everything the authors' code names `weight`, that is not β nor the bias.
    public var isInTangentKernel: Bool { self != .shift && self != .classifierBias }

    /// Whether it is a weight in the words of the literature: of a convolution or of the classifier.
    public var isWeight: Bool { self == .kernel || self == .classifierWeight }
  }

  /// Fan-in and fan-out as PyTorch counts them: shape[1] and shape[0] times the window's area.
  public var fans: (in: Int, out: Int) {
    guard shape.count >= 2 else { return (count, count) }
    let area = shape[2...].reduce(1, *)
    return (shape[1] * area, shape[0] * area)
  }
}
