import Files
import Foundation
import Images
import Kernels
import Scores

/// Runs a finished run again, elsewhere, and compares what comes out byte by byte.
public struct RunReplay: Sendable {
  /// What came out.
  public enum Outcome: Sendable, Equatable {
    /// The same bytes, so many rows.
    case identical(rows: Int)
    /// Other bytes.
    case differs(Difference)
  }

  /// Where two `scores.csv` part.
  public struct Difference: Sendable, Equatable {
    /// The first line that is not the same, from 1.
    public let line: Int
    /// What it is in the recorded run and in the new one; nil past the end.
    public let recorded, computed: String?
    /// How many lines are not the same.
    public let count: Int
  }

  /// The recorded run's directory.
  public let directory: String
  private let manifest: RunManifest
  private let run: @Sendable (String) -> ScoringRun

  /// Prepares to run a run again, with the images, seed and kernels of its `run.json`.
  ///
  /// - Parameters:
  ///   - directory: a finished run.
  ///   - source: where its images are now; nil for where they were.
  ///   - threads: how many rows are computed at once.
  /// - Throws: ``StudyError`` if the run is not finished, or something that determines its numbers is not the same here (the
  ///   images, the version, OpenBLAS's core type), naming it; `ImageError`, `InstructionSetError`.
  public init(of directory: String, images source: ImageSource? = nil, threads: Int = 1) throws {
    self.directory = directory
    let manifest = try RunManifest(directory: directory)
    guard manifest.record.finished != nil else {
      throw StudyError(.badData, "\(directory): is not finished; `tenas score` resumes it")
    }
    let recorded = manifest.determines
    let source = try source ?? ImageSource(parsing: manifest.record.images)
    let set = try InstructionSet(named: recorded.kernels)
    let images = try ImagePool.load(
      source, seed: recorded.seed, threads: threads, statistics: recorded.images.statistics ?? .name,
      order: recorded.images.batchOrder ?? .random)
    let settings = RunSettings(
      space: recorded.space, selection: recorded.selection, protocolName: recorded.protocolName,
      scoring: recorded.scoring, metrics: recorded.metrics, seed: recorded.seed, imageSource: source, images: images,
      instructionSet: set)
    let differences = settings.differences(from: recorded, there: "in \(directory)")
    guard differences.isEmpty else {
      throw StudyError(.usage, "\(directory): cannot be run again as it was: \(differences.joined(separator: "; "))")
    }
    let shard = try Shard(parsing: manifest.record.shard)
    self.manifest = manifest
    run = { output in
      ScoringRun(
        settings: settings, directory: output, images: images, instructionSet: set, shard: shard, threads: threads,
        record: RunManifest.Record(images: source.description))
    }
  }

  /// Runs it again in a temporary directory, which is removed afterwards, and compares.
  ///
  /// - Throws: what ``ScoringRun/execute(retriesFailed:isCancelled:note:progress:)`` throws.
  public func execute(
    isCancelled: @Sendable () -> Bool = { false }, progress: @Sendable (ScoringRun.Progress) -> Void = { _ in }
  ) throws -> Outcome {
    let temporary = NSTemporaryDirectory() + "tenas-replay-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    try run(temporary).execute(isCancelled: isCancelled, progress: progress)
    let lines = try [directory, temporary].map { directory in
      guard let data = ScoreFile.path(in: directory).contents else {
        throw StudyError(.noSuchFile, "\(ScoreFile.path(in: directory)): cannot be read")
      }
      return data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
    return Self.compare(lines[0], lines[1])
  }

  private static func compare(_ recorded: [Data], _ computed: [Data]) -> Outcome {
    func text(_ lines: [Data], _ place: Int) -> String? {
      lines.indices.contains(place) ? String(decoding: lines[place], as: UTF8.self) : nil
    }
    let places = (0..<max(recorded.count, computed.count)).filter { place in
      !recorded.indices.contains(place) || !computed.indices.contains(place) || recorded[place] != computed[place]
    }
    guard let first = places.first else { return .identical(rows: max(recorded.count - 2, 0)) }
    return .differs(
      Difference(
        line: first + 1, recorded: text(recorded, first), computed: text(computed, first), count: places.count))
  }
}
