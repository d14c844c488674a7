extension RandomStream {
  /// Fills `buffer` with numbers uniform between -`bound` and `bound`; their variance is `bound`² / 3.
  public mutating func fillUniform(_ buffer: UnsafeMutableBufferPointer<Float>, bound: Double) {
    for index in buffer.indices { buffer[index] = Float(bound * (2 * uniform() - 1)) }
  }
}
