import Networks

extension ImageGradient {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Double] {
    network.backward(logits: network.cotangent(.sumOfLogits)).cotangents[0]
  }
}
