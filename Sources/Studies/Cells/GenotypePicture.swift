import Reports
import SearchSpaces

/// A DARTS genotype as SVG: the normal cell above the reduction cell, each its two inputs and four nodes in a row, and the output, which
/// concatenates the nodes. A node's first operation is drawn above the row, its second below.
///
/// ```swift
/// try GenotypePicture.svg(genotype).write(toFile: "genotype.svg", atomically: true, encoding: .utf8)
/// ```
public enum GenotypePicture {
  /// The size of the picture.
  public static let (width, height) = (518, 2 * cellHeight)

  private static let cellHeight = 246
  private static let (radius, step, rise) = (15.0, 72.0, 19.0)

  /// Okabe and Ito's colours, and black.
  static func colour(_ operation: DARTS.Operation) -> String {
    switch operation {
    case .none: "#999999"
    case .skipConnect: "#E69F00"
    case .separable3x3: "#D55E00"
    case .separable5x5: "#CC79A7"
    case .dilated3x3: "#009E73"
    case .dilated5x5: "#56B4E9"
    case .averagePool3x3: "#0072B2"
    case .maxPool3x3: "#222222"
    }
  }

  /// What stands beside an operation.
  static func label(_ operation: DARTS.Operation) -> String {
    switch operation {
    case .none: "none"
    case .skipConnect: "skip"
    case .separable3x3: "sep 3x3"
    case .separable5x5: "sep 5x5"
    case .dilated3x3: "dil 3x3"
    case .dilated5x5: "dil 5x5"
    case .averagePool3x3: "avg pool"
    case .maxPool3x3: "max pool"
    }
  }

  /// One cell's parts that no genotype changes.
  private struct Frame {
    let title: (place: SIMD2<Double>, text: String)
    /// Inputs, nodes, output.
    let nodes: [PictureNode]
    /// What the output concatenates, as a box, and the arrow to it.
    let box: (x: Double, y: Double, width: Double, height: Double)
    let concatenation: PictureArrow
    /// For each of a node's two operations, the arrows of all fourteen edges. Arrows on one side have labels apart: those of one length
    /// are a step apart, and others rise by different heights.
    let arrows: [[PictureArrow]]

    init(_ kind: DARTS.CellKind) {
      let top = Double(kind == .normal ? 0 : cellHeight)
      title = (SIMD2(23, top + 20), kind == .normal ? "normal cell" : "reduction cell")
      let names = ["k-2", "k-1", "0", "1", "2", "3", "out"]
      let row = top + 132
      let nodes = names.enumerated().map { PictureNode(place: SIMD2(38 + step * Double($0), row), name: $1) }
      self.nodes = nodes
      let (first, last) = (nodes[DARTS.inputCount].place.x, nodes[DARTS.inputCount + DARTS.nodeCount - 1].place.x)
      box = (first - 22, row - 21, last - first + 44, 42)
      concatenation = PictureArrow(from: SIMD2(last + 22 - radius, row), to: nodes.last!.place, rise: 0, radius: radius)
      arrows = [-1.0, 1].map { side in
        DARTS.Edge.all.map { edge in
          let span = Double(edge.node + DARTS.inputCount - edge.source)
          return PictureArrow(
            from: nodes[edge.source].place, to: nodes[edge.node + DARTS.inputCount].place, rise: side * rise * span,
            radius: radius)
        }
      }
    }
  }

  private static let frames = DARTS.CellKind.allCases.map(Frame.init)
  private static let grey = "#B4BAC2"

  /// A label stands beyond its arrow.
  private static func base(_ arrow: PictureArrow, side: Int) -> Double { arrow.y + (side == 0 ? -4 : 13) }

  /// The picture.
  public static func svg(_ genotype: DARTS.Genotype) -> String {
    let cells = zip(DARTS.CellKind.allCases, frames).map { svg(genotype[$0], in: $1) }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
      font-family="sans-serif" font-size="13" text-anchor="middle" role="img">\
      <rect width="\(width)" height="\(height)" fill="#FFFFFF"/>\(cells.joined())</svg>

      """
  }

  private static func svg(_ cell: DARTS.CellDesign, in frame: Frame) -> String {
    let (box, out) = (frame.box, frame.concatenation)
    let decimal = PictureArrow.decimal
    var text = """
      <text x="\(decimal(frame.title.place.x))" y="\(decimal(frame.title.place.y))" fill="#222222" font-weight="bold" \
      text-anchor="start">\(frame.title.text)</text><rect x="\(decimal(box.x))" y="\(decimal(box.y))" width="\(decimal(box.width))" \
      height="\(decimal(box.height))" rx="12" fill="#EEF1F4"/><path d="\(out.path)" stroke="\(grey)" stroke-width="2.5"/>\
      <polygon points="\(out.head)" fill="\(grey)"/>
      """
    let dead = cell.deadInputs
    let inputs = cell.nodes.enumerated().flatMap { node, inputs in
      inputs.enumerated().map { (node: node, side: $0.offset, input: $0.element) }
    }
    // Long arrows come first, since they pass over the labels of short ones.
    func length(_ node: Int, _ input: DARTS.CellDesign.Input) -> Int { node + DARTS.inputCount - input.source }
    for (node, side, input) in inputs.sorted(by: { length($0.node, $0.input) > length($1.node, $1.input) }) {
      let arrow = frame.arrows[side][DARTS.Edge.index(source: input.source, node: node)]
      text += arrow.svg(
        colour: colour(input.operation), label: label(input.operation), base: base(arrow, side: side),
        isAbsent: input.operation == .none, isPale: dead[node][side])
    }
    return text + frame.nodes.map { $0.svg(radius: radius) }.joined()
  }

  /// What a script needs to draw any genotype: the arrows by cell, operation of a node, and edge.
  static var parts: JSON {
    [
      "width": .integer(width), "height": .integer(height), "radius": .number(radius),
      "pale": .number(PictureArrow.pale),
      "colours": .array(DARTS.Operation.allCases.map { .string(colour($0)) }),
      "labels": .array(DARTS.Operation.allCases.map { .string(label($0)) }),
      "edges": .array(
        frames.flatMap { frame in
          frame.arrows.enumerated().flatMap { side, arrows in arrows.map { $0.parts(base: base($0, side: side)) } }
        }),
      "nodes": .array(frames.flatMap { $0.nodes.map(\.parts) }),
      "titles": .array(
        frames.map { ["x": .number($0.title.place.x), "y": .number($0.title.place.y), "text": .string($0.title.text)] }),
      "bands": .array(
        frames.map { frame in
          [
            "x": .number(frame.box.x), "y": .number(frame.box.y), "width": .number(frame.box.width),
            "height": .number(frame.box.height), "path": .string(frame.concatenation.path),
            "arrow": .string(frame.concatenation.head),
          ]
        }),
    ]
  }
}
