import Networks
import Randomness

/// Puts together graphs of layers that no NAS-Bench-201 cell has.
struct NetworkSketch {
  /// The batch norm after an operation.
  enum Norm: CaseIterable {
    case absent, plain, affine
  }

  private(set) var nodes: [Network.Node]
  private var parameters: [Parameter] = []

  init(channels: Int, rows: Int, columns: Int) {
    nodes = [Network.Node(shape: FeatureShape(channels: channels, rows: rows, columns: columns))]
  }

  /// Adds a node and returns its place.
  mutating func node(channels: Int, rows: Int, columns: Int) -> Int {
    nodes.append(Network.Node(shape: FeatureShape(channels: channels, rows: rows, columns: columns)))
    return nodes.count - 1
  }

  /// Adds a convolution to a node's sum; by default it gives all channels of the node.
  mutating func convolve(
    _ source: Int, to node: Int, outputs: Int? = nil, window: Network.Window, groups: Int = 1, rectifies: Bool = true,
    norm: Norm = .affine, weight: Double = 1, firstChannel: Int = 0
  ) {
    let (input, output) = (nodes[source].shape.channels, outputs ?? nodes[node].shape.channels)
    let kernel = add([output, input / groups, window.size, window.size], .kernel)
    connect(
      source, to: node,
      .convolution(
        Network.Convolution(
          kernel: kernel, inputChannels: input, outputChannels: output, window: window, groups: groups)),
      channels: output, rectifies: rectifies, norm: norm, weight: weight, firstChannel: firstChannel)
  }

  /// Adds an average pool to a node's sum.
  mutating func pool(
    _ source: Int, to node: Int, window: Network.Window, norm: Norm = .absent, weight: Double = 1, firstChannel: Int = 0
  ) {
    connect(
      source, to: node, .averagePool(window), channels: nodes[source].shape.channels, rectifies: false, norm: norm,
      weight: weight, firstChannel: firstChannel)
  }

  /// Adds a max pool to a node's sum.
  mutating func maxPool(
    _ source: Int, to node: Int, window: Network.Window, norm: Norm = .absent, weight: Double = 1, firstChannel: Int = 0
  ) {
    connect(
      source, to: node, .maxPool(window), channels: nodes[source].shape.channels, rectifies: false, norm: norm,
      weight: weight, firstChannel: firstChannel)
  }

  /// Adds a node itself to a later node's sum.
  mutating func pass(_ source: Int, to node: Int, norm: Norm = .absent, weight: Double = 1, firstChannel: Int = 0) {
    connect(
      source, to: node, .identity, channels: nodes[source].shape.channels, rectifies: false, norm: norm, weight: weight,
      firstChannel: firstChannel)
  }

  /// The network, with a classifier of three classes.
  func network() -> Network {
    var copy = self
    let weight = copy.add([3, nodes.last!.shape.channels], .classifierWeight)
    let bias = copy.add([3], .classifierBias)
    return Network(
      nodes: nodes, classifier: Network.Classifier(weight: weight, bias: bias, classes: 3), parameters: copy.parameters)
  }

  private mutating func connect(
    _ source: Int, to node: Int, _ operation: Network.Operation, channels: Int, rectifies: Bool, norm: Norm,
    weight: Double, firstChannel: Int
  ) {
    let batchNorm: Network.BatchNorm? =
      switch norm {
      case .absent: nil
      case .plain: Network.BatchNorm(affine: nil)
      case .affine:
        Network.BatchNorm(
          affine: Network.BatchNorm.Affine(scale: add([channels], .scale), shift: add([channels], .shift)))
      }
    nodes[node].connections.append(
      Network.Connection(
        source: source, rectifies: rectifies, operation: operation, batchNorm: batchNorm, weight: weight,
        firstChannel: firstChannel))
  }

  private mutating func add(_ shape: [Int], _ role: Parameter.Role) -> Int {
    parameters.append(Parameter(name: "parameter.\(parameters.count)", shape: shape, role: role))
    return parameters.count - 1
  }
}

extension NetworkSketch {
  /// A random graph over two resolutions with every kind of connection the representation allows.
  static func random(_ number: Int) -> Network {
    var stream = RandomStream(seed: UInt64(number), purpose: "network sketch")
    let (rows, columns) = (5 + stream.integer(below: 4), 5 + stream.integer(below: 4))
    var sketch = NetworkSketch(channels: 1 + stream.integer(below: 4), rows: rows, columns: columns)
    var full = [0]
    var halved: [Int] = []
    for _ in 0..<3 + stream.integer(below: 4) {
      let isHalved = stream.integer(below: 3) == 0 || (!halved.isEmpty && stream.integer(below: 2) == 0)
      let channels = 1 + stream.integer(below: 6)
      let node = sketch.node(
        channels: channels, rows: isHalved ? (rows + 1) / 2 : rows, columns: isHalved ? (columns + 1) / 2 : columns)
      for _ in 0..<1 + stream.integer(below: 3) {
        let sources = isHalved ? full + halved : full
        let source = sources[stream.integer(below: sources.count)]
        sketch.connectRandomly(source, to: node, stride: isHalved && full.contains(source) ? 2 : 1, stream: &stream)
      }
      if isHalved { halved.append(node) } else { full.append(node) }
    }
    return sketch.network()
  }

  private mutating func connectRandomly(_ source: Int, to node: Int, stride: Int, stream: inout RandomStream) {
    let (inputs, room) = (nodes[source].shape.channels, nodes[node].shape.channels)
    let norm = Norm.allCases[stream.integer(below: 3)]
    let weight: Double = [1, 0.5, -0.25][stream.integer(below: 3)]
    let kind = stream.integer(below: 6)
    if kind < 2 && inputs <= room {
      let firstChannel = stream.integer(below: room - inputs + 1)
      if kind == 0 && stride == 1 {
        pass(source, to: node, norm: norm, weight: weight, firstChannel: firstChannel)
      } else {
        let window = Network.Window(size: 3, stride: stride, padding: 1)
        if stream.integer(below: 2) == 0 {
          pool(source, to: node, window: window, norm: norm, weight: weight, firstChannel: firstChannel)
        } else {
          maxPool(source, to: node, window: window, norm: norm, weight: weight, firstChannel: firstChannel)
        }
      }
      return
    }
    let (size, dilation) = ([1, 3, 5][stream.integer(below: 3)], 1 + stream.integer(below: 2))
    let outputs = 1 + stream.integer(below: room)
    let groups = (1...inputs).filter { inputs % $0 == 0 && outputs % $0 == 0 }
    convolve(
      source, to: node, outputs: outputs,
      window: Network.Window(size: size, stride: stride, padding: dilation * (size - 1) / 2, dilation: dilation),
      groups: groups[stream.integer(below: groups.count)], rectifies: stream.integer(below: 4) > 0, norm: norm,
      weight: weight, firstChannel: stream.integer(below: room - outputs + 1))
  }
}
