/// Puts a network together node by node, naming parameters as PyTorch's modules do.
struct NetworkBuilder {
  private(set) var nodes: [Network.Node]
  private(set) var parameters: [Parameter] = []
  private var boundaries: [Int] = []

  init(image: FeatureShape) { nodes = [Network.Node(shape: image)] }

  /// Adds a node that nothing feeds yet.
  mutating func addNode(_ shape: FeatureShape) -> Int {
    nodes.append(Network.Node(shape: shape))
    return nodes.count - 1
  }

  /// Says that a block ends at a node.
  mutating func endBlock(at node: Int) { boundaries.append(node) }

  /// The shape of a node.
  func shape(_ node: Int) -> FeatureShape { nodes[node].shape }

  /// Adds a connection whose parameters exist.
  mutating func connect(
    _ source: Int, to node: Int, _ operation: Network.Operation, weight: Double = 1, firstChannel: Int = 0
  ) {
    nodes[node].connections.append(
      Network.Connection(source: source, operation: operation, weight: weight, firstChannel: firstChannel))
  }

  /// Adds weight · BN(identity(source)), with the batch norm called `name`.
  mutating func connectBatchNorm(_ source: Int, to node: Int, name: String, weight: Double = 1) {
    let norm = addBatchNorm(name, channels: shape(node).channels)
    nodes[node].connections.append(
      Network.Connection(source: source, operation: .identity, batchNorm: norm, weight: weight))
  }

  /// Adds weight · BN(convolution(ReLU(source))); without `batchNorm` no BN.
  ///
  /// - Parameters:
  ///   - channels: the convolution's outputs, added at `firstChannel` of the node; nil for all of the node's channels.
  ///   - isDepthwise: whether each channel has a window of its own and reads no other.
  mutating func connectConvolution(
    _ source: Int, to node: Int, kernel: String, batchNorm: String?, window: Network.Window, rectifies: Bool = true,
    weight: Double = 1, firstChannel: Int = 0, channels: Int? = nil, isDepthwise: Bool = false
  ) {
    let (input, output) = (shape(source).channels, channels ?? shape(node).channels)
    let groups = isDepthwise ? input : 1
    let place = add(kernel, shape: [output, input / groups, window.size, window.size], role: .kernel)
    let convolution = Network.Convolution(
      kernel: place, inputChannels: input, outputChannels: output, window: window, groups: groups)
    let norm = batchNorm.map { addBatchNorm($0, channels: output) }
    nodes[node].connections.append(
      Network.Connection(
        source: source, rectifies: rectifies, operation: .convolution(convolution), batchNorm: norm, weight: weight,
        firstChannel: firstChannel))
  }

  /// Adds a 3x3 convolution of the image with batch norm, to the given number of channels.
  mutating func addStem(channels: Int) -> Int {
    let image = shape(0)
    let node = addNode(FeatureShape(channels: channels, rows: image.rows, columns: image.columns))
    connectConvolution(
      0, to: node, kernel: "stem.0.weight", batchNorm: "stem.1", window: Network.Window(size: 3, padding: 1),
      rectifies: false)
    return node
  }

  /// Adds the final batch norm; its ReLU belongs to the classifier.
  mutating func finishFeatures(_ input: Int) {
    let node = addNode(shape(input))
    connectBatchNorm(input, to: node, name: "lastact.0")
  }

  /// Adds the classifier and hands the network over.
  mutating func finish(classes: Int) -> Network {
    let channels = nodes.last!.shape.channels
    let weight = add("classifier.weight", shape: [classes, channels], role: .classifierWeight)
    let bias = add("classifier.bias", shape: [classes], role: .classifierBias)
    return Network(
      nodes: nodes, classifier: Network.Classifier(weight: weight, bias: bias, classes: classes),
      parameters: parameters, boundaries: boundaries)
  }

  private mutating func addBatchNorm(_ name: String, channels: Int) -> Network.BatchNorm {
    let scale = add("\(name).weight", shape: [channels], role: .scale)
    let shift = add("\(name).bias", shape: [channels], role: .shift)
    return Network.BatchNorm(affine: Network.BatchNorm.Affine(scale: scale, shift: shift))
  }

  private mutating func add(_ name: String, shape: [Int], role: Parameter.Role) -> Int {
    parameters.append(Parameter(name: name, shape: shape, role: role))
    return parameters.count - 1
  }
}
