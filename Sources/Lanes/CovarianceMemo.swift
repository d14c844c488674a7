import COpenBLAS
import Networks

/// The covariances of channels that observers of one forward pass have asked for, so that none is computed twice.
package final class CovarianceMemo {
  private var found: [UnsafeMutablePointer<Float>: [Double]] = [:]

  /// E[(x − mean)(x − mean)ᵀ] over samples and places of a map, [c, c].
  package func covariance(of map: UnsafeMutablePointer<Float>, make: () -> [Double]) -> [Double] {
    if let covariance = found[map] { return covariance }
    let covariance = make()
    found[map] = covariance
    return covariance
  }
}

extension LaneForward {
  /// E[(x − mean)(x − mean)ᵀ] over samples and places of a map [block][channel][row][column][16]: [c, c].
  ///
  /// Deviations and their products are float32 within a lane group of samples, sums over those float64.
  package func covariance(_ map: UnsafeMutablePointer<Float>, shape: FeatureShape) -> [Double] {
    covariances.covariance(of: map) { measureCovariance(map, shape: shape, rectified: false) }
  }

  /// The same of ReLU(map).
  package func rectifiedCovariance(_ map: UnsafeMutablePointer<Float>, shape: FeatureShape) -> [Double] {
    measureCovariance(map, shape: shape, rectified: true)
  }

  private func measureCovariance(
    _ map: UnsafeMutablePointer<Float>, shape: FeatureShape, rectified: Bool
  ) -> [Double] {
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let channels = shape.channels
    // Channels in rows; only the lanes that hold samples.
    let columns = shape.area * min(laneCount, batch)
    let matrix = arena.floats(channels * columns)
    var product = [Float](repeating: 0, count: channels * channels)
    var sum = [Double](repeating: 0, count: channels * channels)
    let means = channelMeans(map, shape: shape, rectified: rectified)
    for block in 0..<blocks {
      let lanes = min(laneCount, batch - block * laneCount)
      for channel in 0..<channels {
        let from = map + (block * shape.volume + channel * shape.area) * laneCount
        let (to, mean) = (matrix + channel * columns, Float(means[channel]))
        for place in 0..<shape.area {
          for lane in 0..<lanes {
            let value = from[place * laneCount + lane]
            to[place * lanes + lane] = (rectified ? max(value, 0) : value) - mean
          }
        }
      }
      LinearAlgebra.useOneThread()
      cblas_ssyrk(
        CblasRowMajor, CblasUpper, CblasNoTrans, blasint(channels), blasint(shape.area * lanes), 1, matrix,
        blasint(columns), 0, &product, blasint(channels))
      for place in sum.indices { sum[place] += Double(product[place]) }
    }
    let count = Double(batch * shape.area)
    // The means were rounded to float32; what that left is put right here.
    let rest = means.map { $0 - Double(Float($0)) }
    for row in 0..<channels {
      for column in row..<channels {
        let value = sum[row * channels + column] / count - rest[row] * rest[column]
        (sum[row * channels + column], sum[column * channels + row]) = (value, value)
      }
    }
    return sum
  }

  /// The mean of each channel over samples and places.
  private func channelMeans(_ map: UnsafeMutablePointer<Float>, shape: FeatureShape, rectified: Bool) -> [Double] {
    (0..<shape.channels).map { channel in
      var sum = 0.0
      for block in 0..<blocks {
        let from = map + (block * shape.volume + channel * shape.area) * laneCount
        sum += withUnsafeTemporaryAllocation(of: Double.self, capacity: laneCount) { lanes in
          guard rectified else {
            set.functions.pointee.lane_sums(from, shape.area, lanes.baseAddress!)
            return total(lanes.baseAddress!, block: block)
          }
          var positive = 0.0
          for place in 0..<shape.area {
            for lane in 0..<min(laneCount, batch - block * laneCount) {
              positive += Double(max(from[place * laneCount + lane], 0))
            }
          }
          return positive
        }
      }
      return sum / Double(batch * shape.area)
    }
  }
}
