import Randomness

/// How kernels and the classifier's matrix are drawn: independently, with mean 0 and a variance by the array's fans, as
/// `torch.nn.init` does. Fans are PyTorch's (``Parameter/fans``); Kaiming rules have the gain √2 of ReLU, Xavier's have 1.
public enum Initialization: String, Sendable, CaseIterable {
  /// Normal with deviation √(2 / fan_out): the κ_N networks of the authors' code.
  case kaimingNormalFanOut = "kaiming-normal-fan-out"
  /// Normal with deviation √(2 / fan_in): the R_N networks of the authors' code.
  case kaimingNormalFanIn = "kaiming-normal-fan-in"
  /// Uniform between ±√(6 / fan_out).
  case kaimingUniformFanOut = "kaiming-uniform-fan-out"
  /// Uniform between ±√(6 / fan_in) (He et al., ICCV 2015).
  case kaimingUniformFanIn = "kaiming-uniform-fan-in"
  /// Normal with deviation √(2 / (fan_in + fan_out)) (Glorot and Bengio, AISTATS 2010).
  case xavierNormal = "xavier-normal"
  /// Uniform between ±√(6 / (fan_in + fan_out)) (Glorot and Bengio, AISTATS 2010).
  case xavierUniform = "xavier-uniform"
  /// Uniform between ±√(1 / fan_in), the classifier's bias too: what PyTorch's modules do by themselves.
  case pyTorch = "pytorch"
  /// Standard normal, whatever the fans (ZenNAS).
  case standardNormal = "standard-normal"

  /// The rules of `torch.nn.init` that scale by the fans alone: what the ablation of the protocol compares.
  public static let scaledByFans: [Initialization] = [
    .kaimingNormalFanOut, .kaimingNormalFanIn, .kaimingUniformFanOut, .kaimingUniformFanIn, .xavierNormal,
    .xavierUniform,
  ]

  /// Whether weights are uniform; otherwise they are normal.
  public var isUniform: Bool {
    switch self {
    case .kaimingUniformFanOut, .kaimingUniformFanIn, .xavierUniform, .pyTorch: true
    case .kaimingNormalFanOut, .kaimingNormalFanIn, .xavierNormal, .standardNormal: false
    }
  }

  /// The variance of the weights of an array with the given fans.
  public func variance(fans: (in: Int, out: Int)) -> Double {
    switch self {
    case .kaimingNormalFanOut, .kaimingUniformFanOut: 2 / Double(fans.out)
    case .kaimingNormalFanIn, .kaimingUniformFanIn: 2 / Double(fans.in)
    case .xavierNormal, .xavierUniform: 2 / Double(fans.in + fans.out)
    case .pyTorch: 1 / (3 * Double(fans.in))
    case .standardNormal: 1
    }
  }

  /// Fills `values` with draws for an array of the given fans.
  func fill(_ values: UnsafeMutableBufferPointer<Float>, fans: (in: Int, out: Int), stream: inout RandomStream) {
    let variance = variance(fans: fans)
    if isUniform {
      stream.fillUniform(values, bound: (3 * variance).squareRoot())
    } else {
      stream.fillNormal(values, standardDeviation: variance.squareRoot())
    }
  }
}
