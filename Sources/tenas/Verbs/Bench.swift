import ArgumentParser
import Checks
import Files
import Foundation
import Images
import Kernels
import Metrics
import Runs
import SearchSpaces

struct Bench: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Time the metrics on a fixed set of 24 cells, beside this machine's rate of matrix products.",
    discussion: """
      Prints wall milliseconds a cell and repeat (as many cells in flight as threads), GFLOP/s, and the share of the sgemm \
      rate measured in the same run on as many threads. Only operations that live layers need are counted.
      """)

  @Option(help: ArgumentHelp("Batch sizes of kappa, separated by commas.", valueName: "B,..."))
  var batch = "32,72"

  @Option(help: ArgumentHelp("Channels of the first stage, separated by commas.", valueName: "C,..."))
  var channels = "3"

  @Option(help: ArgumentHelp("Numbers of threads, separated by commas; default: 1 and all.", valueName: "N,..."))
  var threads: String?

  @Option(help: ArgumentHelp("Rounds; the fastest counts.", valueName: "N"))
  var rounds = 3

  @Option(
    help: ArgumentHelp("Time these cells instead (an architecture string or index a line).", valueName: "FILE"),
    completion: .file())
  var architectures: String?

  @Flag(help: "Also time the full network (16 channels, 5 cells a stage, batch 64) with frozen batch norm.")
  var full = false

  @Flag(help: "Also time the full network with coupled batch norm: minutes.")
  var fullCoupled = false

  @Flag(help: "Also time a step of the pruning search: kappa and regions of a supernet.")
  var searchStep = false

  @Option(help: "Which kernels, instead of the fastest: avx512, avx2 or portable.")
  var kernels: String?

  @Flag(help: "Time kappa cell by cell instead, as many copies in flight as threads; prints CSV.")
  var each = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    for (text, option) in [(batch, "--batch"), (channels, "--channels"), (threads, "--threads")] {
      _ = try Self.numbers(text, option: option)
    }
    guard rounds >= 1 else { throw ValidationError("--rounds must be at least 1, not \(rounds)") }
  }

  func perform() throws {
    let set = try KernelChoice.set(named: kernels)
    let images = try ImagePool.load(.naturalNoise, seed: 24)
    let cells = try architectures.map { try Selection(readingFrom: $0).indices(seed: 0) }
    let study = try TimingStudy(
      cells: cells?.map { try NASBench201.architecture(at: $0) }, images: images, set: set, rounds: rounds)
    let all = ProcessInfo.processInfo.activeProcessorCount
    if each {
      try printEach(study, threads: try Self.numbers(threads, option: "--threads")?.first ?? all)
      return
    }
    var report = Report(kernels: set.description, blas: LinearAlgebra.coreName)
    if !json { print(report.heading) }
    for threads in try Self.numbers(threads, option: "--threads") ?? Array(Set([1, all])).sorted() {
      let peak = LinearAlgebra.matrixProductRate(threads: threads)
      report.peaks[threads] = peak
      var settings: [Kappa] = []
      for channels in try Self.numbers(channels, option: "--channels") ?? [] {
        for batch in try Self.numbers(batch, option: "--batch") ?? [] {
          settings.append(Kappa(channels: channels, batch: batch))
          settings.append(Kappa(channels: channels, batch: batch, batchNorm: .frozen))
        }
      }
      if full { settings.append(Kappa(channels: 16, cellsPerStage: 5, batch: 64, batchNorm: .frozen)) }
      if fullCoupled { settings.append(Kappa(channels: 16, cellsPerStage: 5, batch: 64)) }
      for kappa in settings { report.add(try study.time(kappa, threads: threads, peak: peak), prints: !json) }
      report.add(try study.time(Regions(batches: 3), threads: threads), prints: !json)
      if searchStep { report.add(try study.timeSearchStep(threads: threads), prints: !json) }
      if !json { print("sgemm, \(threads) threads: \(TextNumber.plain(peak, places: 1)) GFLOP/s") }
    }
    if json { print(try report.json()) }
  }

  private func printEach(_ study: TimingStudy, threads: Int) throws {
    print("index,architecture,batch,milliseconds")
    for batch in try Self.numbers(batch, option: "--batch") ?? [] {
      let times = try study.timeEach(Kappa(batch: batch), threads: threads)
      for (cell, time) in zip(study.cells, times) {
        print("\(NASBench201.index(of: cell)),\(cell),\(batch),\(TextNumber.plain(time, places: 3))")
      }
    }
  }

  private static func numbers(_ text: String?, option: String) throws -> [Int]? {
    try text?.split(separator: ",").map { part in
      guard let number = Int(part), number >= 1 else {
        throw ValidationError("\(option) takes whole numbers from 1, separated by commas, not '\(part)'")
      }
      return number
    }
  }
}

extension Bench {
  /// What was timed, as a table or JSON.
  struct Report: Encodable {
    let kernels: String
    let blas: String
    var peaks: [Int: Double] = [:]
    var rows: [TimingStudy.Row] = []

    init(kernels: String, blas: String) { (self.kernels, self.blas) = (kernels, blas) }

    var heading: String {
      "kernels \(kernels), OpenBLAS for \(blas)\n"
        + Self.line(["metric", "C", "N", "B", "threads", "ms/cell", "GFLOP/s", "of sgemm"])
    }

    mutating func add(_ row: TimingStudy.Row, prints: Bool) {
      rows.append(row)
      guard prints else { return }
      print(
        Self.line([
          row.what, "\(row.channels)", "\(row.cellsPerStage)", "\(row.batch)", "\(row.threads)",
          TextNumber.plain(row.milliseconds, places: 2), row.rate.map { TextNumber.plain($0, places: 1) } ?? "",
          row.share.map { "\(Int(($0 * 100).rounded()))%" } ?? "",
        ]))
    }

    func json() throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private static func line(_ fields: [String]) -> String {
      let widths = [18, 3, 3, 5, 8, 9, 9, 9]
      return zip(fields, widths).enumerated().map { place, field in
        let padding = String(repeating: " ", count: max(0, field.1 - field.0.count))
        return place == 0 ? field.0 + padding : padding + field.0
      }.joined(separator: " ")
    }
  }
}
