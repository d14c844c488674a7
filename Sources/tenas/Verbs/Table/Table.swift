import ArgumentParser

struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make and look at accuracy tables.",
    subcommands: [
      TableImport.self, TableInfo.self, TableQuery.self, TableBest.self, TableCompare.self, TableVerify.self,
    ])
}
