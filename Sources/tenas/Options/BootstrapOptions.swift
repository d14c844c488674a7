import ArgumentParser

/// How intervals are computed.
struct BootstrapOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How often cells are drawn anew for the intervals; default: 1000.", valueName: "N"),
    transform: Number.positive)
  var resamples = 1000

  @OptionGroup var computing: ThreadOptions
}
