import Scores
import Statistics
import Synchronization
import WorkQueue

/// A beam search for the sum of ranked metrics whose Kendall τ with accuracy is highest: the best rules of one term are extended by
/// every other term with every weight, the best of these again, and so on; the best of each size is then improved by exchanging
/// one term or weight at a time while that helps.
///
/// Sizes 1 and 2 are exhaustive where the beam is as wide as there are terms. Equal rules are ordered by their terms, so that the result
/// is the same on any number of threads.
struct RuleSearch: Sendable {
  /// A rule as places of terms and weights, with its objective on the cells of the search.
  struct Found: Sendable {
    var parts: [(term: Int, weight: Double)]
    var objective: Double

    func rule(_ columns: TermColumns) -> Rule {
      Rule(
        parts.map { part in
          var term = columns.terms[part.term]
          term.weight = part.weight
          return term
        })
    }
  }

  let columns: TermColumns
  /// Accuracies on each data set, of the same cells.
  let targets: [RankedColumn]
  let options: CombinationOptions
  let isCancelled: @Sendable () -> Bool

  /// The best rule of each size found, from one term to the most.
  func run(threads: Int) throws -> [Found] {
    var best: [Found] = []
    var beam = [Found(parts: [], objective: -.infinity)]
    for _ in 0..<min(options.terms, columns.terms.count) {
      let candidates = beam.flatMap(extensions)
      guard !candidates.isEmpty else { break }
      var ranked = try judge(candidates, threads: threads)
      ranked[0] = try improve(ranked[0], threads: threads)
      beam = Array(ranked.prefix(options.beam))
      best.append(beam[0])
    }
    return best
  }

  /// A rule with every further term and weight; the first term's weight is 1, as a common factor ranks nothing.
  private func extensions(_ found: Found) -> [Found] {
    columns.terms.indices.filter { term in isNew(term, found.parts) }.flatMap { term in
      (found.parts.isEmpty ? [1] : options.weights).map { weight in
        Found(parts: found.parts + [(term, weight)], objective: 0)
      }
    }
  }

  private func isNew(_ term: Int, _ parts: [(term: Int, weight: Double)], except place: Int? = nil) -> Bool {
    !parts.enumerated().contains {
      $0.offset != place && columns.terms[$0.element.term].metrics == columns.terms[term].metrics
    }
  }

  /// Exchanges one term or weight at a time for the best there is, until none is better.
  private func improve(_ start: Found, threads: Int) throws -> Found {
    var best = start
    while true {
      var candidates: [Found] = []
      for place in best.parts.indices {
        for term in columns.terms.indices where isNew(term, best.parts, except: place) {
          for weight in options.weights where (term, weight) != best.parts[place] {
            // Another term in its place gets the same weight; the same term gets others.
            guard term == best.parts[place].term || weight == best.parts[place].weight else { continue }
            var changed = best
            changed.parts[place] = (term, weight)
            candidates.append(changed)
          }
        }
      }
      guard let found = try judge(candidates, threads: threads).first, found.objective > best.objective + 1e-9 else {
        return best
      }
      best = found
    }
  }

  /// The candidates with their objectives, the best first; sums of the same terms once.
  private func judge(_ candidates: [Found], threads: Int) throws -> [Found] {
    var seen: Set<[Int: Double]> = []
    let fresh = candidates.filter { seen.insert(Self.key($0.parts)).inserted }
    let objectives = Mutex([Double](repeating: 0, count: fresh.count))
    try WorkQueue.forEach(fresh.count, threads: threads) { _, place in
      guard !isCancelled() else {
        throw StudyError(
          .interrupted, "interrupted; with --output the finished searches are kept, and the same command goes on")
      }
      let objective = try objective(fresh[place])
      objectives.withLock { $0[place] = objective }
    }
    let found = objectives.withLock { $0 }
    return fresh.indices.sorted { (found[$0], $1) > (found[$1], $0) }.map {
      Found(parts: fresh[$0].parts, objective: found[$0])
    }
  }

  private static func key(_ parts: [(term: Int, weight: Double)]) -> [Int: Double] {
    let scale = parts.map(\.weight).max() ?? 1
    return Dictionary(uniqueKeysWithValues: parts.map { ($0.term, $0.weight / scale) })
  }

  private func objective(_ found: Found) throws -> Double {
    var sum = [Double](repeating: 0, count: targets[0].count)
    for (term, weight) in found.parts {
      columns.values[term].withUnsafeBufferPointer { values in
        for row in sum.indices { sum[row] += weight * values[row] }
      }
    }
    return try Self.objective(RankedColumn(sum), targets, options.objective)
  }

  /// One number of τ on all data sets; −1 where a column is constant.
  static func objective(
    _ ranked: RankedColumn, _ targets: [RankedColumn], _ objective: CombinationOptions.Objective
  ) -> Double {
    let everyRow = Resample(everyRowOf: ranked.count)
    let taus = targets.map { kendallTauB(ranked, $0, in: everyRow).value ?? -1 }
    return switch objective {
    case .worst: taus.min()!
    case .mean: taus.reduce(0, +) / Double(taus.count)
    }
  }
}
