import Files
import Foundation
import Randomness
import Scores

/// A run's `run.json`: what determines its numbers, and a record of how they came about.
public struct RunManifest: Sendable, Codable {
  /// What determines the numbers; resuming and merging demand equality.
  public var determines: RunSettings
  /// What does not.
  public var record: Record

  /// Circumstances that leave no trace in the numbers.
  public struct Record: Sendable, Codable {
    /// The version of the run directory's format; nil for a run that is older than the number, which is as version 1.
    public private(set) var schema: Int? = RunFormat.version
    /// The program of the last session, its version and commit; nil in older runs, as are the next two.
    public private(set) var program: String?
    /// The command line of the last session, a string an argument.
    public private(set) var command: [String]?
    /// The machine that the last session ran on.
    public private(set) var host: String?
    /// The image source as it was given, with its path.
    public var images: String
    /// The accuracy table given, and a hash of its content.
    public var table: Table?
    /// The part of the run that the directory holds, `I/N`; 1/1 is all of it.
    public internal(set) var shard = Shard.whole.description
    /// The rows of that part.
    public internal(set) var rows: Int?
    /// The processor's name.
    public var processor: String
    /// Threads of the last session.
    public internal(set) var threads = 1
    /// Processor time by metric, of the rows whose session could record it; nil before any. A session that is killed cannot.
    public internal(set) var processorTime: [String: MetricTime]?
    /// When the run began (ISO 8601).
    public var began: String
    /// When its last row was written (ISO 8601); nil while it is unfinished.
    public var finished: String?

    /// An accuracy table as it was given.
    public struct Table: Sendable, Codable {
      /// Its path.
      public var path: String
      /// A hash of its bytes.
      public var hash: String

      /// Hashes a table's file.
      public init(hashing path: String) throws {
        // What comes through a pipe can be read once only, and is kept by who read it.
        let isFile = InputFile.isRegular(path)
        guard
          let bytes = try isFile
            ? path.contents.map(Array.init) : InputFile(reading: path).bytes
        else { throw StudyError(.noSuchFile, "\(path): cannot be read") }
        var digest = StableHash()
        for byte in bytes { digest.combine(byte: byte) }
        (self.path, hash) = (path, String(digest.value, radix: 16))
      }
    }

    /// Makes a record that begins now.
    public init(images: String, table: Table? = nil) {
      (self.images, self.table) = (images, table)
      processor = Self.processorName
      began = Self.now
      describeSession(threads: 1)
    }

    /// Notes who computes from now on.
    mutating func describeSession(threads: Int) {
      (self.threads, program, command, host) = (threads, toolDescription, CommandLine.given, Self.hostName)
    }

    /// Adds processor time to what is recorded.
    mutating func add(_ times: [String: MetricTime]) {
      guard !times.isEmpty else { return }
      var sum = processorTime ?? [:]
      MetricTime.add(times, to: &sum)
      processorTime = sum
    }

    /// This moment, ISO 8601.
    public static var now: String { Date.now.formatted(.iso8601) }

    /// The machine's name as it calls itself; no name server is asked.
    private static var hostName: String {
      var name = [CChar](repeating: 0, count: 256)
      guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
      return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The processor's name.
    package static var processorName: String {
      let info = "/proc/cpuinfo".contents ?? Data()
      let line = String(decoding: info, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("model name") }
      return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
    }
  }

  /// Makes a manifest.
  public init(determines: RunSettings, record: Record) {
    (self.determines, self.record) = (determines, record)
  }

  /// Reads `run.json` of a run directory.
  ///
  /// - Throws: ``StudyError``: no such run, not a run's JSON, or of a later version of the format.
  public init(directory: String) throws {
    try RunFormat.requireKnown(in: directory)
    self = try ManifestFile.read(Self.path(in: directory))
  }

  /// Writes `run.json`, replacing it in one step.
  public func write(directory: String) throws { try ManifestFile.write(self, to: Self.path(in: directory)) }

  /// Where a run directory has its manifest.
  static func path(in directory: String) -> String { "\(directory)/run.json" }

  /// Whether a directory holds a run.
  package static func isPresent(in directory: String) -> Bool {
    path(in: directory).exists
  }
}
