import ArgumentParser
import Checks
import Files
import Foundation
import Images
import Kernels
import Metrics
import Runs
import SearchSpaces
import WorkQueue

struct Bench: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Time the metrics on a fixed set of 24 cells, beside this machine's rate of matrix products.",
    discussion: """
      Prints wall milliseconds a cell and repeat (as many cells in flight as threads), GFLOP/s, and the share of the sgemm \
      rate measured in the same run on as many threads. Only operations that live layers need are counted.

      With --against, two builds are timed in turn, and the ratio of their times is printed with the smallest and the largest of \
      the rounds: what else the machine does falls on both.

      Example: tenas bench --against ../old/tenas --rounds 6 --full
      """)

  @Option(
    help: ArgumentHelp("Batch sizes of kappa, separated by commas.", valueName: "B,..."),
    transform: CommaSeparated.init(parsing:))
  var batch = CommaSeparated([Positive(32), Positive(72)])

  @Option(
    help: ArgumentHelp("Channels of the first stage, separated by commas.", valueName: "C,..."),
    transform: CommaSeparated.init(parsing:))
  var channels = CommaSeparated([Positive(3)])

  @Option(
    help: ArgumentHelp("Numbers of threads, separated by commas; default: 1 and all.", valueName: "N,..."),
    transform: CommaSeparated.init(parsing:))
  var threads: CommaSeparated<Positive>?

  @Option(help: ArgumentHelp("Rounds; the fastest counts.", valueName: "N"), transform: Number.positive)
  var rounds = 3

  @Option(
    help: ArgumentHelp("Time these cells instead: a file with a name a line, a cell's name, or -.", valueName: "FILE"),
    completion: .file())
  var architectures: String?

  @Option(
    help: ArgumentHelp("Time another build of this program in turn with this one.", valueName: "PROGRAM"),
    completion: .file())
  var against: String?

  @Flag(
    help: """
      Also time the full network (16 channels, 5 cells a stage, batch 64): kappa with frozen batch norm, and the passes that the \
      literature's metrics are made of.
      """)
  var full = false

  @Flag(help: "Also time the full network with coupled batch norm: minutes.")
  var fullCoupled = false

  @Flag(help: "Also time a step of the pruning search: kappa and regions of a supernet.")
  var searchStep = false

  @OptionGroup var kernels: KernelOptions

  @Flag(help: "Time kappa cell by cell instead, as many copies in flight as threads; prints CSV.")
  var each = false

  @Flag(help: "Print JSON.")
  var json = false

  func perform() throws {
    if let against { return try compare(with: against) }
    let set = try kernels.set
    let images = try ImagePool.load(.naturalNoise, seed: 24)
    let cells = try architectures.map { try Selection(readingFrom: $0).indices(seed: 0) }
    let study = try TimingStudy(
      cells: cells?.map { try NASBench201.architecture(at: $0) }, images: images, set: set, rounds: rounds)
    let all = Processors.count
    if each { return try printEach(study, threads: threads?.values[0].value ?? all) }
    var report = TimingReport(kernels: set.description, blas: LinearAlgebra.coreName)
    func show(_ line: String) { if !json { print(line) } }
    func add(_ row: TimingStudy.Row) {
      report.rows.append(row)
      show(TimingReport.line(row, width: Terminal.width))
    }
    show(report.heading(width: Terminal.width))
    for threads in threads?.values.map(\.value) ?? Array(Set([1, all])).sorted() {
      let peak = LinearAlgebra.matrixProductRate(threads: threads)
      report.peaks[threads] = peak
      for kappa in settings { add(try study.time(kappa, threads: threads, peak: peak)) }
      add(try study.time(Regions(batches: 3), threads: threads))
      if full { try study.timePasses(threads: threads, peak: peak).forEach(add) }
      if searchStep { add(try study.timeSearchStep(threads: threads)) }
      show("sgemm, \(threads == 1 ? "1 thread" : "\(threads) threads"): \(TextNumber.plain(peak, places: 1)) GFLOP/s")
    }
    if json { StandardOutput.write(try report.json() + "\n") }
  }

  private func compare(with other: String) throws {
    guard !each else { throw ValidationError("--against and --each do not go together") }
    var arguments = [
      "--batch", batch.values.map { "\($0.value)" }.joined(separator: ","), "--channels",
      channels.values.map { "\($0.value)" }.joined(separator: ","),
    ]
    if let threads { arguments += ["--threads", threads.values.map { "\($0.value)" }.joined(separator: ",")] }
    if let architectures { arguments += ["--architectures", architectures] }
    if let set = kernels.kernels { arguments += ["--kernels", "\(set)"] }
    if full { arguments.append("--full") }
    if fullCoupled { arguments.append("--full-coupled") }
    if searchStep { arguments.append("--search-step") }
    let here = Bundle.main.executablePath ?? CommandLine.given[0]
    let timing = try AlternatedTiming(here: here, there: other, arguments: arguments, rounds: rounds)
    let rows = try timing.rows { Terminal.note("round \($0) of \(rounds)") }
    if json { return StandardOutput.write(try AlternatedTiming.json(rows) + "\n") }
    print(AlternatedTiming.text(rows, width: Terminal.width), terminator: "")
  }

  /// The settings of kappa that are timed.
  private var settings: [Kappa] {
    channels.values.flatMap { channels in
      batch.values.flatMap { batch in
        [BatchNormCoupling.coupled, .frozen].map {
          Kappa(channels: channels.value, batch: batch.value, batchNorm: $0)
        }
      }
    } + (full ? [Kappa(channels: 16, cellsPerStage: 5, batch: 64, batchNorm: .frozen)] : [])
      + (fullCoupled ? [Kappa(channels: 16, cellsPerStage: 5, batch: 64)] : [])
  }

  private func printEach(_ study: TimingStudy, threads: Int) throws {
    StandardOutput.write("index,architecture,batch,milliseconds\n")
    for batch in batch.values.map(\.value) {
      let times = try study.timeEach(Kappa(batch: batch), threads: threads)
      for (cell, time) in zip(study.cells, times) {
        StandardOutput.write("\(NASBench201.index(of: cell)),\(cell),\(batch),\(TextNumber.plain(time, places: 3))\n")
      }
    }
  }
}
