import Networks

extension BatchGradient {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension ImageGradient {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Double] { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension HessianProduct {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Double { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension ActivationPatterns {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension DistinctPatterns {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> PatternSet { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension BoundaryFeatures {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [[Double]] { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension SignPropagation {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Step] { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension LayerCorrelations {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Double] { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension NormSpectra {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Double] { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension FeatureSpread {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Spread] { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension LastFeatures {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension FirstElementJacobian {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension KernelObserver {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> TangentKernel { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension CellJacobian {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation { fatalError("not written yet") }
  /// Multiply-adds beyond the forward pass, counted twice.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}
