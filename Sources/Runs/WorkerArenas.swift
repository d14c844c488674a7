import Kernels

/// One arena a worker. A worker runs one item at a time, and no two share a number.
package struct WorkerArenas: @unchecked Sendable {
  private let arenas: [Arena]

  package init(_ count: Int) { arenas = (0..<max(count, 1)).map { _ in Arena() } }

  package subscript(worker: Int) -> Arena { arenas[worker] }
}
