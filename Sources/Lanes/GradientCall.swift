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
  /// How it is had by Winograd's way; nil for the direct one.
  var winograd: Winograd?

  /// Sums over tiles, from which the products follow once all slabs are in.
  struct Winograd {
    /// [frequency][output][input], lane groups.
    let sums: UnsafeMutablePointer<Float>
    let inputs, channelStride: Int
    let scratch: UnsafeMutablePointer<Float>
  }

  /// Σ g · patch of a convolution, group by group.
  ///
  /// - Parameter elements: which rows of the kernel are wanted; only the first element, or all.
  static func kernel(
    _ convolution: Network.Convolution, elements: BackwardRequest.Elements, activations: FeatureView,
    products: UnsafeMutablePointer<Float>, result: FeatureShape, memory: inout BackwardMemory
  ) -> [GradientCall] {
    let (window, arena) = (convolution.window, memory.arena)
    let isWinograd = elements == .all && Lanes.Winograd.servesGradient(convolution, result: result)
    let inputs = convolution.inputChannels / convolution.groups
    let outputs = elements.count(of: convolution.outputChannels / convolution.groups)
    let taps = activations.taps(window)
    let displacements = (0..<inputs).flatMap { input in taps.map { input * activations.channelStride + $0 } }
    let entryCount = elements.count(of: displacements.count)
    let entries = arena.displacements(Array(displacements.prefix(entryCount)))
    return (0..<elements.count(of: convolution.groups)).map { group in
      var call = GradientCall(
        firstOutput: group * outputs, outputs: outputs,
        activation: activations.origin(block: 0, padding: window.padding) + group * inputs * activations.channelStride,
        activationBlock: activations.blockStride, activationRow: window.stride * activations.rowStride,
        activationColumn: window.stride * activations.lane, entries: entries, entryCount: entryCount,
        products: products + group * outputs * entryCount * laneCount)
      if isWinograd {
        call.winograd = Winograd(
          sums: arena.floats(16 * outputs * inputs * laneCount), inputs: inputs,
          channelStride: activations.channelStride,
          scratch: memory.workspace(tenas_winograd_gradient_scratch(inputs + outputs)))
      }
      return call
    }
  }

  /// Makes the products of what was added up.
  func finish(_ set: InstructionSet) {
    guard let winograd else { return }
    set.functions.pointee.winograd_gradient_end(winograd.sums, products, Int32(outputs), Int32(winograd.inputs))
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
  ///   - isFirst: whether nothing was added up before.
  func run(
    _ cotangent: UnsafePointer<Float>, channelStride: Int, rowStride: Int, shape: FeatureShape, block: Int,
    isFirst: Bool, repeatsActivations: Bool, set: InstructionSet
  ) {
    if let winograd {
      var call = tenas_winograd_gradient()
      call.cotangent = cotangent + firstOutput * channelStride
      (call.cotangent_channel, call.cotangent_row) = (channelStride, rowStride)
      call.activation = UnsafePointer(activation + block * activationBlock)
      (call.activation_channel, call.activation_row) = (winograd.channelStride, activationRow)
      call.lanes = repeatsActivations ? 0 : 1
      (call.sums, call.scratch) = (winograd.sums, winograd.scratch)
      (call.in_channels, call.out_channels) = (Int32(winograd.inputs), Int32(outputs))
      (call.rows, call.columns, call.accumulate) = (Int32(shape.rows), Int32(shape.columns), isFirst ? 0 : 1)
      return set.functions.pointee.winograd_gradient(&call)
    }
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
