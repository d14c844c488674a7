import Reports
import Runs
import Searching

/// A figure or table of the TE-NAS paper that can be reproduced; the raw value is its name on the command line.
public enum PaperItem: String, CaseIterable, Sendable, Hashable {
  /// κ_N against test accuracy.
  case fig1
  /// R_N against test accuracy.
  case fig3
  /// Shares of operations among the best cells by κ_N and by R_N.
  case fig4
  /// κ_N and R_N of the supernet during the search.
  case fig5
  /// κ_N and R_N of random DARTS cells by depth and width.
  case fig8
  /// The rank sum against test accuracy.
  case fig9
  /// Train against test accuracy.
  case fig10
  /// Accuracy of the cells found.
  case table1
  /// Accuracy by pruning by κ_N only, by R_N only, by both.
  case table4
  /// Accuracy by the rules that combine both.
  case table5

  /// Whether it is read off scored cells of NAS-Bench-201.
  var needsScores: Bool { [.fig1, .fig3, .fig4, .fig9].contains(self) }

  /// The rules a search must have run by; none where no search is needed.
  var rules: [PruningRule] {
    switch self {
    case .fig5, .table1: [.ranks]
    case .table4: [.ranks, .kappa, .regions]
    case .table5: [.ranks, .min, .max, .changes, .changesLiteral]
    default: []
    }
  }
}

/// What one or more figures and tables came to.
public struct Reproduced: Sendable {
  /// The figures.
  public var figures: [Figure] = []
  /// The paper's numbers beside those measured here.
  public var comparisons: [Comparison] = []
  /// What could not be done, and why, one line each.
  public var notes: [String] = []
  /// The best cells, drawn.
  public var gallery: ReportPage.Gallery?
  /// How each run came about, by its directory.
  public var settings: [(name: String, value: String)] = []
  /// In what runs were made otherwise than in the paper, a line a run.
  public var departures: [String] = []

  /// Nothing yet.
  public init() {}

  /// Adds what other items came to.
  public mutating func add(_ other: Reproduced) {
    figures += other.figures
    comparisons += other.comparisons
    notes += other.notes
    settings += other.settings
    gallery = gallery ?? other.gallery
    departures += other.departures
  }

  /// Notes how a run came about, as its `run.json` says.
  mutating func describe(_ run: String) {
    guard let manifest = try? RunManifest(directory: run) else {
      departures.append("\(run): there is no run.json, so nothing is known of its settings")
      return
    }
    settings.append((run, "\(manifest.determines.summary); \(manifest.record.began)"))
    let found = manifest.determines.departuresFromPaper
    if !found.isEmpty { departures.append("\(run): \(found.joined(separator: "; "))") }
  }

  /// The same, figures and tables in the paper's order.
  func sorted() -> Reproduced {
    func place(_ name: String) -> Int {
      PaperItem.allCases.firstIndex { name == $0.rawValue || name.hasPrefix("\($0.rawValue)-") }
        ?? PaperItem.allCases.count
    }
    var sorted = self
    sorted.figures = PaperItem.allCases.indices.flatMap { item in figures.filter { place($0.name) == item } }
    sorted.comparisons = PaperItem.allCases.indices.flatMap { item in comparisons.filter { place($0.place) == item } }
    return sorted
  }
}
