import Networks

extension BatchGradient {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation {
    let cotangent = network.cotangent(cotangent)
    let backward = network.backward(logits: cotangent)
    return Observation(
      gradients: backward.gradients,
      saliencies: network.saliencies(backward, logits: cotangent).sorted { $0.weight < $1.weight })
  }
}

extension ReferenceNetwork {
  /// The derivatives of a scalar with respect to the logits, [B, classes].
  func cotangent(_ kind: LogitCotangent) -> [Double] {
    kind.values(logits: logits, labels: inputs.labels, batch: batch)
  }

  /// Of every convolution and of the classifier, the saliencies of its output channels.
  fileprivate func saliencies(_ backward: ReferenceBackward, logits cotangent: [Double]) -> [BatchGradient.Saliency] {
    var saliencies: [BatchGradient.Saliency] = []
    for (index, node) in network.nodes.enumerated() {
      for (place, connection) in node.connections.enumerated() {
        guard case .convolution(let convolution) = connection.operation else { continue }
        saliencies.append(
          BatchGradient.Saliency(
            weight: convolution.kernel,
            channels: saliency(
              of: forward.results[index][place], cotangent: backward.results[index][place],
              shape: resultShape(connection))))
      }
    }
    let logitShape = FeatureShape(channels: network.classifier.classes, rows: 1, columns: 1)
    let classifier = saliency(of: logits, cotangent: cotangent, shape: logitShape)
    return saliencies + [BatchGradient.Saliency(weight: network.classifier.weight, channels: classifier)]
  }

  /// ½ mean over the batch of (Σ over places of a · ∂L/∂a)², by channel.
  private func saliency(of activation: [Double], cotangent: [Double], shape: FeatureShape) -> [Double] {
    (0..<shape.channels).map { channel in
      var total = 0.0
      for sample in 0..<batch {
        let first = (sample * shape.channels + channel) * shape.area
        let product = (first..<first + shape.area).reduce(0) { $0 + activation[$1] * cotangent[$1] }
        total += product * product
      }
      return total / Double(2 * batch)
    }
  }
}
