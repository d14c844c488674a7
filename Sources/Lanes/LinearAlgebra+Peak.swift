import COpenBLAS
import WorkQueue

extension LinearAlgebra {
  /// The rate at which OpenBLAS multiplies float32 matrices here and now, GFLOP/s over all threads together: the yardstick
  /// for the kernels' rate.
  ///
  /// Each thread multiplies its own 512 x 512 matrices on one OpenBLAS thread, as cells do.
  public static func matrixProductRate(threads: Int, seconds: Double = 0.4) -> Double {
    useOneThread()
    let n = 512
    let clock = ContinuousClock()
    let rates = UnsafeMutableBufferPointer<Double>.allocate(capacity: threads)
    rates.initialize(repeating: 0)
    defer { rates.deallocate() }
    let slots = Slots(rates)
    Crew.run(threads) { thread in
      let a = [Float](repeating: 1, count: n * n)
      var c = [Float](repeating: 0, count: n * n)
      var products = 0
      let start = clock.now
      var elapsed = Duration.zero
      while elapsed < .seconds(seconds) || products < 3 {
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(n), blasint(n), blasint(n), 1, a, blasint(n), a,
          blasint(n), 0,
          &c, blasint(n))
        products += 1
        elapsed = clock.now - start
      }
      slots.buffer[thread] = Double(products) * 2 * Double(n * n * n) / (elapsed / .seconds(1)) * 1e-9
    }
    return rates.reduce(0, +)
  }

  /// One place a thread; no two threads share one.
  private struct Slots: @unchecked Sendable {
    let buffer: UnsafeMutableBufferPointer<Double>
    init(_ buffer: UnsafeMutableBufferPointer<Double>) { self.buffer = buffer }
  }
}
