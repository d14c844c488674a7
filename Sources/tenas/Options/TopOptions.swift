import ArgumentParser

/// How much of the top of a ranking is measured.
struct TopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many ranks nDCG counts; default: 1000.", valueName: "P"), transform: Number.positive)
  var ranks = 1000

  @Option(
    help: ArgumentHelp("How many ranks precision counts; default: a tenth of the cells, rounded up.", valueName: "K"),
    transform: Number.positive)
  var top: Int?
}
