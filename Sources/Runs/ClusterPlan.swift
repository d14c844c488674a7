import Files
import Foundation
import Images
import Kernels
import Scores
import SearchSpaces

/// How a run is divided into the tasks of a batch system.
public struct ClusterPlan: Sendable, Equatable {
  /// Rows of the run.
  public let rows: Int
  /// Rows a second of one task.
  public let rate: Double
  /// How many tasks; each computes one shard.
  public let tasks: Int

  /// Seconds that a task is expected to take.
  public var secondsPerTask: Double { Double(rows) / rate / Double(tasks) }

  /// The time limit to ask for, whole minutes: half as long again, for slower machines, and ten minutes to start and stop.
  public var limitMinutes: Int { Int((secondsPerTask * 1.5 / 60).rounded(.up)) + 10 }

  /// The most tasks an array can have unless a cluster's administrator allows more (`MaxArraySize` = 1001).
  public static let mostTasks = 1000

  /// Divides a run.
  ///
  /// - Parameters:
  ///   - settings: the run's.
  ///   - rate: rows a second of one task, as `tenas status` tells it or ``measuredRate(_:images:instructionSet:threads:)``.
  ///   - secondsPerTask: how long a task is to take.
  ///   - tasks: how many tasks instead.
  /// - Throws: ``StudyError`` for more tasks than cells, or than ``mostTasks``; `SearchSpaceError`.
  public init(_ settings: RunSettings, rate: Double, secondsPerTask: Double, tasks: Int? = nil) throws {
    let cells = try settings.selection.cells(space: settings.space, seed: settings.seed).count
    rows = cells * settings.scoring.repeats
    self.rate = rate
    let needed = max(1, (Double(rows) / rate / secondsPerTask).rounded(.up))
    guard tasks != nil || needed <= Double(Self.mostTasks) else {
      throw StudyError(
        .usage,
        "\(rows) rows at \(CSV.number(rate)) rows/s take \(Int(needed)) tasks of \(Int(secondsPerTask)) s; Slurm's default limit is \(Self.mostTasks): make tasks longer, or give them more threads"
      )
    }
    self.tasks = tasks ?? min(Int(needed), cells)
    guard self.tasks <= cells else {
      throw StudyError(.usage, "\(self.tasks) tasks for \(cells) cells; some would be empty")
    }
  }

  /// Measures the rate of this machine: scores some cells, spread evenly over the run's cells by expected cost, and infers from
  /// the cost of all how long these take.
  ///
  /// - Returns: rows a second with that many threads.
  public static func measuredRate(
    _ settings: RunSettings, images: ImagePool, instructionSet: InstructionSet, threads: Int
  ) throws -> Double {
    let cost = settings.cost
    let cells = try settings.selection.cells(space: settings.space, seed: settings.seed)
      .map { (cell: $0, cost: cost.operations(of: $0.cell)) }
      .sorted { ($0.cost, $0.cell.index) < ($1.cost, $1.cell.index) }
    let count = min(cells.count, 4 * threads)
    let sample = (0..<count).map { cells[(2 * $0 + 1) * cells.count / (2 * count)] }
    var some = settings
    some.scoring.repeats = 1
    some.selection =
      settings.space == .nasBench201
      ? .architectures(sample.map(\.cell.index)) : .genotypes(sample.compactMap { $0.cell.cell as? DARTS.Genotype })
    let directory = NSTemporaryDirectory() + "tenas-rate-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let run = ScoringRun(
      settings: some, directory: directory, images: images, instructionSet: instructionSet, threads: threads,
      record: RunManifest.Record(images: ""))
    let elapsed = try ContinuousClock().measure { try run.execute() } / .seconds(1)
    let all = cells.reduce(0) { $0 + $1.cost }
    return Double(cells.count) / (all / sample.reduce(0) { $0 + $1.cost } * elapsed)
  }
}
