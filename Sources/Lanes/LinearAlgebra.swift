import COpenBLAS

/// How OpenBLAS is used: on one thread, since cells are what runs in parallel.
public enum LinearAlgebra {
  /// Sets OpenBLAS to one thread, once a process; a result must not depend on how many threads a product was split over.
  package static func useOneThread() { oneThread }

  private static let oneThread: Void = openblas_set_num_threads(1)

  /// The processor family that OpenBLAS chose its routines for; its sums can differ in the last bit between families.
  public static var coreName: String { String(cString: openblas_get_corename()) }
}
