import Files
import Foundation
import Scores

/// How far a run is, or the parts of one, as their directories tell while it goes on.
public struct RunStatus: Sendable, Codable {
  /// One run directory.
  public struct Part: Sendable, Codable {
    /// What its process is doing.
    public enum State: String, Sendable, Codable {
      /// At work, as far as can be seen: on another machine, it has not said that it stopped.
      case running
      /// Not at work: interrupted, or stopped by an error; run the same command again.
      case stopped
      /// Not at work, and did not say so: killed.
      case killed
      /// All rows are there.
      case finished
    }

    /// The directory.
    public let directory: String
    /// Which part of the run it is, `I/N`.
    public let shard: String
    /// What its process is doing.
    public let state: State
    /// Where that process is or was, if it did not end by itself.
    public let host: String?
    /// That process.
    public let process: Int32?
    /// Rows there are, rows among them with a score that could not be computed, rows wanted.
    public let done, failed, total: Int
    /// Rows a second in this session; nil if it is not running, or has no row yet.
    public let rate: Double?
    /// Seconds left at that rate.
    public let secondsLeft: Double?
    /// Seconds since the last row; nil without rows.
    public let secondsSinceLastRow: Double?
  }

  /// The directories, as given.
  public let parts: [Part]
  /// Shards that no directory holds, `I/N`.
  public let absent: [String]
  /// Rows of all parts: there are, failed, wanted.
  public let done, failed, total: Int
  /// Rows a second of all parts that are running; nil if none is.
  public let rate: Double?
  /// Seconds until the last running part is done; nil if none is running.
  public let secondsLeft: Double?

  /// Looks at run directories; nothing is locked or written.
  ///
  /// - Throws: ``StudyError`` if one is no run directory.
  public init(of directories: [String]) throws {
    let parts = try directories.map(Part.init)
    self.parts = parts
    absent = Shard.absent(try parts.map { try Shard(parsing: $0.shard) }).map(\.description)
    func sum(_ path: KeyPath<Part, Int>) -> Int { parts.reduce(0) { $0 + $1[keyPath: path] } }
    (done, failed, total) = (sum(\.done), sum(\.failed), sum(\.total))
    let rates = parts.compactMap(\.rate)
    rate = rates.isEmpty ? nil : rates.reduce(0, +)
    secondsLeft = parts.compactMap(\.secondsLeft).max()
  }
}

extension RunStatus.Part {
  init(_ directory: String) throws {
    let manifest = try RunManifest(directory: directory)
    let scores = ScoreFile.path(in: directory)
    let now = Date.now.timeIntervalSince1970
    let session = RunLock.session(in: directory)
    let (rows, broken) = Self.count(scores.contents ?? Data())
    let wanted = try manifest.record.rows ?? Shard(parsing: manifest.record.shard).rows(of: manifest.determines).count
    let state = Self.state(session, isFinished: manifest.record.finished != nil && rows >= wanted)
    let changed = scores.status.map { Date(timeIntervalSince1970: Double($0.st_mtim.tv_sec)) }
    let rate = session.flatMap { session in
      let (computed, seconds) = (Double(rows - session.resumed), now - session.began)
      return state == .running && computed > 0 && seconds > 0 ? computed / seconds : nil
    }
    self.init(
      directory: directory, shard: manifest.record.shard, state: state, host: session?.host, process: session?.process,
      done: rows, failed: broken, total: wanted, rate: rate, secondsLeft: rate.map { Double(wanted - rows) / $0 },
      secondsSinceLastRow: rows == 0 ? nil : changed.map { max(now - $0.timeIntervalSince1970, 0) })
  }

  /// Whole lines but the header, and those among them with a NaN. A line that is being written is not counted.
  private static func count(_ content: Data) -> (done: Int, failed: Int) {
    let whole = content.lastIndex(of: UInt8(ascii: "\n")).map { content[...$0] } ?? Data()
    let lines = whole.split(separator: UInt8(ascii: "\n")).dropFirst()
    return (lines.count, lines.count { String(decoding: $0, as: UTF8.self).split(separator: ",").contains("nan") })
  }

  private static func state(_ session: RunLock.Session?, isFinished: Bool) -> State {
    guard let session else { return isFinished ? .finished : .stopped }
    return session.isAlive == false ? (isFinished ? .finished : .killed) : .running
  }
}
