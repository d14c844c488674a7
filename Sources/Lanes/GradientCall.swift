import CKernels
import Networks

/// One call of the weight-gradient loop: a group of a convolution, or a channel of a batch norm over anything else.
struct GradientCall {
  let firstOutput, outputs: Int
  let activation: UnsafeMutablePointer<Float>
  let activationBlock, activationRow, activationColumn: Int
  let entries: UnsafePointer<Int>
  let entryCount: Int
  let products: UnsafeMutablePointer<Float>

  /// Σ g · patch of a convolution, group by group.
  ///
  /// - Parameter elements: which rows of the kernel are wanted; only the first element, or all.
  static func kernel(
    _ convolution: Network.Convolution, elements: BackwardRequest.Elements, activations: FeatureView,
    products: UnsafeMutablePointer<Float>, arena: Arena
  ) -> [GradientCall] {
    let window = convolution.window
    let inputs = convolution.inputChannels / convolution.groups
    let outputs = elements.count(of: convolution.outputChannels / convolution.groups)
    let taps = activations.taps(window)
    let displacements = (0..<inputs).flatMap { input in taps.map { input * activations.channelStride + $0 } }
    let entryCount = elements.count(of: displacements.count)
    let entries = arena.displacements(Array(displacements.prefix(entryCount)))
    return (0..<elements.count(of: convolution.groups)).map { group in
      GradientCall(
        firstOutput: group * outputs, outputs: outputs,
        activation: activations.origin(block: 0, padding: window.padding) + group * inputs * activations.channelStride,
        activationBlock: activations.blockStride, activationRow: window.stride * activations.rowStride,
        activationColumn: window.stride * activations.lane, entries: entries, entryCount: entryCount,
        products: products + group * outputs * entryCount * laneCount)
    }
  }

  /// Σ g · value, channel by channel, of the first channels; values are dense, `lane` floats a place.
  static func channels(
    _ channels: Int, of shape: FeatureShape, values: UnsafeMutablePointer<Float>, lane: Int,
    products: UnsafeMutablePointer<Float>, arena: Arena
  ) -> [GradientCall] {
    let entries = arena.displacements([0])
    return (0..<channels).map { channel in
      GradientCall(
        firstOutput: channel, outputs: 1, activation: values + channel * shape.area * lane,
        activationBlock: shape.volume * lane, activationRow: shape.columns * lane, activationColumn: lane,
        entries: entries, entryCount: 1, products: products + channel * laneCount)
    }
  }

  /// Adds the products of one slab.
  ///
  /// - Parameters:
  ///   - cotangent: the first place of the slab's first channel.
  ///   - channelStride: floats between its channels.
  ///   - rowStride: floats between its rows.
  ///   - shape: the extent of the cotangent.
  ///   - block: which block of the activations goes with the slab.
  func run(
    _ cotangent: UnsafePointer<Float>, channelStride: Int, rowStride: Int, shape: FeatureShape, block: Int,
    repeatsActivations: Bool, set: InstructionSet
  ) {
    var call = tenas_weight_gradient()
    call.cotangent = cotangent + firstOutput * channelStride
    (call.cotangent_channel, call.cotangent_row) = (channelStride, rowStride)
    call.activation = UnsafePointer(activation + block * activationBlock)
    (call.activation_row, call.activation_column) = (activationRow, activationColumn)
    call.lanes = repeatsActivations ? 0 : 1
    (call.products, call.entries) = (products, entries)
    (call.out_channels, call.entry_count) = (Int32(outputs), Int32(entryCount))
    (call.rows, call.columns) = (Int32(shape.rows), Int32(shape.columns))
    set.functions.pointee.weight_gradient(&call)
  }
}
