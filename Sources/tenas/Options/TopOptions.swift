import ArgumentParser

/// How much of the top of a ranking is measured.
struct TopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Ranks that nDCG counts.", valueName: "P"))
  var ranks = 1000

  @Option(help: ArgumentHelp("Ranks that precision counts; default: a tenth of the cells.", valueName: "K"))
  var top: Int?

  func validate() throws {
    for (name, value) in [("--ranks", ranks), ("--top", top ?? 1)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, not \(value)")
    }
  }
}
