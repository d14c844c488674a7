import ArgumentParser

@main
struct Tenas: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tenas")
}
