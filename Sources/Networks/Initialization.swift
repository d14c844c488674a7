import Randomness

/// How kernels and the classifier's matrix are drawn.
public enum Initialization: String, Sendable, CaseIterable {
  /// Normal with deviation √(2 / fan_out): the κ_N networks of the authors' code (gain √2).
  case kaimingNormalFanOut = "kaiming-normal-fan-out"
  /// Normal with deviation √(2 / fan_in): the R_N networks of the authors' code.
  case kaimingNormalFanIn = "kaiming-normal-fan-in"

  /// Fills `values` with draws for an array of the given fans.
  func fill(_ values: UnsafeMutableBufferPointer<Float>, fans: (in: Int, out: Int), stream: inout RandomStream) {
    let fan = self == .kaimingNormalFanOut ? fans.out : fans.in
    stream.fillNormal(values, standardDeviation: (2 / Double(fan)).squareRoot())
  }
}
