import Networks

extension HessianProduct {
  /// The same by the definition: the mixed second derivative of L(W + s W + t g) at s = t = 0.
  public func observe(_ network: ReferenceNetwork) -> Double {
    let gradients = network.backward(logits: network.cotangent(.crossEntropy)).gradients
    let parameters = network.network.parameters.enumerated().map { place, parameter in
      zip(network.values[place], gradients[place]).map { value, gradient in
        parameter.role.isWeight ? HyperDual(value, along: value, gradient) : HyperDual(value)
      }
    }
    let forward = ReferenceForward(
      network.network, parameters: parameters, images: network.images.map { HyperDual($0) }, batch: network.batch
    ) { node, values in network.patternsFollowed[node]?.open(&values, batch: network.batch) }
    return crossEntropy(forward.logits, labels: network.inputs.labels).mixedDerivative
  }

  /// mean over the batch of ln Σ e^z − z_label.
  private func crossEntropy(_ logits: [HyperDual], labels: [Int]) -> HyperDual {
    let classes = logits.count / labels.count
    let losses = labels.enumerated().map { sample, label in
      let row = logits[sample * classes..<(sample + 1) * classes]
      // Taking a constant off all logits changes no loss, and no power overflows.
      let largest = HyperDual(row.map(\.value).max()!)
      let sum = row.reduce(HyperDual.zero) { $0 + ($1 - largest).exponential }
      return sum.logarithm + largest - row[row.startIndex + label]
    }
    return losses.reduce(.zero, +) / HyperDual(Double(labels.count))
  }
}
