import Scores
import Statistics

/// Runs the searches of a study one after another, each on the threads there are; those on record are not run again.
struct Searcher {
  let material: Material
  let options: CombinationOptions
  let record: SearchRecord
  let isCancelled: @Sendable () -> Bool
  let progress: (Int, Int) -> Void
  private var done = 0

  init(
    material: Material, options: CombinationOptions, record: SearchRecord, isCancelled: @escaping @Sendable () -> Bool,
    progress: @escaping (_ done: Int, _ total: Int) -> Void
  ) {
    (self.material, self.options, self.record) = (material, options, record)
    (self.isCancelled, self.progress) = (isCancelled, progress)
  }

  /// The rules of every size on some cells, and what an inner cross-validation says of each size.
  ///
  /// - Parameter places: of the cells in the material.
  mutating func choose(fold: Int?, among places: [Int]) throws -> CombinationStudy.Choice {
    let name = fold.map { "fold \($0)" } ?? "all cells"
    let seed = options.agreement.seed
    let places =
      options.cells.map {
        ClassFolds.sample(
          places, of: material.cells, in: material.list, count: $0, seed: seed, purpose: "combine: cells of \(name)")
      } ?? places
    let inner = ClassFolds(
      places.map { material.cells[$0] }, of: material.list, count: options.innerFolds, seed: seed,
      purpose: "combine: inner folds of \(name)")
    var sums: [Double] = []
    for part in 0..<inner.count {
      let (training, held) = (
        zip(places, inner.fold).filter { $1 != part }, zip(places, inner.fold).filter { $1 == part }
      )
      let found = try search("\(name), inner \(part)", on: training.map(\.0))
      let objectives = try found.map { try material.objective($0.rule, on: held.map(\.0), options: options) }
      sums = sums.isEmpty ? objectives : zip(sums, objectives).map(+)
    }
    return .init(
      fold: fold, cells: places.count, bySize: try search(name, on: places),
      inner: sums.map { $0 / Double(inner.count) })
  }

  private mutating func search(_ name: String, on places: [Int]) throws -> [(rule: Rule, objective: Double)] {
    defer {
      done += 1
      progress(done, (options.folds + 1) * (options.innerFolds + 1))
    }
    if let known = record[name] {
      return try zip(known.rules, known.objectives).map { (try Rule(parsing: $0), $1) }
    }
    let columns = try TermColumns(material.terms, scores: material.scores, places: places)
    let search = RuleSearch(
      columns: columns, targets: try material.targets(places), options: options, isCancelled: isCancelled)
    let found = try search.run(threads: options.agreement.threads).map { ($0.rule(columns), $0.objective) }
    try record.add(name, .init(rules: found.map(\.0.description), objectives: found.map(\.1)))
    return found
  }
}
