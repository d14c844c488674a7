import Foundation

/// The number below which a standard normal variable lies with a probability; relative error about 1e-15.
///
/// Wichura, "The percentage points of the normal distribution", Applied Statistics 37 (1988), algorithm AS 241 (PPND16), with its
/// coefficients.
///
/// ```swift
/// normalQuantile(0.975)  // 1.959963984540054
/// ```
///
/// - Parameter probability: from 0 to 1; at the ends the quantile is infinite.
public func normalQuantile(_ probability: Double) -> Double {
  let centred = probability - 0.5
  if abs(centred) <= 0.425 {
    let square = 0.180625 - centred * centred
    return centred * polynomial(square, central.numerator) / polynomial(square, central.denominator)
  }
  let tail = min(probability, 1 - probability)
  guard tail > 0 else { return centred < 0 ? -.infinity : .infinity }
  let radius = (-log(tail)).squareRoot()
  let (coefficients, place) = radius <= 5 ? (near, radius - 1.6) : (far, radius - 5)
  let quantile = polynomial(place, coefficients.numerator) / polynomial(place, coefficients.denominator)
  return centred < 0 ? -quantile : quantile
}

private typealias Ratio = (numerator: [Double], denominator: [Double])

/// Within .425 of the middle, in .425² − (p − ½)².
private let central: Ratio = (
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
    67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852545925,
  ]
)

/// Beyond it, in √(−log tail) − 1.6.
private let near: Ratio = (
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ]
)

/// Far out, in √(−log tail) − 5.
private let far: Ratio = (
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ]
)

private func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
  coefficients.reversed().reduce(0) { $0 * x + $1 }
}
