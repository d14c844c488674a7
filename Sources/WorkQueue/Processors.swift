import Foundation

/// How many processors this process may keep busy.
public enum Processors {
  /// The processors that it is bound to, or fewer if its control group may use less of them: a container of `--cpus=2` on a machine of
  /// 64 has 2. At least 1.
  public static let count: Int = {
    let bound = ProcessInfo.processInfo.activeProcessorCount
    return max(1, min(bound, quota(root: "").map { Int($0.rounded(.up)) } ?? bound))
  }()

  /// The processor time a second that the control groups of this process allow, in seconds; nil if they set no limit, or there are none.
  ///
  /// - Parameter root: what `/proc` and `/sys` are below; empty for the system's own.
  public static func quota(root: String) -> Double? {
    let groups = (try? String(contentsOfFile: "\(root)/proc/self/cgroup", encoding: .utf8)) ?? ""
    var limits: [Double] = []
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 else { continue }
      let isSecond = fields[1].isEmpty
      guard isSecond || fields[1].split(separator: ",").contains("cpu") else { continue }
      let mount = "\(root)/sys/fs/cgroup" + (isSecond ? "" : "/\(fields[1])")
      // The limit of a group above holds, too. Within a container the path may be one of the machine outside.
      var names = fields[2].split(separator: "/")
      while true {
        let directory = ([mount] + names.map(String.init)).joined(separator: "/")
        if let limit = isSecond ? second(directory) : first(directory) { limits.append(limit) }
        if names.isEmpty { break }
        names.removeLast()
      }
    }
    return limits.min()
  }

  /// Version 2: `cpu.max` has quota and period in microseconds, or `max`.
  private static func second(_ directory: String) -> Double? {
    ratio(of: text("\(directory)/cpu.max")?.split(separator: " ").map(String.init) ?? [])
  }

  /// Version 1: a file each; -1 is no limit.
  private static func first(_ directory: String) -> Double? {
    ratio(of: ["cpu.cfs_quota_us", "cpu.cfs_period_us"].compactMap { text("\(directory)/\($0)") })
  }

  private static func ratio(of numbers: [String]) -> Double? {
    guard numbers.count == 2, let quota = Double(numbers[0]), let period = Double(numbers[1]), quota > 0, period > 0
    else { return nil }
    return quota / period
  }

  private static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
