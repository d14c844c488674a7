extension Regions {
  /// The extent of the crops; nil where whole images are pushed through.
  public var patchSize: Int? {
    if case .crops(let size) = inputs { size } else { nil }
  }

  /// All inputs of one repeat.
  public var inputCount: Int { batches * batch }

  /// So many crops as batches: one of at most 1,000, or several of 1,000 as the authors' code has them.
  ///
  /// - Returns: nil for a number that is neither 1 to 1,000 nor a multiple of 1,000.
  public static func batches(ofPatches count: Int) -> (batches: Int, batch: Int)? {
    switch count {
    case ..<1: nil
    case ...1000: (1, count)
    default: count % 1000 == 0 ? (count / 1000, 1000) : nil
    }
  }
}
