import ArgumentParser

/// How much of the top of a ranking is measured.
struct TopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Ranks that nDCG counts.", valueName: "P"), transform: Number.positive)
  var ranks = 1000

  @Option(
    help: ArgumentHelp("Ranks that precision counts; default: a tenth of the cells, rounded up.", valueName: "K"),
    transform: Number.positive)
  var top: Int?
}
