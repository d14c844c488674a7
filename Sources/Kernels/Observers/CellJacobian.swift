import Lanes
import Networks

/// The gradients of every f_i = Σ_k logit_k(x_i) over the parameters of the cells, stem, last batch norm and classifier left out
/// (TEG-NAS, 2021): what kernels between batches are made of.
public struct CellJacobian: Observer {
  /// Whether batch statistics are differentiated.
  public var coupling: BatchNormCoupling

  /// Observes the gradients.
  public init(_ coupling: BatchNormCoupling) { self.coupling = coupling }

  /// What is left of the passes.
  public struct Observation: Sendable {
    /// The number of samples, B.
    public let batch: Int
    /// The number of parameter elements.
    public let rows: Int
    /// ∂f_i/∂θ_r, [rows, B].
    public let gradients: [Double]
    /// The class of each sample.
    public let labels: [Int]

    /// Gathers gradients.
    public init(batch: Int, rows: Int, gradients: [Double], labels: [Int]) {
      (self.batch, self.rows, self.gradients, self.labels) = (batch, rows, gradients, labels)
    }
  }
}

extension CellJacobian {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation {
    let (arena, batch) = (forward.arena, forward.batch)
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let backward = LaneBackward(forward, .tangentKernel(coupling), arena: arena)
    backward.runFromEverySample(backward.column { _ in 1 })
    let connections = backward.plan.nodes.flatMap(\.connections)
    let rows: [Int] = connections.flatMap(\.rows).flatMap { parameter, row in
      let described = forward.network.parameters[parameter]
      return described.isInCell ? Array(row..<row + described.count) : []
    }
    let gradients = rows.flatMap { row in
      (0..<batch).map { Double(backward.jacobian.value(row: row, column: $0)) }
    }
    return Observation(batch: batch, rows: rows.count, gradients: gradients, labels: forward.inputs.labels)
  }

  /// As for the tangent kernel.
  public func operations(_ network: Network, batch: Int) -> Double {
    KernelObserver(coupling).operations(network, batch: batch)
  }
}

extension Parameter {
  /// Whether the array belongs to a cell, and not to stem, last batch norm or classifier.
  var isInCell: Bool { name.hasPrefix("cells.") }
}
