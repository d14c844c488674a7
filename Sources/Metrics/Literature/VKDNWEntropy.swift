import Foundation
import Kernels

/// How evenly the parameters carry information: the entropy of the deciles of the singular values of a thin Fisher information
/// matrix (VKDNW: Týbl and Neumann, CVPR 2025). The published score ranks by ``VKDNWDimension``, then by this.
///
/// Per sample, A = L J: J the Jacobian of the logits with respect to the first element of each of the first 128 parameter arrays,
/// batch norm in evaluation mode, L the Cholesky factor of the covariance diag(p) − p pᵀ of the predicted class, p the softmax mixed
/// with α/classes. F = mean_b AᵀA; the deciles .1 to .9 of its singular values, divided by their sum + 1e-10, give
/// −Σ q log(q + 1e-10). As in the authors' code α = 0.05, 1 − α and α/classes are rounded to half precision; p then sums to more
/// than 1, and the factor's last pivot, which would be the root of a negative number, is 0.
///
/// Higher is better; no labels. Cost: a forward pass, and a backward pass a logit without weight gradients. Without a path: −∞ (the
/// formula gives 0).
public struct VKDNWEntropy: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)
  /// With fewer samples the information matrix lacks rank; a shallower network pays for them.
  public static let lite = published.onSmallNetwork(channels: 4, cellsPerStage: 1, batch: 32)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "vkdnw_entropy", direction: .higherIsBetter,
    definition: "entropy of the deciles of the spectrum of the Fisher information of one element an array",
    cost: "a forward pass of a batch and a backward pass a class, without weight gradients",
    source: "VKDNW (Týbl and Neumann, CVPR 2025)", passes: "F + B a class", withoutPath: "-inf; the formula gives 0")

  /// The Jacobian of the logits.
  public var passes: [any AnyPass] { [setup.firstElementJacobian] }

  /// The entropy of the deciles.
  public func value(_ found: Observations) throws -> Double {
    let observation = try found.first(setup.firstElementJacobian)
    let order = observation.parameters
    let information = information(observation)
    guard let spectrum = LinearAlgebra.singularValues(information, rows: order, columns: order) else { return .nan }
    let deciles = (1...9).map { Self.quantile(Double($0) / 10, of: spectrum.reversed()) }
    let sum = deciles.reduce(0, +) + 1e-10
    return deciles.reduce(0) { $0 - $1 / sum * log($1 / sum + 1e-10) }
  }

  /// F, [parameters, parameters].
  private func information(_ observation: FirstElementJacobian.Observation) -> [Double] {
    let (classes, order) = (setup.classes, observation.parameters)
    let batch = observation.logits.count / classes
    var factored: [Double] = []
    for sample in 0..<batch {
      let factor = Self.factor(Array(observation.logits[sample * classes..<(sample + 1) * classes]))
      for row in 0..<classes {
        var product = [Double](repeating: 0, count: order)
        for column in 0..<classes where factor[row * classes + column] != 0 {
          let first = (sample * classes + column) * order
          for parameter in 0..<order {
            product[parameter] += factor[row * classes + column] * observation.jacobian[first + parameter]
          }
        }
        factored += product
      }
    }
    return LinearAlgebra.product(
      transposed: factored, factored, rows: batch * classes, columnsOfA: order, columnsOfB: order
    ).map { $0 / Double(batch) }
  }

  /// L, [classes, classes], of the smoothed softmax.
  static func factor(_ logits: [Double]) -> [Double] {
    let (classes, largest) = (logits.count, logits.max()!)
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    let (share, least) = (half(1 - smoothing), half(smoothing / Double(classes)))
    let smoothed = powers.map { share * $0 / sum + least }
    var factor = [Double](repeating: 0, count: classes * classes)
    for column in 0..<classes {
      for row in column..<classes {
        var value = (row == column ? smoothed[row] : 0) - smoothed[row] * smoothed[column]
        for k in 0..<column { value -= factor[row * classes + k] * factor[column * classes + k] }
        if row == column {
          factor[row * classes + column] = max(value, 0).squareRoot()
        } else {
          factor[row * classes + column] = value / factor[column * classes + column]
        }
      }
    }
    return factor
  }

  /// The quantile by linear interpolation between order statistics.
  private static func quantile(_ share: Double, of ascending: [Double]) -> Double {
    let place = share * Double(ascending.count - 1)
    let below = Int(place)
    let above = min(below + 1, ascending.count - 1)
    return ascending[below] + (place - Double(below)) * (ascending[above] - ascending[below])
  }

  /// α.
  private static let smoothing = half(0.05)

  /// The nearest number of half precision: 11 significant bits, above 2⁻¹⁴.
  private static func half(_ value: Double) -> Double {
    let unit = Double(sign: .plus, exponent: max(Int(value.exponent), -14) - 10, significand: 1)
    return (value / unit).rounded(.toNearestOrEven) * unit
  }
}
