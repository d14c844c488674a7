import ArgumentParser

/// How intervals are computed.
struct BootstrapOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bootstrap resamples.", valueName: "N"), transform: Number.positive)
  var resamples = 1000

  @OptionGroup var computing: ThreadOptions
}
