import Networks

extension KernelCase {
  /// Small networks, each about one kind of layer that NAS-Bench-201 does not use.
  static let layers: [KernelCase] = [
    KernelCase(name: "dilated convolutions", network: dilatedConvolutions(), batch: 6),
    KernelCase(name: "5x5 convolutions", network: wideConvolutions(), batch: 6),
    KernelCase(name: "separable convolutions", network: separableConvolutions(), batch: 6),
    KernelCase(name: "grouped convolutions", network: groupedConvolutions(), batch: 6),
    KernelCase(name: "3x3 convolutions of many channels", network: manyChannels(), batch: 18),
    KernelCase(name: "even and odd pixels side by side", network: evenAndOddPixels(), batch: 17),
    KernelCase(name: "concatenation with an empty channel", network: concatenation(), batch: 6),
    KernelCase(name: "batch norm without affine part", network: plainBatchNorms(), batch: 6),
    KernelCase(name: "pooling then batch norm", network: pooledBatchNorms(), batch: 18),
    KernelCase(name: "max pooling", network: maxPools(), batch: 18),
    KernelCase(name: "factorised reduction of odd extents", network: factorizedReduction(), batch: 6),
    KernelCase(name: "no batch norm", network: withoutBatchNorm(), batch: 6),
    KernelCase(name: "one source, many weighted readers", network: sharedSource(), batch: 6),
    KernelCase(name: "stride 3 on odd extents", network: strideThree(), batch: 6),
    KernelCase(name: "a node that nothing feeds and one that nobody reads", network: idleNodes(), batch: 6),
    KernelCase(
      name: "the classifier reads the image", network: NetworkSketch(channels: 2, rows: 4, columns: 5).network(),
      batch: 3),
  ]

  /// Image → 3x3 convolution with batch norm, so that what follows has something to differentiate through.
  private static func begin(channels: Int, rows: Int = 8, columns: Int = 7) -> (sketch: NetworkSketch, node: Int) {
    var sketch = NetworkSketch(channels: 3, rows: rows, columns: columns)
    let node = sketch.node(channels: channels, rows: rows, columns: columns)
    sketch.convolve(0, to: node, window: Network.Window(size: 3, padding: 1), rectifies: false)
    return (sketch, node)
  }

  private static func dilatedConvolutions() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let (first, last) = (sketch.node(channels: 4, rows: 8, columns: 7), sketch.node(channels: 2, rows: 8, columns: 7))
    sketch.convolve(stem, to: first, window: Network.Window(size: 3, padding: 2, dilation: 2))
    sketch.convolve(first, to: last, window: Network.Window(size: 5, padding: 4, dilation: 2))
    sketch.convolve(stem, to: last, window: Network.Window(size: 3, padding: 3, dilation: 3))
    return sketch.network()
  }

  private static func wideConvolutions() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let (first, last) = (sketch.node(channels: 3, rows: 8, columns: 7), sketch.node(channels: 5, rows: 4, columns: 4))
    sketch.convolve(stem, to: first, window: Network.Window(size: 5, padding: 2))
    sketch.convolve(first, to: last, window: Network.Window(size: 5, stride: 2, padding: 2))
    sketch.convolve(first, to: last, window: Network.Window(size: 3, stride: 2, padding: 1))
    sketch.convolve(first, to: last, window: Network.Window(size: 1, stride: 2))
    return sketch.network()
  }

  /// Depthwise then pointwise, batch norm only after the second, as in DARTS.
  private static func separableConvolutions() -> Network {
    var (sketch, stem) = begin(channels: 4)
    let depth = sketch.node(channels: 4, rows: 4, columns: 4)
    let point = sketch.node(channels: 4, rows: 4, columns: 4)
    let depthAgain = sketch.node(channels: 4, rows: 4, columns: 4)
    let last = sketch.node(channels: 4, rows: 4, columns: 4)
    let wide = Network.Window(size: 5, stride: 2, padding: 4, dilation: 2)
    sketch.convolve(stem, to: depth, window: wide, groups: 4, norm: .absent)
    sketch.convolve(depth, to: point, window: Network.Window(size: 1), rectifies: false)
    sketch.convolve(point, to: depthAgain, window: Network.Window(size: 3, padding: 1), groups: 4, norm: .absent)
    sketch.convolve(depthAgain, to: last, window: Network.Window(size: 1), rectifies: false)
    sketch.pass(point, to: last)
    return sketch.network()
  }

  private static func groupedConvolutions() -> Network {
    var (sketch, stem) = begin(channels: 6)
    let (first, last) = (sketch.node(channels: 4, rows: 8, columns: 7), sketch.node(channels: 8, rows: 8, columns: 7))
    sketch.convolve(stem, to: first, window: Network.Window(size: 3, padding: 1), groups: 2)
    sketch.convolve(first, to: last, window: Network.Window(size: 3, padding: 1), groups: 4)
    sketch.convolve(stem, to: last, window: Network.Window(size: 1), groups: 2, norm: .absent)
    return sketch.network()
  }

  /// What Winograd's way serves, and what it just does not: rows that its blocks of tiles do not fill, numbers of channels that its groups do
  /// not, groups, and windows of one map that are padded differently.
  private static func manyChannels() -> Network {
    var (sketch, stem) = begin(channels: 12, rows: 8, columns: 14)
    let padded = Network.Window(size: 3, padding: 1)
    let (odd, wide) = (sketch.node(channels: 13, rows: 8, columns: 14), sketch.node(channels: 24, rows: 8, columns: 14))
    let small = sketch.node(channels: 12, rows: 6, columns: 12)
    let last = sketch.node(channels: 18, rows: 6, columns: 12)
    sketch.convolve(stem, to: odd, window: padded)
    sketch.convolve(odd, to: wide, window: padded, norm: .plain, weight: 0.5)
    sketch.convolve(stem, to: wide, window: padded, norm: .absent)
    sketch.convolve(wide, to: small, window: Network.Window(size: 3))
    sketch.convolve(small, to: last, outputs: 15, window: padded, rectifies: false)
    sketch.convolve(small, to: last, outputs: 3, window: padded, groups: 3, firstChannel: 15)
    sketch.convolve(wide, to: small, window: Network.Window(size: 3), groups: 2)
    sketch.convolve(wide, to: last, window: Network.Window(size: 5, padding: 1))
    return sketch.network()
  }

  /// Two strided 1x1 convolutions under a concatenation, then its batch norm. With padding −1 the windows begin at (1, 1)
  /// and end one place before the border.
  private static func evenAndOddPixels() -> Network {
    var (sketch, stem) = begin(channels: 3, rows: 8, columns: 8)
    let middle = sketch.node(channels: 3, rows: 8, columns: 8)
    let odd = sketch.node(channels: 3, rows: 3, columns: 3)
    let even = sketch.node(channels: 5, rows: 3, columns: 3)
    let last = sketch.node(channels: 5, rows: 3, columns: 3)
    sketch.convolve(stem, to: middle, window: Network.Window(size: 3, padding: 1))
    sketch.convolve(middle, to: odd, window: Network.Window(size: 1, stride: 2, padding: -1))
    sketch.convolve(middle, to: even, outputs: 2, window: Network.Window(size: 3, stride: 2), norm: .absent)
    sketch.convolve(
      stem, to: even, outputs: 3, window: Network.Window(size: 1, stride: 2, padding: -1), norm: .absent,
      firstChannel: 2)
    sketch.pass(even, to: last, norm: .affine)
    sketch.pass(odd, to: last, firstChannel: 1)
    return sketch.network()
  }

  private static func concatenation() -> Network {
    var (sketch, stem) = begin(channels: 2)
    let joined = sketch.node(channels: 7, rows: 8, columns: 7)
    let last = sketch.node(channels: 3, rows: 8, columns: 7)
    sketch.pass(stem, to: joined)
    sketch.pool(stem, to: joined, window: Network.Window(size: 3, padding: 1), norm: .affine, firstChannel: 2)
    sketch.convolve(stem, to: joined, outputs: 2, window: Network.Window(size: 3, padding: 1), firstChannel: 5)
    sketch.convolve(joined, to: last, window: Network.Window(size: 1))
    sketch.convolve(joined, to: last, window: Network.Window(size: 3, padding: 1), norm: .absent)
    return sketch.network()
  }

  private static func plainBatchNorms() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let (first, last) = (sketch.node(channels: 4, rows: 8, columns: 7), sketch.node(channels: 4, rows: 8, columns: 7))
    sketch.convolve(stem, to: first, window: Network.Window(size: 3, padding: 1), norm: .plain, weight: 0.5)
    sketch.convolve(first, to: last, window: Network.Window(size: 1), norm: .plain)
    sketch.pass(first, to: last, norm: .plain, weight: -0.5)
    return sketch.network()
  }

  private static func pooledBatchNorms() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let (first, last) = (sketch.node(channels: 3, rows: 8, columns: 7), sketch.node(channels: 3, rows: 4, columns: 4))
    sketch.pool(stem, to: first, window: Network.Window(size: 3, padding: 1), norm: .affine, weight: 2)
    sketch.pool(0, to: first, window: Network.Window(size: 5, padding: 2), norm: .affine)
    sketch.pool(first, to: last, window: Network.Window(size: 3, stride: 2, padding: 1), norm: .plain)
    sketch.pool(first, to: last, window: Network.Window(size: 3, stride: 2, padding: 1))
    sketch.convolve(stem, to: last, window: Network.Window(size: 3, stride: 2, padding: 1))
    return sketch.network()
  }

  private static func maxPools() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let (first, last) = (sketch.node(channels: 3, rows: 8, columns: 7), sketch.node(channels: 4, rows: 4, columns: 4))
    sketch.maxPool(stem, to: first, window: Network.Window(size: 3, padding: 1), norm: .affine, weight: 2)
    sketch.maxPool(0, to: first, window: Network.Window(size: 5, padding: 2))
    sketch.maxPool(first, to: last, window: Network.Window(size: 3, stride: 2, padding: 1), weight: -0.5)
    sketch.maxPool(
      stem, to: last, window: Network.Window(size: 2, stride: 2, padding: 0, trailingPadding: 1), firstChannel: 1)
    return sketch.network()
  }

  /// Even and odd pixels of a 7x5 map, the odd half padded below and right, concatenated, then batch norm.
  private static func factorizedReduction() -> Network {
    var (sketch, stem) = begin(channels: 3, rows: 7, columns: 5)
    let halves = sketch.node(channels: 4, rows: 4, columns: 3)
    let last = sketch.node(channels: 4, rows: 4, columns: 3)
    sketch.convolve(stem, to: halves, outputs: 2, window: Network.Window(size: 1, stride: 2), norm: .absent)
    sketch.convolve(
      stem, to: halves, outputs: 2, window: Network.Window(size: 1, stride: 2, padding: -1, trailingPadding: 1),
      norm: .absent, firstChannel: 2)
    sketch.pass(halves, to: last, norm: .affine)
    return sketch.network()
  }

  private static func withoutBatchNorm() -> Network {
    var sketch = NetworkSketch(channels: 3, rows: 8, columns: 7)
    let (first, last) = (sketch.node(channels: 5, rows: 8, columns: 7), sketch.node(channels: 4, rows: 4, columns: 4))
    sketch.convolve(0, to: first, window: Network.Window(size: 3, padding: 1), rectifies: false, norm: .absent)
    sketch.convolve(first, to: last, window: Network.Window(size: 3, stride: 2, padding: 1), norm: .absent)
    return sketch.network()
  }

  private static func sharedSource() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let (first, last) = (sketch.node(channels: 3, rows: 8, columns: 7), sketch.node(channels: 3, rows: 8, columns: 7))
    for node in [first, last] {
      sketch.convolve(stem, to: node, window: Network.Window(size: 3, padding: 1), weight: 0.25)
      sketch.convolve(stem, to: node, window: Network.Window(size: 3, padding: 1), rectifies: false, weight: -0.75)
      sketch.convolve(stem, to: node, window: Network.Window(size: 1), norm: .absent, weight: 0.5)
      sketch.pass(stem, to: node, weight: 1.5)
      sketch.pool(stem, to: node, window: Network.Window(size: 3, padding: 1), weight: -0.125)
    }
    sketch.pass(first, to: last, weight: 0.3)
    sketch.pass(first, to: last, norm: .affine, weight: 0.3)
    return sketch.network()
  }

  private static func strideThree() -> Network {
    var (sketch, stem) = begin(channels: 3, rows: 11, columns: 9)
    let last = sketch.node(channels: 4, rows: 4, columns: 3)
    sketch.convolve(stem, to: last, window: Network.Window(size: 3, stride: 3, padding: 1))
    sketch.convolve(stem, to: last, window: Network.Window(size: 1, stride: 3))
    sketch.convolve(stem, to: last, window: Network.Window(size: 3, stride: 3, padding: 2, dilation: 2), weight: 2)
    return sketch.network()
  }

  private static func idleNodes() -> Network {
    var (sketch, stem) = begin(channels: 3)
    let empty = sketch.node(channels: 3, rows: 8, columns: 7)
    let unread = sketch.node(channels: 2, rows: 8, columns: 7)
    let last = sketch.node(channels: 3, rows: 8, columns: 7)
    sketch.convolve(stem, to: unread, window: Network.Window(size: 3, padding: 1))
    sketch.convolve(empty, to: unread, window: Network.Window(size: 3, padding: 1))
    sketch.convolve(empty, to: last, window: Network.Window(size: 3, padding: 1))
    sketch.pass(empty, to: last, norm: .affine)
    sketch.convolve(stem, to: last, window: Network.Window(size: 3, padding: 1))
    return sketch.network()
  }
}
