import Files
import Foundation
import Reports
import Statistics

/// Two builds of this program timed in turn on the same machine, so that what else the machine does falls on both: whoever doubts a
/// ratio can take it again.
public struct AlternatedTiming: Sendable {
  /// One line of the comparison.
  public struct Row: Sendable, Encodable {
    /// What was timed, as this program says.
    public let timed: TimingStudy.Row
    /// Milliseconds of this program and of the other: medians over the rounds.
    public let here, there: Double
    /// Time here divided by time there, a number a round, ascending.
    public let ratios: [Double]

    /// The median of the rounds' ratios.
    public var ratio: Double { quantile(ratios, at: 0.5) }
  }

  private let here, there: String
  private let arguments: [String]
  private let rounds: Int

  /// Prepares a comparison.
  ///
  /// - Parameters:
  ///   - here: the path of this program.
  ///   - there: the path of the other, of version 0.2.0 or later.
  ///   - arguments: what both are asked to time: options of `tenas bench`.
  ///   - rounds: how often each is asked; who begins changes from round to round.
  /// - Throws: `FileError` if there is no program at the other's path.
  public init(here: String, there: String, arguments: [String], rounds: Int) throws {
    guard there.exists else {
      throw FileError("no such file; name another build of tenas", file: there, kind: .noSuchFile)
    }
    guard !there.namesDirectory, access(there.fileName, X_OK) == 0 else {
      throw FileError("is not a program; name another build of tenas", file: there)
    }
    (self.here, self.there, self.arguments, self.rounds) = (here, there, arguments, rounds)
  }

  /// Times both.
  ///
  /// - Parameter progress: told the number of rounds done.
  /// - Returns: what both have timed; a later version may time more.
  /// - Throws: `FileError` if one of them fails, or if they timed nothing in common.
  public func rows(progress: (Int) -> Void = { _ in }) throws -> [Row] {
    var (own, other): ([[TimingStudy.Row]], [[TimingStudy.Row]]) = ([], [])
    for round in 0..<rounds {
      if round % 2 == 0 {
        own.append(try timed(here))
        other.append(try timed(there))
      } else {
        other.append(try timed(there))
        own.append(try timed(here))
      }
      progress(round + 1)
    }
    let rows = own[0].indices.compactMap { place -> Row? in
      let timed = own[0][place]
      let pairs = zip(own, other).compactMap { own, other in
        other.first { $0.isOf(timed) }.map { (here: own[place].milliseconds, there: $0.milliseconds) }
      }
      guard pairs.count == rounds else { return nil }
      return Row(
        timed: timed, here: quantile(pairs.map(\.here).sorted(), at: 0.5),
        there: quantile(pairs.map(\.there).sorted(), at: 0.5), ratios: pairs.map { $0.here / $0.there }.sorted())
    }
    guard !rows.isEmpty else { throw FileError("timed nothing that this program times", file: there) }
    return rows
  }

  /// One round of one program, which does everything twice: the first time it touches its memory.
  private func timed(_ program: String) throws -> [TimingStudy.Row] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["bench", "--json", "--rounds", "2"] + arguments
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    do { try process.run() } catch { throw FileError("cannot be started", file: program) }
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      let line = said.split(separator: "\n").first.map(String.init) ?? "nothing"
      throw FileError("ended with status \(process.terminationStatus) and said: \(line)", file: program)
    }
    struct Answer: Decodable { let rows: [TimingStudy.Row] }
    guard let rows = try? JSONDecoder().decode(Answer.self, from: answer).rows, !rows.isEmpty else {
      throw FileError("printed no timings; name a build of tenas, 0.2.0 or later", file: program)
    }
    return rows
  }
}

extension AlternatedTiming {
  /// The rows as a table: milliseconds, the median ratio, and the smallest and largest of the rounds.
  public static func text(_ rows: [Row], width: Int?) -> String {
    let header = ["metric", "C", "N", "B", "threads", "here ms", "there ms", "ratio", "of rounds"]
    let body = rows.map { row in
      let (timed, bounds) = (row.timed, [row.ratios[0], row.ratios[row.ratios.count - 1]])
      return [
        timed.what, "\(timed.channels)", "\(timed.cellsPerStage)", "\(timed.batch)", "\(timed.threads)",
        TextNumber.plain(row.here, places: 2), TextNumber.plain(row.there, places: 2),
        TextNumber.plain(row.ratio, places: 3),
        "[\(bounds.map { TextNumber.plain($0, places: 3) }.joined(separator: ", "))]",
      ]
    }
    return TextTable.aligned([header] + body, width: width, dispensable: ["N", "C", "there ms"])
  }

  /// The rows as JSON.
  public static func json(_ rows: [Row]) throws -> String { try TimingReport.json(rows) }
}

extension TimingStudy.Row {
  /// Whether it is of the same metric with the same settings on as many threads.
  fileprivate func isOf(_ other: Self) -> Bool {
    (what, channels, cellsPerStage, batch, threads)
      == (other.what, other.channels, other.cellsPerStage, other.batch, other.threads)
  }
}
