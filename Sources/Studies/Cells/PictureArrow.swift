import Foundation
import Reports

/// An arrow between two round nodes of a picture: a quadratic curve, its head, and the middle, where its label stands.
struct PictureArrow {
  let path, head: String
  let x, y: Double

  /// - Parameter rise: how far the curve's middle lies from the line between the nodes, downwards.
  init(from: SIMD2<Double>, to: SIMD2<Double>, rise: Double, radius: Double) {
    // A quadratic curve passes halfway between its control point and the middle of its ends.
    let control = SIMD2((from.x + to.x) / 2, (from.y + to.y) / 2 + 2 * rise)
    let start = from + radius * Self.direction(from, control)
    let end = to + radius * Self.direction(to, control)
    let along = Self.direction(control, end)
    let (back, across) = (end - 9 * along, 4.5 * SIMD2(-along.y, along.x))
    path = "M\(Self.text(start)) Q\(Self.text(control)) \(Self.text(end))"
    head = [end, back + across, back - across].map(Self.text).joined(separator: " ")
    let middle = (start + 2 * control + end) / 4
    (x, y) = (middle.x, middle.y)
  }

  /// The arrow with a label, whose base line is given.
  func svg(colour: String, label: String, base: Double, isAbsent: Bool, isPale: Bool) -> String {
    let opacity = isAbsent || isPale ? " opacity=\"\(Self.pale)\"" : ""
    let dashes = isAbsent ? " stroke-dasharray=\"4 4\"" : ""
    return """
      <g\(opacity)><path d="\(path)" fill="none" stroke="\(colour)" stroke-width="2.5"\(dashes)/>\
      <polygon points="\(head)" fill="\(colour)"/>\
      <text x="\(Self.decimal(x))" y="\(Self.decimal(base))" fill="#222222" stroke="#FFFFFF" stroke-width="3" \
      paint-order="stroke">\(label)</text></g>
      """
  }

  /// What a script needs to draw it.
  func parts(base: Double) -> JSON {
    ["path": .string(path), "arrow": .string(head), "x": .number(x.rounded()), "y": .number(base.rounded())]
  }

  /// How opaque is what nothing depends on.
  static let pale = 0.3

  static func decimal(_ number: Double) -> String { String(format: "%.1f", number) }

  private static func direction(_ start: SIMD2<Double>, _ end: SIMD2<Double>) -> SIMD2<Double> {
    let way = end - start
    return way / (way * way).sum().squareRoot()
  }

  private static func text(_ point: SIMD2<Double>) -> String { "\(decimal(point.x)),\(decimal(point.y))" }
}

/// A round node of a picture.
struct PictureNode {
  let place: SIMD2<Double>
  let name: String

  func svg(radius: Double) -> String {
    """
    <circle cx="\(PictureArrow.decimal(place.x))" cy="\(PictureArrow.decimal(place.y))" r="\(PictureArrow.decimal(radius))" \
    fill="#FFFFFF" stroke="#222222" stroke-width="1.5"/><text x="\(PictureArrow.decimal(place.x))" \
    y="\(PictureArrow.decimal(place.y + 4))" fill="#222222">\(name)</text>
    """
  }

  var parts: JSON { ["x": .number(place.x), "y": .number(place.y), "name": .string(name)] }
}
