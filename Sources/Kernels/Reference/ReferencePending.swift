import Networks

extension BatchGradient {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation { fatalError("not written yet") }
}

extension ImageGradient {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Double] { fatalError("not written yet") }
}

extension HessianProduct {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Double { fatalError("not written yet") }
}

extension ActivationPatterns {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation { fatalError("not written yet") }
}

extension DistinctPatterns {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> PatternSet { fatalError("not written yet") }
}

extension BoundaryFeatures {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [[Double]] { fatalError("not written yet") }
}

extension SignPropagation {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Step] { fatalError("not written yet") }
}

extension LayerCorrelations {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Double] { fatalError("not written yet") }
}

extension NormSpectra {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Double] { fatalError("not written yet") }
}

extension FeatureSpread {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Spread] { fatalError("not written yet") }
}

extension LastFeatures {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation { fatalError("not written yet") }
}

extension FirstElementJacobian {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation { fatalError("not written yet") }
}

extension KernelObserver {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> TangentKernel { fatalError("not written yet") }
}

extension CellJacobian {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation { fatalError("not written yet") }
}
