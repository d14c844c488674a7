import Networks

extension BackwardPlan.Connection {
  /// Where the gradients of the connection's parameters begin in the Jacobian.
  package var rows: [(parameter: Int, row: Int)] {
    var rows: [(parameter: Int, row: Int)] = []
    if let kernel, let parameter = described.kernel { rows.append((parameter, kernel.row)) }
    if let norm, let affine = described.batchNorm?.affine {
      if let row = norm.scaleRow { rows.append((affine.scale, row)) }
      if let row = norm.shiftRow { rows.append((affine.shift, row)) }
    }
    return rows
  }
}

extension Jacobian {
  /// Reads the gradients of a connection's parameters, all elements of each, into the arrays of a network's parameters.
  package func read(_ connection: BackwardPlan.Connection, column: Int, into gradients: inout [[Double]]) {
    for (parameter, row) in connection.rows {
      for element in gradients[parameter].indices {
        gradients[parameter][element] = Double(value(row: row + element, column: column))
      }
    }
  }
}
