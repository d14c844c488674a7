import Networks

/// Sums over samples and places of products of two channels of a map: what covariances and correlations are made of.
struct ChannelProducts {
  /// The map.
  let values: [Double]
  let shape: FeatureShape
  let batch: Int

  /// Samples and places.
  var count: Int { batch * shape.area }

  /// The mean of each channel.
  var means: [Double] {
    (0..<shape.channels).map { channel in row(channel).reduce(0, +) / Double(count) }
  }

  /// XᵀX, [c, c], X the map as a matrix of samples and places by channels.
  var products: [Double] { products(of: (0..<shape.channels).map(row)) }

  /// E[(x − mean)(x − mean)ᵀ], [c, c].
  var covariance: [Double] {
    let means = means
    let centred = (0..<shape.channels).map { channel in row(channel).map { $0 - means[channel] } }
    return products(of: centred).map { $0 / Double(count) }
  }

  /// The correlations of the channels, [c, c]; 0 where a channel does not vary.
  var correlation: [Double] {
    let (covariance, channels) = (covariance, shape.channels)
    let deviations = (0..<channels).map { covariance[$0 * channels + $0].squareRoot() }
    return covariance.enumerated().map { place, value in
      let product = deviations[place / channels] * deviations[place % channels]
      return product > 0 ? value / product : 0
    }
  }

  /// A channel, sample by sample.
  private func row(_ channel: Int) -> [Double] {
    (0..<batch).flatMap { sample in
      let first = (sample * shape.channels + channel) * shape.area
      return values[first..<first + shape.area]
    }
  }

  private func products(of rows: [[Double]]) -> [Double] {
    rows.flatMap { row in rows.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } } }
  }
}

extension ReferenceNetwork {
  /// A node's channels.
  func channels(node: Int) -> ChannelProducts {
    ChannelProducts(values: nodes[node], shape: network.nodes[node].shape, batch: batch)
  }
}
