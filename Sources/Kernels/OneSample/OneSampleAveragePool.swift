import Networks

/// An average pool of one sample whose padding is not counted, forward and transposed.
struct OneSampleAveragePool {
  private let runs: WindowRuns
  private let shares: [Double]
  private let channels: Int

  init(_ window: Network.Window, input: FeatureShape) {
    (runs, channels) = (WindowRuns(window, over: input), input.channels)
    shares = runs.shares
  }

  func forward(_ source: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: channels * runs.output.area)
    result.withUnsafeMutableBufferPointer { result in
      source.withUnsafeBufferPointer { source in
        for channel in 0..<channels {
          let map = result.baseAddress! + channel * runs.output.area
          runs.addWindows(of: source.baseAddress! + channel * runs.input.area, to: map)
          for place in 0..<runs.output.area { map[place] *= shares[place] }
        }
      }
    }
    return result
  }

  func transposed(_ cotangent: [Double]) -> [Double] {
    var shared = cotangent
    var result = [Double](repeating: 0, count: channels * runs.input.area)
    shared.withUnsafeMutableBufferPointer { shared in
      result.withUnsafeMutableBufferPointer { result in
        for channel in 0..<channels {
          let map = shared.baseAddress! + channel * runs.output.area
          for place in 0..<runs.output.area { map[place] *= shares[place] }
          runs.spreadWindows(map, to: result.baseAddress! + channel * runs.input.area)
        }
      }
    }
    return result
  }
}
