/// Puts a network together node by node, naming parameters as PyTorch's modules do.
struct NetworkBuilder {
  private(set) var nodes: [Network.Node]
  private(set) var parameters: [Parameter] = []

  init(image: FeatureShape) { nodes = [Network.Node(shape: image)] }

  /// Adds a node that nothing feeds yet.
  mutating func addNode(_ shape: FeatureShape) -> Int {
    nodes.append(Network.Node(shape: shape))
    return nodes.count - 1
  }

  /// The shape of a node.
  func shape(_ node: Int) -> FeatureShape { nodes[node].shape }

  /// Adds a connection whose parameters exist.
  mutating func connect(_ source: Int, to node: Int, _ operation: Network.Operation, weight: Double = 1) {
    nodes[node].connections.append(Network.Connection(source: source, operation: operation, weight: weight))
  }

  /// Adds weight · BN(identity(source)), with the batch norm called `name`.
  mutating func connectBatchNorm(_ source: Int, to node: Int, name: String) {
    let norm = addBatchNorm(name, channels: shape(node).channels)
    nodes[node].connections.append(Network.Connection(source: source, operation: .identity, batchNorm: norm))
  }

  /// Adds weight · BN(convolution(ReLU(source))); without `batchNorm` no BN.
  mutating func connectConvolution(
    _ source: Int, to node: Int, kernel: String, batchNorm: String?, window: Network.Window, rectifies: Bool = true,
    weight: Double = 1
  ) {
    let (input, output) = (shape(source).channels, shape(node).channels)
    let place = add(kernel, shape: [output, input, window.size, window.size], role: .kernel)
    let convolution = Network.Convolution(
      kernel: place, inputChannels: input, outputChannels: output, window: window)
    let norm = batchNorm.map { addBatchNorm($0, channels: output) }
    nodes[node].connections.append(
      Network.Connection(
        source: source, rectifies: rectifies, operation: .convolution(convolution), batchNorm: norm, weight: weight))
  }

  /// Adds the classifier and hands the network over.
  mutating func finish(classes: Int) -> Network {
    let channels = nodes.last!.shape.channels
    let weight = add("classifier.weight", shape: [classes, channels], role: .classifierWeight)
    let bias = add("classifier.bias", shape: [classes], role: .classifierBias)
    return Network(
      nodes: nodes, classifier: Network.Classifier(weight: weight, bias: bias, classes: classes),
      parameters: parameters)
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
