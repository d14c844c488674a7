import Synchronization
import Testing
import WorkQueue

@Suite struct WorkQueueTests {
  @Test(arguments: [-3, 0, 1, 2, 7, 100]) func everyItemRunsOnce(threads: Int) throws {
    let seen = Mutex([Int](repeating: 0, count: 500))
    let workers = Mutex(Set<Int>())
    try WorkQueue.forEach(500, threads: threads) { worker, index in
      seen.withLock { $0[index] += 1 }
      workers.withLock { _ = $0.insert(worker) }
    }
    #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
    #expect(workers.withLock { $0.allSatisfy { 0..<max(1, threads) ~= $0 } })
  }

  @Test func nothingToDo() throws {
    try WorkQueue.forEach(0, threads: 2) { _, _ in Issue.record("there is no item") }
    try WorkQueue.forEach(-1, threads: 2) { _, _ in Issue.record("there is no item") }
  }

  @Test func oneThreadWorksInOrder() throws {
    let order = Mutex<[Int]>([])
    try WorkQueue.forEach(50, threads: 1) { worker, index in
      #expect(worker == 0)
      order.withLock { $0.append(index) }
    }
    #expect(order.withLock { $0 } == Array(0..<50))
  }

  private struct Failure: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 8]) func theSmallestFailingIndexIsReported(threads: Int) {
    for _ in 0..<20 {
      #expect(throws: Failure(index: 13)) {
        try WorkQueue.forEach(200, threads: threads) { _, index in
          if index >= 13 { throw Failure(index: index) }
        }
      }
    }
  }

  @Test func noItemIsStartedAfterAFailure() {
    let started = Atomic<Int>(0)
    #expect(throws: Failure(index: 3)) {
      try WorkQueue.forEach(1_000_000, threads: 1) { _, index in
        started.add(1, ordering: .relaxed)
        if index == 3 { throw Failure(index: index) }
      }
    }
    #expect(started.load(ordering: .relaxed) == 4)
  }
}
