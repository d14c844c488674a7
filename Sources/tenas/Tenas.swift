import ArgumentParser
import Runs

@main
struct Tenas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenas",
    abstract:
      "Rank neural architectures without training them, and measure how well the ranking agrees with the truth.",
    discussion: """
      A first session, from a table of accuracies to correlations:

        tenas table import --from csv accuracies.csv --output data/table.h5
        tenas score --sample 1000 --output results/first
        tenas correlate --scores results/first --table data/table.h5

      Exit status: 0 success, 1 a verification failed, 64 usage, 65 bad data, 66 no such file, 74 input or output, 130 \
      interrupted (SIGINT), 143 terminated (SIGTERM).
      """,
    version: toolDescription,
    subcommands: [
      Table.self, Score.self, Search.self, Reproduce.self, Correlate.self, Validate.self, Combine.self, Top.self,
      Cell.self, Explore.self, Ablate.self,
      Render.self, Metrics.self,
      Merge.self, Status.self, Slurm.self, Export.self, Verify.self, Bench.self,
    ])
}
