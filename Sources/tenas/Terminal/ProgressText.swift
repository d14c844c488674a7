import Files
import Runs

/// The words of a line of progress, as many as a width allows.
struct ProgressText {
  private let stage, count: String
  private let resumed, rate, left: String?
  private let share: Double

  /// - Parameter seconds: since the beginning.
  init(stage: String, unit: String, _ progress: ScoringRun.Progress, seconds: Double) {
    self.stage = stage
    share = progress.total == 0 ? 1 : Double(progress.done) / Double(progress.total)
    count = unit.isEmpty ? "\(Int(100 * share))%" : "\(progress.done)/\(progress.total) \(unit)"
    resumed = progress.resumed > 0 ? "(\(progress.resumed) from before)" : nil
    let computed = progress.done - progress.resumed
    // What the first moments say of the rest is wild.
    guard computed > 0 && seconds >= 1 else {
      (rate, left) = (nil, nil)
      return
    }
    let perSecond = Double(computed) / seconds
    rate = unit.isEmpty ? nil : "\(TextNumber.plain(perSecond, places: 1)) \(unit)/s"
    left = "\(TextDuration.clock(Double(progress.total - progress.done) / perSecond)) left"
  }

  /// The line without a bar; with one, no longer than the width: what came from before goes first, then the rate, then the bar.
  func line(width: Int? = nil) -> String {
    guard let width else { return words([stage + ":", count, resumed, rate, left]) }
    for parts in [[stage, count, resumed, rate, left], [stage, count, rate, left], [stage, count, left]] {
      let text = words(parts)
      let room = width - text.count - 3
      guard room >= Self.leastBar else { continue }
      return words([stage, bar(min(Self.longestBar, room))] + parts.dropFirst())
    }
    return [words([stage, count, left]), words([count, left]), count].first { $0.count <= width }
      ?? String(count.prefix(width))
  }

  private static let (leastBar, longestBar) = (8, 24)

  private func words(_ parts: [String?]) -> String { parts.compactMap(\.self).joined(separator: " ") }

  private func bar(_ width: Int) -> String {
    let filled = Int(Double(width) * share)
    return "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: width - filled))]"
  }
}
