import ArgumentParser

@main
struct Tenas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenas", abstract: "Rank neural architectures without training them, and check the ranking.",
    subcommands: [Verify.self])
}
