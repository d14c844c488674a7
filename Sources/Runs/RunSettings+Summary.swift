import Metrics
import SearchSpaces

extension RunSettings {
  /// The settings that a reader of results must know, in one line.
  public var summary: String {
    let named = ScoringProtocol(protocolName, space: space)
    let own = named.map { differences(from: with($0), there: "by it", here: "here") } ?? []
    return [
      "\(selection)",
      "--protocol \(protocolName.rawValue)" + (own.isEmpty ? "" : " but \(own.joined(separator: ", "))"),
      "\(scoring.repeats) \(scoring.repeats == 1 ? "repeat" : "repeats")", "images \(images.source)", "seed \(seed)",
      "tenas \(version)",
    ].joined(separator: ", ")
  }

  /// In what κ_N and R_N were computed otherwise than in the paper, a phrase each: `--batch-norm is coupled in the paper and frozen
  /// here`. What the paper leaves open is as in its authors' code.
  public var departuresFromPaper: [String] {
    var own = self
    own.metrics = metrics.filter { [Kappa.description.name, Regions.description.name].contains($0) }
    // The paper's appendix speaks of NAS-Bench-201; of DARTS only the code does.
    guard let scoring = ScoringProtocol(space == .darts ? .code : .paper, space: space), !own.metrics.isEmpty else {
      return []
    }
    let differences = own.differences(from: own.with(scoring), there: "in the paper", here: "here")
    let isSynthetic = ["natural-noise", "gaussian"].contains(images.source)
    return differences + (isSynthetic ? ["--images is a data set in the paper and \(images.source) here"] : [])
  }

  private func with(_ scoring: ScoringProtocol) -> RunSettings {
    var other = self
    other.scoring = scoring
    return other
  }
}
