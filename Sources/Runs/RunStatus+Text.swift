import Files
import Foundation

extension RunStatus {
  /// The status as a table for a terminal, a line a directory and one for all of them.
  public func text(width: Int? = nil) -> String {
    let header = ["run", "shard", "state", "done", "failed", "rows/s", "left", "last row"]
    var body = parts.map { part in
      [
        part.directory, part.shard, part.stateText, "\(part.done)/\(part.total)", "\(part.failed)",
        Self.rate(part.rate),
        Self.clock(part.secondsLeft), part.secondsSinceLastRow.map { "\(Self.clock($0)) ago" } ?? "",
      ]
    }
    if parts.count > 1 {
      body.append(["all", "", "", "\(done)/\(total)", "\(failed)", Self.rate(rate), Self.clock(secondsLeft), ""])
    }
    return TextTable.aligned([header] + body, width: width) + notes.map { "note: \($0)\n" }.joined()
  }

  /// What there is to do, a line each.
  public var notes: [String] {
    var notes: [String] = []
    if !absent.isEmpty { notes.append("not given: shard \(absent.joined(separator: ", "))") }
    let idle = parts.filter { $0.state == .stopped || $0.state == .killed }.map(\.directory)
    if !idle.isEmpty { notes.append("nobody works on \(idle.joined(separator: ", ")); the same command resumes it") }
    if failed > 0 { notes.append("\(failed) rows failed, see failures.csv; --retry-failed computes them again") }
    return notes
  }

  /// The status as JSON.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self) + "\n"
  }

  private static func rate(_ rate: Double?) -> String {
    rate.map { TextNumber.plain($0, places: $0 < 1 ? 3 : 1) } ?? ""
  }

  private static func clock(_ seconds: Double?) -> String { seconds.map(TextDuration.clock) ?? "" }
}

extension RunStatus.Part {
  fileprivate var stateText: String {
    guard state == .running || state == .killed, let host, let process else { return state.rawValue }
    return "\(state.rawValue), \(host) \(process)"
  }
}
