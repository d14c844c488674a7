extension Network {
  /// Trainable numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Multiply-adds of the convolutions and the classifier (its bias included) on one image: the benchmark's FLOPs.
  public var multiplyAdds: Int {
    let convolutions = nodes.lazy.flatMap(\.connections).reduce(0) { $0 + multiplyAdds($1) }
    return convolutions + parameters[classifier.weight].count + parameters[classifier.bias].count
  }

  /// Multiply-adds of a connection's convolution on one sample, windows over the border counted whole; 0 for others.
  public func multiplyAdds(_ connection: Connection) -> Int {
    guard case .convolution(let convolution) = connection.operation else { return 0 }
    let (source, window) = (nodes[connection.source].shape, convolution.window)
    let places = window.count(along: source.rows) * window.count(along: source.columns)
    return places * parameters[convolution.kernel].count
  }
}
