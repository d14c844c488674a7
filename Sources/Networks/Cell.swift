import SearchSpaces

/// Something a network can be built from: a cell or supernet of some search space.
public protocol Cell: Sendable {
  /// The network of this cell within a skeleton.
  func network(_ skeleton: Skeleton) -> Network
  /// Trainable numbers of the real network (NAS-Bench-201: C = 16, N = 5, 10 classes).
  var parameterCount: Int { get }
  /// Multiply-adds of the real network on one image, by the benchmark's convention.
  var multiplyAdds: Int { get }
  /// Convolutions with weights to train in the cell, dead ones included.
  var trainableLayers: Int { get }
  /// Operations on the longest path from the cell's input to its output; 0 without a path.
  var depth: Int { get }
  /// Identities in the cell, dead ones included.
  var skipConnections: Int { get }
}

extension Cell {
  /// Counted on the real network.
  public var parameterCount: Int { network(.real).parameterCount }
  /// Counted on the real network.
  public var multiplyAdds: Int { network(.real).multiplyAdds }
  /// Counted on the thin network of R_N, which is the cell alone.
  public var trainableLayers: Int { network(.thinRegions(patch: 3)).convolutionCount }
  /// Measured on the thin network of R_N, which is the cell alone.
  public var depth: Int { network(.thinRegions(patch: 3)).depth }
  /// Counted on the thin network of R_N, which is the cell alone.
  public var skipConnections: Int { network(.thinRegions(patch: 3)).skipCount }
}

extension NASBench201.Architecture: Cell {
  /// The network of this cell within a skeleton.
  public func network(_ skeleton: Skeleton) -> Network { Network(NASBench201.CellPlan(self), skeleton: skeleton) }
  /// Parameters of the CIFAR-10 network, as the benchmark reports them; by formula.
  public var parameterCount: Int { NASBench201.Costs.cifar10.parameters(self) }
  /// Multiply-adds of the CIFAR-10 network, as the benchmark reports them; by formula.
  public var multiplyAdds: Int { NASBench201.Costs.cifar10.flops(self) }
  /// Edges with a convolution.
  public var trainableLayers: Int { numberOfTrainableLayers }
  /// Edges with `skip_connect`.
  public var skipConnections: Int { numberOfSkipConnections }
}

extension NASBench201.Supernet: Cell {
  /// The network of this supernet within a skeleton.
  public func network(_ skeleton: Skeleton) -> Network { Network(NASBench201.CellPlan(self), skeleton: skeleton) }
}

extension DARTS.Genotype: Cell {
  /// The network of this genotype within a skeleton.
  public func network(_ skeleton: Skeleton) -> Network { Network(DARTS.CellPlan(self), skeleton: skeleton) }
  /// Parameters of the network trained on CIFAR-10 (C = 36, 20 cells), without its auxiliary head.
  public var parameterCount: Int { DARTS.Costs(self).parameters }
  /// Multiply-adds of the network trained on CIFAR-10 (C = 36, 20 cells), without its auxiliary head.
  public var multiplyAdds: Int { DARTS.Costs(self).flops }
  /// Edges with a convolution, in the normal and the reduction cell.
  public var trainableLayers: Int { operations.count(where: \.isConvolution) }
  /// The depths of the normal and of the reduction cell, added.
  public var depth: Int { normal.depth + reduce.depth }
  /// Edges with `skip_connect`, in the normal and the reduction cell.
  public var skipConnections: Int { operations.count { $0 == .skipConnect } }

  private var operations: [DARTS.Operation] { (normal.nodes + reduce.nodes).joined().map(\.operation) }
}

extension DARTS.Supernet: Cell {
  /// The network of this supernet within a skeleton.
  public func network(_ skeleton: Skeleton) -> Network { Network(DARTS.CellPlan(self), skeleton: skeleton) }
  /// Parameters at C = 36, 20 cells.
  public var parameterCount: Int { network(.realDARTS).parameterCount }
  /// Multiply-adds at C = 36, 20 cells.
  public var multiplyAdds: Int { network(.realDARTS).multiplyAdds }
}
