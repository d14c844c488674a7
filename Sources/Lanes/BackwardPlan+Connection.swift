import CKernels
import Networks

extension BackwardPlan {
  /// One connection as the backward pass sees it.
  package final class Connection {
    /// The connection in the network.
    package let described: Network.Connection
    /// The node it reads; nil if its cotangent is not wanted.
    let source: Node?
    let resultShape: FeatureShape
    /// Whether an earlier connection has written the source's cotangent already.
    let accumulates: Bool
    /// a per channel: t γ / σ, or t without batch norm.
    let factors: [Float]
    let norm: BatchNormAdjoint?
    let kernel: KernelGradient?
    let transposed: [Transposed]
    let mask: FeatureView?
    let cotangentPadding: Int
    let scratch: UnsafeMutablePointer<Float>
    /// Which tap of each window a max pool took: groups of 4 samples (tiled) or lane groups.
    let winners: UnsafeMutablePointer<Float>?
    /// Σ a · ∂/∂a of a convolution's output a, squared; nil if not asked for.
    package let saliency: ChannelSaliency?

    init(
      _ connection: Network.Connection, node: Node, place: Int, source: Node?, accumulates: Bool,
      memory: inout BackwardMemory
    ) {
      let (forward, request) = (memory.forward, memory.request)
      let shape = LaneForward.resultShape(connection, in: forward.network)
      let norm = forward.norms[node.index][place]
      let weight = connection.weight
      (described, self.source, self.accumulates, resultShape) = (connection, source, accumulates, shape)
      let factors = (0..<shape.channels).map { channel in
        Float(norm.map { weight * $0.scale[channel] * $0.inverseDeviation[channel] } ?? weight)
      }
      self.factors = factors
      winners = forward.winners[node.index][place].map { memory.winners($0, shape: shape) }
      let isCoupled = norm != nil && request.coupling == .coupled && forward.network.statistics == .batch
      var convolution: Network.Convolution?
      if case .convolution(let described) = connection.operation { convolution = described }

      let projects = isCoupled && convolution != nil && request.elements == .all && request.layout == .tiled
      self.norm = norm.map {
        BatchNormAdjoint(
          $0, affine: connection.batchNorm?.affine != nil, weight: weight,
          sums: node.sums + connection.firstChannel * laneCount, projects: projects, memory: &memory)
      }
      guard let convolution else {
        (kernel, mask, transposed, cotangentPadding, saliency) = (nil, nil, [], 0, nil)
        scratch = isCoupled ? memory.scratch(shape: shape, padding: 0) : node.sums
        return
      }
      let activations = memory.activations(connection)
      let values = Array(forward.values[convolution.kernel])
      kernel =
        request.elements == .none
        ? nil
        : KernelGradient(
          connection, convolution, activations: activations, result: shape, kernel: values, factors: factors,
          coupled: isCoupled ? norm : nil, memory: &memory)
      mask = connection.rectifies ? activations : nil
      saliency =
        request.observesChannels
        ? ChannelSaliency(result: forward.results[node.index][place]!, shape: shape, memory: memory) : nil
      if source == nil {
        (transposed, cotangentPadding) = ([], 0)
      } else {
        let geometry = TransposedGeometry(
          convolution.window, source: forward.network.nodes[connection.source].shape, result: shape)
        cotangentPadding = geometry.padding
        transposed = geometry.parts(convolution, kernel: values, factors: factors, memory: &memory)
      }
      scratch =
        isCoupled || cotangentPadding > 0 ? memory.scratch(shape: shape, padding: cotangentPadding) : node.sums
    }

    /// Whether ĝ is needed.
    var isPropagated: Bool { source != nil || kernel?.isCentered == true || saliency != nil }

    func clearReductions() {
      norm?.clear()
      kernel?.clear()
    }

    /// Turns S and M into T, the coefficients of ĝ, and the rows of the Jacobian that follow from them.
    func finishReductions(_ jacobian: Jacobian, block: Int) {
      if let kernel, !kernel.isCentered { kernel.gather() }
      norm?.finish(jacobian: jacobian, block: block, kernel: kernel)
      if let kernel, !kernel.isCentered { kernel.finish(norm, jacobian: jacobian, block: block) }
    }

    /// Writes what had to wait for ĝ.
    func finishCentered(_ jacobian: Jacobian, block: Int) {
      if let kernel, kernel.isCentered {
        kernel.gather()
        kernel.finish(norm, jacobian: jacobian, block: block)
      }
    }
  }
}
