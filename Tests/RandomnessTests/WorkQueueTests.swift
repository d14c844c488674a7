import Synchronization
import TestSupport
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

  /// Limits of control groups, of both versions, in a made-up `/proc` and `/sys`.
  @Test func quotas() throws {
    let place = try Workplace()
    #expect(Processors.quota(root: place.directory) == nil && Processors.count >= 1)
    try place.write("0::/a/b\n", to: "proc/self/cgroup")
    try place.write("max 100000\n", to: "sys/fs/cgroup/a/b/cpu.max")
    #expect(Processors.quota(root: place.directory) == nil)
    try place.write("150000 100000\n", to: "sys/fs/cgroup/a/cpu.max")
    #expect(Processors.quota(root: place.directory) == 1.5)
    try place.write("50000 100000\n", to: "sys/fs/cgroup/cpu.max")
    #expect(Processors.quota(root: place.directory) == 0.5)
    try place.write("4:cpu,cpuacct:/docker/x\n1:name=systemd:/\n", to: "proc/self/cgroup")
    #expect(Processors.quota(root: place.directory) == nil)
    try place.write("200000\n", to: "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us")
    try place.write("100000\n", to: "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us")
    #expect(Processors.quota(root: place.directory) == 2)
  }

  @Test func crews() {
    let seen = Mutex<[Int]>([])
    #expect(Crew.run(3) { worker in seen.withLock { $0.append(worker) } } == 3)
    #expect(seen.withLock { $0.sorted() } == [0, 1, 2])
    #expect(Crew.run(0) { worker in seen.withLock { $0.append(worker) } } == 1)
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
