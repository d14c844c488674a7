import Kernels

/// One arena a worker. A worker runs one item at a time, and no two share a number.
struct WorkerArenas: @unchecked Sendable {
  private let arenas: [Arena]

  init(_ count: Int) { arenas = (0..<max(count, 1)).map { _ in Arena() } }

  subscript(worker: Int) -> Arena { arenas[worker] }
}
