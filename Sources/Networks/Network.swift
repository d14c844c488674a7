/// A convolutional network at initialisation, as a graph of feature maps.
///
/// Nodes are feature maps in topological order; node 0 is the input image. Each connection into a node reads one earlier
/// node, optionally rectifies it, applies one operation, optionally a batch norm, and adds the result, times a weight, to
/// its node:
///
/// ```
/// node = Σ over connections of weight · BatchNorm(operation(ReLU(source)))
/// ```
///
/// That is the ReLU-convolution-batch-norm order of NAS-Bench-201 and DARTS, so that no node is stored twice. The last
/// node is rectified, averaged over its places and fed to the classifier: logits = W · mean(ReLU(node)) + b.
public struct Network: Sendable {
  /// The feature maps, in topological order; `nodes[0]` is the input and has no connections.
  public var nodes: [Node]
  /// The linear layer at the end.
  public var classifier: Classifier
  /// Every trainable array, in the order in which PyTorch's module tree lists them; each is used by one connection.
  public var parameters: [Parameter]
  /// What every batch norm divides by.
  public var statistics = BatchNormStatistics.batch
  /// The nodes between the blocks, from the front: after the stem (or the image, where there is no stem) and after each cell
  /// and reduction.
  public var boundaries: [Int]

  /// Makes a network from its parts.
  public init(nodes: [Node], classifier: Classifier, parameters: [Parameter], boundaries: [Int] = []) {
    self.nodes = nodes
    self.classifier = classifier
    self.parameters = parameters
    self.boundaries = boundaries
  }

  /// A feature map: the sum of its connections' results; zero if it has none.
  public struct Node: Sendable {
    /// Channels, rows and columns.
    public var shape: FeatureShape
    /// What is added up to give this node.
    public var connections: [Connection]

    /// Makes a node.
    public init(shape: FeatureShape, connections: [Connection] = []) {
      self.shape = shape
      self.connections = connections
    }
  }

  /// One term of a node: weight · BatchNorm(operation(ReLU(source))).
  public struct Connection: Sendable {
    /// The node read, by its place in ``Network/nodes``.
    public var source: Int
    /// Whether the source passes through a ReLU first.
    public var rectifies: Bool
    /// What is applied to it.
    public var operation: Operation
    /// The batch norm after the operation, if there is one.
    public var batchNorm: BatchNorm?
    /// The factor on the result: 1 in a cell, softmax(α) in a supernet.
    public var weight: Double
    /// The channel of the node at which the result's channel 0 is added; other than 0 only under a concatenation.
    public var firstChannel: Int

    /// Makes a connection.
    public init(
      source: Int, rectifies: Bool = false, operation: Operation, batchNorm: BatchNorm? = nil, weight: Double = 1,
      firstChannel: Int = 0
    ) {
      self.source = source
      self.rectifies = rectifies
      self.operation = operation
      self.batchNorm = batchNorm
      self.weight = weight
      self.firstChannel = firstChannel
    }
  }

  /// What a connection applies to its (possibly rectified) source.
  public enum Operation: Sendable {
    /// The source itself.
    case identity
    /// A convolution without bias.
    case convolution(Convolution)
    /// An average over windows, padding not counted.
    case averagePool(Window)
    /// The largest value of each window, padding left out; of equal ones the first in row order counts, as in PyTorch.
    case maxPool(Window)
  }

  /// A convolution without bias.
  public struct Convolution: Sendable {
    /// The kernel, by its place in ``Network/parameters``; shape [outputChannels, inputChannels / groups, rows, columns].
    public var kernel: Int
    /// Channels read and written.
    public var inputChannels, outputChannels: Int
    /// The square window, its stride, padding and dilation.
    public var window: Window
    /// 1, or the number of channels for a depthwise convolution.
    public var groups: Int

    /// Makes a convolution.
    public init(kernel: Int, inputChannels: Int, outputChannels: Int, window: Window, groups: Int = 1) {
      self.kernel = kernel
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.window = window
      self.groups = groups
    }
  }

  /// A square window moved over a feature map; an input place is `stride · output − padding + dilation · tap`.
  public struct Window: Sendable, Hashable {
    /// Taps along each axis, distance between windows, zeros above and left of the map, distance between taps.
    public var size, stride, padding, dilation: Int
    /// Zeros below and right of the map. Negative padding leaves places out: the odd pixels of a factorised reduction are
    /// a window of size 1 and stride 2 with padding −1 before and 1 after.
    public var trailingPadding: Int

    /// Makes a window; without `trailingPadding` both sides are padded alike.
    public init(size: Int, stride: Int = 1, padding: Int = 0, trailingPadding: Int? = nil, dilation: Int = 1) {
      self.size = size
      self.stride = stride
      self.padding = padding
      self.trailingPadding = trailingPadding ?? padding
      self.dilation = dilation
    }

    /// The number of windows along an axis of the given extent.
    public func count(along extent: Int) -> Int {
      (extent + padding + trailingPadding - dilation * (size - 1) - 1) / stride + 1
    }
  }

  /// A batch norm: by the batch's mean and biased variance, or by ``Network/statistics`` of another kind; ε = 1e-5.
  public struct BatchNorm: Sendable {
    /// The scales γ and shifts β, by their places in ``Network/parameters``; nil without affine part (γ = 1, β = 0).
    public var affine: Affine?
    /// PyTorch's default, added to the variance.
    public static let epsilon = 1e-5

    /// The scale and shift arrays of a batch norm.
    public struct Affine: Sendable {
      /// Places of γ and β in ``Network/parameters``; both of shape [channels].
      public var scale, shift: Int

      /// Names the two arrays.
      public init(scale: Int, shift: Int) {
        self.scale = scale
        self.shift = shift
      }
    }

    /// Makes a batch norm.
    public init(affine: Affine?) { self.affine = affine }
  }

  /// logits = W · mean over places of ReLU(last node) + b.
  public struct Classifier: Sendable {
    /// Places of W [classes, channels] and b [classes] in ``Network/parameters``.
    public var weight, bias: Int
    /// The number of logits.
    public var classes: Int

    /// Makes a classifier.
    public init(weight: Int, bias: Int, classes: Int) {
      self.weight = weight
      self.bias = bias
      self.classes = classes
    }
  }
}

/// The extent of a feature map.
public struct FeatureShape: Sendable, Hashable {
  /// Channels, rows and columns.
  public var channels, rows, columns: Int

  /// Makes a shape.
  public init(channels: Int, rows: Int, columns: Int) {
    self.channels = channels
    self.rows = rows
    self.columns = columns
  }

  /// Places in one channel.
  public var area: Int { rows * columns }
  /// Numbers in one sample's map.
  public var volume: Int { channels * area }
}
