import ArgumentParser

struct Ablate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ablate how the metrics are weighted, or the protocol they are measured with.",
    subcommands: [AblateWeights.self, AblateProtocol.self])
}
