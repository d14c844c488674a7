import HDF5
import Sheets

extension ScoreTable {
  /// Reads HDF5: in the root one dataset that names the cells, `architectures` (strings of any kind), `index` (integers) or
  /// `tuples` [cells, 6], and one dataset of numbers [cells] a metric; or a table anywhere (`Sheet`).
  init(hdf5 path: String, of cells: CellList) throws {
    let file = try HDF5File(reading: path)
    guard try Self.roots.contains(where: { try file.contains($0) }) else {
      try self.init(Sheet(reading: path, keys: Self.keyNames), of: cells)
      return
    }
    guard try !file.contains("datasets") else {
      throw StudyError(.badData, "\(path): is an accuracy table, and has no scores; give it as --table")
    }
    let keys = try Self.keys(of: file, in: cells, path: path)
    var (metrics, columns, passed) = ([String](), [[Double]](), [String]())
    for name in try file.names() where !Self.roots.contains(name) {
      guard try file.kind(of: name) == .dataset, let values = try? file.dataset(name).read(as: Double.self) else {
        passed.append(name)
        continue
      }
      let shape = try file.dataset(name).shape
      guard shape == [keys.count] else {
        throw StudyError(.badData, "\(path): /\(name): has the shape \(shape), where [\(keys.count)] is needed")
      }
      metrics.append(name)
      columns.append(values)
    }
    var rows = ScoreRows(file: path, metrics: metrics, cells: cells)
    for (row, key) in keys.enumerated() {
      try rows.add(key, scores: columns.map { $0[row] }, place: "row \(row)")
    }
    self = try rows.table(
      notes: passed.isEmpty ? [] : ["\(path): passed over, as they hold no numbers: \(passed.joined(separator: ", "))"])
  }

  private static let roots = ["architectures", "index", "tuples"]

  private static func keys(of file: HDF5File, in cells: CellList, path: String) throws -> [CellKey] {
    func keys<Item>(_ items: [Item], _ name: String, _ read: (Item) throws -> CellKey) throws -> [CellKey] {
      try items.enumerated().map { row, item in
        do { return try read(item) } catch {
          throw StudyError(.badData, "\(path): /\(name): row \(row): \(error)")
        }
      }
    }
    if try file.contains("architectures") {
      return try keys(file.dataset("architectures").readStrings(), "architectures") { try CellKey($0, of: cells) }
    }
    if try file.contains("index") {
      return try keys(file.dataset("index").read(as: Int64.self), "index") {
        try CellKey("\($0)", of: cells)
      }
    }
    guard cells.space == .nasBench201, try file.contains("tuples") else {
      throw StudyError(
        .badData, "\(path): has none of /architectures, /index and /tuples, one of which names the cells")
    }
    let tuples = try file.dataset("tuples")
    guard tuples.shape.count == 2, tuples.shape[1] == 6 else {
      throw StudyError(.badData, "\(path): /tuples: has the shape \(tuples.shape), where [cells, 6] is needed")
    }
    let numbers = try tuples.read(as: Int64.self).map { Int($0) }
    return try keys(Array(0..<tuples.shape[0]), "tuples") { row in
      CellKey(kind: .tuple, index: try CellKey.index(ofTuple: Array(numbers[row * 6..<row * 6 + 6])))
    }
  }
}
