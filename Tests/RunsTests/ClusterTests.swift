import Foundation
import Runs
import TestSupport
import Testing

/// Runs in parts: how they are divided, how far they are, what a batch system is told, and running them again.
@Suite struct ClusterTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  // MARK: division

  @Test func balanceByHand() {
    #expect(Shard.balance([7, 6, 5, 4, 3, 2], into: 2) == [1, 2, 2, 1, 1, 2])
    #expect(Shard.balance([1, 1, 1, 1, 1], into: 2) == [1, 2, 1, 2, 1], "ties go by number")
    #expect(Shard.balance([1, 9, 0], into: 3) == [2, 1, 3])
    #expect(Shard.balance([], into: 4) == [] && Shard.balance([5], into: 1) == [1])
  }

  @Test func partsCostTheSame() throws {
    let costs = (0..<997).map { number -> Double in
      let heavy = number % 10 == 0 ? 5000 : 0
      return Double(number * 7919 % 1000 + heavy)
    }
    let parts = Shard.balance(costs, into: 8)
    let loads = (1...8).map { part in zip(costs, parts).filter { $1 == part }.map(\.0).reduce(0, +) }
    #expect(loads.max()! - loads.min()! <= 10, "\(loads)")
  }

  /// Shards of all cells differ in the number of cells, because they cost the same.
  @Test func shardsAreOfEqualCost() throws {
    let settings = place.settings(.population(.all)) { $0.repeats = 1 }
    let directories = try (1...2).map { number in
      place.interrupt(place.run(settings, in: "part\(number)", shard: try Shard(parsing: "\(number)/500")), after: 0)
      return place.path("part\(number)")
    }
    let status = try RunStatus(of: directories)
    #expect(
      status.parts.allSatisfy { $0.total > 10 && $0.total < 60 && $0.state == .stopped && $0.shard.hasSuffix("/500") })
    #expect(status.absent.count == 498 && status.notes.contains { $0.contains("nobody works on") })
  }

  // MARK: status

  @Test func statusOfARunAtWork() throws {
    let settings = place.settings(.sample(30))
    try place.run(settings, in: "run", threads: 1).execute(progress: { [place] state in
      guard state.done == 7 else { return }
      let part = try? RunStatus(of: [place.path("run")]).parts[0]
      #expect(part?.state == .running && part?.done == 7 && part?.total == 60 && part?.failed == 0)
      #expect(part?.process == ProcessInfo.processInfo.processIdentifier)
      #expect((part?.rate ?? 0) > 0 && (part?.secondsLeft ?? 0) > 0)
    })
    let status = try RunStatus(of: [place.path("run")])
    #expect(status.parts[0].state == .finished && status.rate == nil && status.done == 60 && status.notes.isEmpty)
    #expect(status.text().contains("60/60") && status.json.contains("\"finished\""))
    expect(.noSuchFile, "nowhere") { _ = try RunStatus(of: [place.path("nowhere")]) }
  }

  @Test func statusOfRunsThatStopped() throws {
    let settings = place.settings(.sample(8))
    place.interrupt(place.run(settings, in: "run", threads: 1), after: 4)
    let text = try place.text("run/scores.csv")
    try place.write(text + "14,|nor", to: "run/scores.csv")
    #expect(try RunStatus(of: [place.path("run")]).parts[0].state == .stopped)
    let host = ProcessInfo.processInfo.hostName
    try place.write(#"{"host":"\#(host)","process":999999999,"began":1,"resumed":0}"#, to: "run/run.lock")
    let killed = try RunStatus(of: [place.path("run")])
    #expect(killed.parts[0].state == .killed && killed.done == 4 && killed.total == 16)
    try place.write(#"{"host":"another","process":1,"began":1,"resumed":0}"#, to: "run/run.lock")
    #expect(try RunStatus(of: [place.path("run")]).parts[0].state == .running)
  }

  // MARK: merging

  @Test func mergeNamesWhatIsMissing() throws {
    let settings = place.settings(.sample(8))
    for number in 1...2 { try place.scores(settings, in: "part\(number)", shard: Shard(parsing: "\(number)/4")) }
    place.interrupt(place.run(settings, in: "part3", shard: try Shard(parsing: "3/4")), after: 1)
    expect(.badData, "not given: shard 4/4", "not finished: \(place.path("part3"))") {
      try RunMerge.merge(["part1", "part2", "part3"].map(place.path), into: place.path("merged"))
    }
  }

  /// Machines of unlike kind give rows that can be merged if kernels and OpenBLAS's core type are the same; else not.
  @Test func unlikeMachines() throws {
    for (number, blas) in [(1, "Haswell"), (2, "Haswell"), (3, "Zen")] {
      var settings = place.settings(.sample(6))
      settings.blas = blas
      try place.scores(settings, in: "part\(number)", shard: Shard(parsing: "\(min(number, 2))/2"))
    }
    #expect(try RunMerge.merge(["part1", "part2"].map(place.path), into: place.path("merged")) == 12)
    expect(.badData, "OpenBLAS's core type is Haswell", "Zen") {
      try RunMerge.merge(["part1", "part3"].map(place.path), into: place.path("other"))
    }
  }

  // MARK: running again

  @Test func replay() throws {
    try place.writeSmallImages()
    let images = "hdf5:\(place.path("images.h5"))#images"
    let settings = place.settings(.sample(5))
    let run = ScoringRun(
      settings: settings, directory: place.path("run"), images: place.images, instructionSet: .best,
      record: RunManifest.Record(images: images))
    place.interrupt(run, after: 3)
    expect(.badData, "not finished") { _ = try RunReplay(of: place.path("run")) }
    try run.execute()
    #expect(try RunReplay(of: place.path("run"), threads: 2).execute() == .identical(rows: 10))

    var lines = try place.text("run/scores.csv").split(separator: "\n").map(String.init)
    let recorded = lines[6]
    lines[6] += "1"
    try place.write(lines.joined(separator: "\n") + "\n", to: "run/scores.csv")
    guard case .differs(let difference) = try RunReplay(of: place.path("run")).execute() else {
      Issue.record("a changed digit was not seen")
      return
    }
    #expect(difference.line == 7 && difference.count == 1)
    #expect(difference.recorded == recorded + "1" && difference.computed == recorded)

    var manifest = try RunManifest(directory: place.path("run"))
    manifest.determines.version = "0.0.0"
    try manifest.write(directory: place.path("run"))
    expect(.usage, "the version of tenas is 0.0.0") { _ = try RunReplay(of: place.path("run")) }
  }

  // MARK: batch systems

  @Test func plans() throws {
    let settings = place.settings(.sample(300)) { $0.repeats = 3 }
    let plan = try ClusterPlan(settings, rate: 0.5, secondsPerTask: 600)
    #expect(plan.rows == 900 && plan.tasks == 3 && plan.secondsPerTask == 600 && plan.limitMinutes == 25)
    #expect(try ClusterPlan(settings, rate: 100, secondsPerTask: 600).tasks == 1)
    #expect(try ClusterPlan(settings, rate: 100, secondsPerTask: 600, tasks: 7).tasks == 7)
    expect(.usage, "900 rows", "9000 tasks", "1000") { _ = try ClusterPlan(settings, rate: 0.1, secondsPerTask: 1) }
    expect(.usage, "301 tasks") { _ = try ClusterPlan(settings, rate: 1, secondsPerTask: 1, tasks: 301) }
    let rate = try ClusterPlan.measuredRate(settings, images: place.images, instructionSet: .best, threads: 2)
    #expect(rate > 0 && rate.isFinite)
  }

  /// The script is one that bash can read, whatever is in the options.
  @Test func scripts() throws {
    let plan = try ClusterPlan(place.settings(.sample(300)), rate: 1, secondsPerTask: 200)
    let script = SlurmScript(
      plan: plan, program: "/opt/my tools/tenas", score: ["--sample", "300", "--images", "hdf5:it's here.h5#x"],
      output: "results/a b", table: "data/t.h5", threads: 2, coreType: "Haswell", sbatch: ["--partition=long"])
    let text = script.text
    for words in [
      "--array=1-3", "--requeue", "--cpus-per-task=2", "--time=15", "'hdf5:it'\\''s here.h5#x'",
      "'/opt/my tools/tenas' score",
      "--dependency=\"afterok:${score%%;*}\"", "'results/a b.parts'/{1..3}", "OPENBLAS_CORETYPE=Haswell",
      "--partition=long",
    ] { #expect(text.contains(words), "\(words)\n\(text)") }
    try place.write(text, to: "submit.sh")
    let bash = try Process.run(URL(filePath: "/bin/bash"), arguments: ["-n", place.path("submit.sh")])
    bash.waitUntilExit()
    #expect(bash.terminationStatus == 0)
  }
}
