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
  private static let nodes = zip([40.0, 187, 333, 480], ["in", "1", "2", "out"]).map { x, name in
    PictureNode(place: SIMD2(x, 130), name: name)
  }

  private static let arrows = NASBench201.Edge.all.map { edge in
    let rise: Double =
      switch (edge.source, edge.target) {
      case (0, 2): 50
      case (1, 3): -50
      case (0, 3): -102.5
      default: 0
      }
    return PictureArrow(
      from: nodes[edge.source].place, to: nodes[edge.target].place, rise: rise, radius: radius)
  }

  /// A label stands on its arrow.
  private static func base(_ arrow: PictureArrow) -> Double { arrow.y - 7 }

  /// The picture.
  public static func svg(_ cell: NASBench201.Architecture) -> String {
    let dead = Set(cell.deadEdges)
    let edges = arrows.enumerated().map { place, arrow in
      let operation = cell[place]
      return arrow.svg(
        colour: colour(operation), label: label(operation), base: base(arrow), isAbsent: operation == .none,
        isPale: dead.contains(place))
    }
    let circles = nodes.map { $0.svg(radius: radius) }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
      font-family="sans-serif" font-size="12" text-anchor="middle" role="img">\
      <rect width="\(width)" height="\(height)" fill="#FFFFFF"/>\((edges + circles).joined())</svg>

      """
  }

  /// What a script needs to draw any cell.
  static var parts: JSON {
    [
      "width": .integer(width), "height": .integer(height), "radius": .number(radius),
      "pale": .number(PictureArrow.pale),
      "colours": .array(NASBench201.Operation.allCases.map { .string(colour($0)) }),
      "labels": .array(NASBench201.Operation.allCases.map { .string(label($0)) }),
      "edges": .array(arrows.map { $0.parts(base: base($0)) }), "nodes": .array(nodes.map(\.parts)),
      "titles": [], "bands": [],
    ]
  }
}
