import Networks

/// What a window reads of one channel's map, tap by tap: runs of output places whose input places are `stride` apart.
///
/// Padding is in no run, so that whatever goes along the runs leaves it out.
struct WindowRuns {
  /// The map that is read, and the map of windows.
  let input, output: FeatureShape
  /// Places between the input places of neighbouring windows.
  let stride: Int
  /// By tap, row by row.
  let taps: [[Run]]

  /// Neighbouring output places of one row.
  struct Run {
    /// The first place of the output, and the input place that the tap reads there.
    let output, input: Int
    /// The number of places.
    let count: Int
  }

  /// Finds the runs of a window over one channel of `input`.
  init(_ window: Network.Window, over input: FeatureShape) {
    self.input = FeatureShape(channels: 1, rows: input.rows, columns: input.columns)
    output = FeatureShape(
      channels: 1, rows: window.count(along: input.rows), columns: window.count(along: input.columns))
    stride = window.stride
    let (rows, columns) = (output.rows, output.columns)
    taps = (0..<window.size * window.size).map { tap in
      let (dy, dx) = (tap / window.size * window.dilation, tap % window.size * window.dilation)
      let inside = (0..<columns).filter { 0..<input.columns ~= $0 * window.stride - window.padding + dx }
      guard let first = inside.first else { return [] }
      return (0..<rows).compactMap { y in
        let row = y * window.stride - window.padding + dy
        guard 0..<input.rows ~= row else { return nil }
        return Run(
          output: y * columns + first, input: row * input.columns + first * window.stride - window.padding + dx,
          count: inside.count)
      }
    }
  }

  /// Whether the only tap of every window is its own place.
  var isIdentity: Bool { taps.count == 1 && stride == 1 && taps[0].reduce(0) { $0 + $1.count } == input.area }

  /// The reciprocal of the number of input places that each window has.
  var shares: [Double] {
    var counts = [Double](repeating: 0, count: output.area)
    for run in taps.joined() { for place in run.output..<run.output + run.count { counts[place] += 1 } }
    return counts.map { 1 / $0 }
  }

  /// Gathers what each tap reads: `patches` gets a row a tap, a column a window, zeros where a tap reads padding.
  func gather(_ map: UnsafePointer<Double>, into patches: UnsafeMutablePointer<Double>) {
    for (tap, runs) in taps.enumerated() {
      let row = patches + tap * output.area
      if runs.reduce(0, { $0 + $1.count }) < output.area { row.update(repeating: 0, count: output.area) }
      for run in runs {
        let (from, to) = (map + run.input, row + run.output)
        if stride == 1 {
          to.update(from: from, count: run.count)
        } else {
          for place in 0..<run.count { to[place] = from[place * stride] }
        }
      }
    }
  }

  /// Adds every tap's row of `patches` to the places that the tap reads: the transpose of ``gather(_:into:)``.
  func scatter(_ patches: UnsafePointer<Double>, to map: UnsafeMutablePointer<Double>) {
    for (tap, runs) in taps.enumerated() {
      for run in runs { add(patches + tap * output.area + run.output, to: map + run.input, run) }
    }
  }

  /// Adds the sums over all windows' places: `sums` is a map of windows.
  func addWindows(of map: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>) {
    for run in taps.joined() {
      let (from, to) = (map + run.input, sums + run.output)
      if stride == 1 {
        for place in 0..<run.count { to[place] += from[place] }
      } else {
        for place in 0..<run.count { to[place] += from[place * stride] }
      }
    }
  }

  /// Adds each window's number to all its places: the transpose of ``addWindows(of:to:)``.
  func spreadWindows(_ windows: UnsafePointer<Double>, to map: UnsafeMutablePointer<Double>) {
    for run in taps.joined() { add(windows + run.output, to: map + run.input, run) }
  }

  private func add(_ from: UnsafePointer<Double>, to: UnsafeMutablePointer<Double>, _ run: Run) {
    if stride == 1 {
      for place in 0..<run.count { to[place] += from[place] }
    } else {
      for place in 0..<run.count { to[place * stride] += from[place] }
    }
  }
}
