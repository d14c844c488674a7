import Foundation
import Reports
import SearchSpaces

/// A cell as SVG: four nodes in a row and six labelled edges; what the output does not depend on is pale.
///
/// ```swift
/// try CellPicture.svg(NASBench201.architectures[6111]).write(toFile: "cell.svg", atomically: true, encoding: .utf8)
/// ```
public enum CellPicture {
  /// The size of the picture.
  public static let (width, height) = (520, 205)

  /// Okabe and Ito's colours, which people with any common form of colour blindness can tell apart.
  static func colour(_ operation: NASBench201.Operation) -> String {
    switch operation {
    case .none: "#999999"
    case .skipConnect: "#E69F00"
    case .convolution1x1: "#009E73"
    case .convolution3x3: "#D55E00"
    case .averagePool3x3: "#0072B2"
    }
  }

  /// What stands beside an edge.
  static func label(_ operation: NASBench201.Operation) -> String {
    switch operation {
    case .none: "none"
    case .skipConnect: "skip"
    case .convolution1x1: "conv 1x1"
    case .convolution3x3: "conv 3x3"
    case .averagePool3x3: "pool 3x3"
    }
  }

  private static let radius = 16.0
  private static let pale = 0.3
  private static let nodes = [40.0, 187, 333, 480].map { SIMD2($0, 130) }
  private static let names = ["in", "1", "2", "out"]

  /// Where an edge runs: a quadratic curve between two nodes, the arrow's corners, and the middle, where its label stands.
  private struct Curve {
    let path, arrow: String
    let x, y: Double

    init(_ edge: NASBench201.Edge) {
      let (from, to) = (CellPicture.nodes[edge.source], CellPicture.nodes[edge.target])
      let bend: Double =
        switch (edge.source, edge.target) {
        case (0, 2): 100
        case (1, 3): -100
        case (0, 3): -205
        default: 0
        }
      let control = SIMD2((from.x + to.x) / 2, from.y + bend)
      func beside(_ node: SIMD2<Double>) -> SIMD2<Double> { node + radius * Self.direction(node, control) }
      let (start, end) = (beside(from), beside(to))
      let along = Self.direction(control, end)
      let (back, across) = (end - 9 * along, 4.5 * SIMD2(-along.y, along.x))
      path = "M\(Self.text(start)) Q\(Self.text(control)) \(Self.text(end))"
      arrow = [end, back + across, back - across].map(Self.text).joined(separator: " ")
      // A quadratic curve passes halfway between its control point and the middle of its ends.
      let middle = (start + 2 * control + end) / 4
      (x, y) = (middle.x, middle.y - 7)
    }

    private static func direction(_ start: SIMD2<Double>, _ end: SIMD2<Double>) -> SIMD2<Double> {
      let way = end - start
      return way / (way * way).sum().squareRoot()
    }

    private static func text(_ point: SIMD2<Double>) -> String {
      "\(CellPicture.decimal(point.x)),\(CellPicture.decimal(point.y))"
    }
  }

  private static let curves = NASBench201.Edge.all.map(Curve.init)

  private static func decimal(_ number: Double) -> String { String(format: "%.1f", number) }

  /// The picture.
  public static func svg(_ cell: NASBench201.Architecture) -> String {
    let dead = Set(cell.deadEdges)
    let edges = curves.enumerated().map { place, curve in
      let operation = cell[place]
      let opacity = operation == .none || dead.contains(place) ? " opacity=\"\(pale)\"" : ""
      let dashes = operation == .none ? " stroke-dasharray=\"4 4\"" : ""
      return """
        <g\(opacity)><path d="\(curve.path)" fill="none" stroke="\(colour(operation))" stroke-width="2.5"\(dashes)/>\
        <polygon points="\(curve.arrow)" fill="\(colour(operation))"/>\
        <text x="\(decimal(curve.x))" y="\(decimal(curve.y))" fill="#222222" stroke="#FFFFFF" stroke-width="3" \
        paint-order="stroke">\(label(operation))</text></g>
        """
    }
    let circles = zip(nodes, names).map { node, name in
      """
      <circle cx="\(decimal(node.x))" cy="\(decimal(node.y))" r="\(decimal(radius))" fill="#FFFFFF" stroke="#222222" \
      stroke-width="1.5"/><text x="\(decimal(node.x))" y="\(decimal(node.y + 4))" fill="#222222">\(name)</text>
      """
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
      font-family="sans-serif" font-size="12" text-anchor="middle" role="img">\
      <rect width="\(width)" height="\(height)" fill="#FFFFFF"/>\((edges + circles).joined())</svg>

      """
  }

  /// What a script needs to draw any cell.
  static var parts: JSON {
    [
      "width": .integer(width), "height": .integer(height), "radius": .number(radius), "pale": .number(pale),
      "colours": .array(NASBench201.Operation.allCases.map { .string(colour($0)) }),
      "labels": .array(NASBench201.Operation.allCases.map { .string(label($0)) }),
      "edges": .array(
        curves.map { curve in
          [
            "path": .string(curve.path), "arrow": .string(curve.arrow), "x": .number(curve.x.rounded()),
            "y": .number(curve.y.rounded()),
          ]
        }),
      "nodes": .array(
        zip(nodes, names).map { node, name in ["x": .number(node.x), "y": .number(node.y), "name": .string(name)] }),
    ]
  }
}
