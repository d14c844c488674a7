import Files
import Foundation
import Images
import Kernels
import Metrics
import Runs
import Scores

/// The runs of an ablation of the scoring protocol over NAS-Bench-201, and where they are kept.
///
/// ```swift
/// let plan = try ProtocolAblationPlan(
///   base: ProtocolSetting(ScoringProtocol(.paper), images: .naturalNoise), protocolName: .paper,
///   levels: [ProtocolFactor.batch.defaultLevels], selection: .sample(300), directory: "results/ablation")
/// try plan.execute()
/// print(try ProtocolAblation(plan, table: table).text())
/// ```
public struct ProtocolAblationPlan: Sendable {
  /// The base, then what is compared with it.
  public let variants: [ProtocolVariant]
  /// What must be scored.
  public let runs: [ProtocolRun]
  /// The name of the protocol the base started from.
  public let protocolName: ScoringProtocol.Name
  /// The cells, the same for all.
  public let selection: Selection
  /// The seed of every run.
  public let seed: UInt64
  /// Where everything is written; runs in `runs/`.
  public let directory: String
  private let pools: [ImageSource: ImagePool]
  private let instructionSet: InstructionSet
  private let threads: Int

  /// Plans, and loads the images, without which it cannot be told which runs are there already. Nothing is written yet.
  ///
  /// - Parameters:
  ///   - base: the protocol that levels are changes of.
  ///   - protocolName: the name of the protocol that the base started from.
  ///   - levels: by factor, the levels tried; one that is the base's own is the base.
  ///   - isCrossed: whether factors are combined instead of varied one at a time.
  ///   - selection: the cells.
  ///   - seed: the seed of every run.
  ///   - directory: where everything is written.
  ///   - threads: how many rows are computed at once.
  /// - Throws: ``StudyError`` if a factor is not one of the base's, or two sources of images go by the same name;
  ///   `MetricError` for images that do not suit a variant; `ImageError`, `SearchSpaceError`.
  public init(
    base: ProtocolSetting, protocolName: ScoringProtocol.Name, levels: [[ProtocolLevel]], isCrossed: Bool = false,
    selection: Selection, seed: UInt64 = 0, directory: String, instructionSet: InstructionSet = .best, threads: Int = 1
  ) throws {
    if let factor = levels.joined().map(\.factor).first(where: { !$0.applies(to: base) }) {
      throw StudyError(
        .usage,
        "\(factor.rawValue) is not a factor of protocol \(protocolName.rawValue), which counts regions on images")
    }
    _ = try selection.cells(space: .nasBench201, seed: seed)
    variants = ProtocolVariant.all(of: base, levels: levels, isCrossed: isCrossed)
    try Self.checkLabels(Set(variants.map(\.setting.images)))
    (self.protocolName, self.selection, self.seed, self.directory) = (protocolName, selection, seed, directory)
    (self.instructionSet, self.threads) = (instructionSet, threads)
    pools = try Dictionary(
      uniqueKeysWithValues: Set(variants.map(\.setting.images)).map {
        ($0, try ImagePool.load($0, seed: seed, threads: threads))
      })
    for variant in variants {
      let (scoring, pool) = (variant.setting.scoring, pools[variant.setting.images]!)
      try scoring.kappa.check(pool)
      try scoring.regions.check(pool)
    }
    runs = ProtocolRun.all(of: variants)
  }

  private static func checkLabels(_ sources: Set<ImageSource>) throws {
    for (label, same) in Dictionary(grouping: sources, by: \.label) where same.count > 1 {
      let names = same.map(\.description).sorted().joined(separator: " and ")
      throw StudyError(.usage, "\(names) would both be called \(label); ablate them in two directories")
    }
  }

  /// The settings of a run, as `tenas score` would gather them.
  func settings(_ run: ProtocolRun) -> RunSettings {
    RunSettings(
      selection: selection, protocolName: protocolName, scoring: run.setting.scoring,
      metrics: MetricTable.columns(askedFor: [run.metric.rawValue]), seed: seed, imageSource: run.setting.images,
      images: pools[run.setting.images]!, instructionSet: instructionSet)
  }
}

// MARK: what is there

extension ProtocolAblationPlan {
  /// Where a run is or will be: a finished one with more repeats serves as well, for its first repeats are the same.
  public func directory(of run: ProtocolRun) -> String { path(finished(run) ?? run) }

  private func path(_ run: ProtocolRun) -> String { "\(directory)/runs/\(run.name)" }

  /// The run with the fewest repeats that has all of a run's, and is finished.
  private func finished(_ run: ProtocolRun) -> ProtocolRun? {
    let prefix = "\(run.stem)-repeats-"
    let names = "\(directory)/runs".entries ?? []
    let repeats = names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
    return repeats.filter { $0 >= run.setting.scoring.repeats }.sorted().lazy.map { repeats in
      var other = run
      other.setting.scoring.repeats = repeats
      return other
    }.first(where: isFinished)
  }

  private func isFinished(_ run: ProtocolRun) -> Bool {
    guard let manifest = try? RunManifest(directory: path(run)) else { return false }
    return manifest.record.finished != nil && settings(run).differences(from: manifest.determines).isEmpty
  }

  private func rows(_ run: ProtocolRun, cells: Int) -> Int { cells * run.setting.scoring.repeats }

  /// What will be done, one line a run, and how long it is expected to take: by the operations of each, at the rate of a few
  /// cells of the base that are scored for it where something is missing.
  public func steps() throws -> [String] {
    let cells = try selection.cells(space: .nasBench201, seed: seed)
    let missing = runs.filter { finished($0) == nil }
    var lines = [
      "\(variants.count) protocols from \(runs.count) runs over \(cells.count) cells, \(runs.count - missing.count) of them there"
    ]
    guard !missing.isEmpty else { return lines }
    let rate = try operationsPerSecond(cells)
    var total = 0.0
    for run in runs {
      guard missing.contains(run) else {
        lines.append("  \(run.name): there")
        continue
      }
      let seconds = operations(run, cells: cells) / rate
      total += seconds
      lines.append("  \(run.name): \(rows(run, cells: cells.count)) rows, about \(TextDuration.rough(seconds))")
    }
    return lines + ["about \(TextDuration.rough(total)) in all on \(threads) threads"]
  }

  private func operations(_ run: ProtocolRun, cells: [SelectedCell]) -> Double {
    let cost = settings(run).cost
    return Double(run.setting.scoring.repeats) * cells.reduce(0) { $0 + cost.operations(of: $1.cell) }
  }

  private func operationsPerSecond(_ cells: [SelectedCell]) throws -> Double {
    var base = runs[0]
    base.setting.scoring.repeats = 1
    let rate = try ClusterPlan.measuredRate(
      settings(base), images: pools[base.setting.images]!, instructionSet: instructionSet, threads: threads)
    return rate * operations(base, cells: cells) / Double(cells.count)
  }
}

// MARK: execution

extension ProtocolAblationPlan {
  /// Makes or resumes what is missing, run by run.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every row; what is done is kept.
  ///   - note: called with what a run noticed of an earlier session.
  ///   - progress: called from any thread, with the rows of all runs together.
  /// - Throws: what ``ScoringRun/execute(retriesFailed:isCancelled:note:progress:)`` throws.
  public func execute(
    isCancelled: @escaping @Sendable () -> Bool = { false }, note: (String) -> Void = { _ in },
    progress: @escaping @Sendable (ScoringRun.Progress) -> Void = { _ in }
  ) throws {
    let cells = try selection.cells(space: .nasBench201, seed: seed).count
    let missing = runs.filter { finished($0) == nil }
    let total = missing.reduce(0) { $0 + rows($1, cells: cells) }
    var (done, resumed) = (0, 0)
    for run in missing {
      let scoring = ScoringRun(
        settings: settings(run), directory: path(run), images: pools[run.setting.images]!,
        instructionSet: instructionSet, threads: threads,
        record: RunManifest.Record(images: run.setting.images.description))
      let (before, resumedBefore) = (done, resumed)
      let result = try scoring.execute(isCancelled: isCancelled, note: note) {
        progress(
          ScoringRun.Progress(
            done: before + $0.done, resumed: resumedBefore + $0.resumed, total: total, failed: $0.failed))
      }
      (done, resumed) = (done + result.done, resumed + result.resumed)
    }
  }
}
