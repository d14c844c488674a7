import ArgumentParser
import Foundation
import Kernels
import Runs

struct Slurm: Verb {
  static let configuration = CommandConfiguration(
    abstract:
      "Write a script that submits a run to Slurm: a job array that scores, then a job that merges and correlates.",
    discussion: """
      The options of `tenas score` follow two dashes:

        tenas slurm --output results/all --table data/table.h5 --threads 4 \\
          --task-minutes 120 -- --all --protocol full --seed 1 > all.sh
        bash all.sh

      Without --rate, some cells are scored here to measure it. Kernels and OpenBLAS's core type are fixed to this machine's, \
      so that the tasks' rows can be merged; on clusters with older machines, choose --kernels avx2 after the dashes and set \
      OPENBLAS_CORETYPE=Haswell when running this command.
      """)

  @Option(
    help: ArgumentHelp("The directory of the whole run; tasks work in RUN.parts.", valueName: "RUN"),
    completion: .directory)
  var output: String

  @Option(help: "An accuracy table: correlate with it at the end.", completion: .table)
  var table: String?

  @Option(help: ArgumentHelp("Threads of a task.", valueName: "N"), transform: Number.positive)
  var threads = 2

  @Option(help: ArgumentHelp("How long a task is to take.", valueName: "MINUTES"), transform: Number.aboveZero)
  var taskMinutes = 60.0

  @Option(help: ArgumentHelp("So many tasks instead.", valueName: "N"), transform: Number.positive)
  var tasks: Int?

  @Option(
    help: ArgumentHelp("Rows a second of a task, instead of measuring.", valueName: "R"), transform: Number.aboveZero)
  var rate: Double?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A further option of sbatch, e.g. --sbatch --partition=long; may be repeated.", valueName: "OPTION"))
  var sbatch: [String] = []

  @Argument(parsing: .postTerminator, help: "The options of `tenas score`, without --output, --threads and --shard.")
  var score: [String] = []

  func validate() throws {
    let own = ["--output", "--threads", "--shard", "--table"]
    if let option = score.first(where: { word in own.contains { word == $0 || word.hasPrefix("\($0)=") } }) {
      throw ValidationError("\(option) belongs before the two dashes, or is the script's to choose")
    }
  }

  func perform() throws {
    let command = try Score.parse(score + ["--output", output])
    let (settings, images, set) = try command.prepare(threads: threads)
    let rate =
      try rate ?? ClusterPlan.measuredRate(settings, images: images, instructionSet: set, threads: threads)
    let plan = try ClusterPlan(settings, rate: rate, secondsPerTask: taskMinutes * 60, tasks: tasks)
    let kernels = command.how.kernels.kernels == nil ? ["--kernels", set.description] : []
    let script = SlurmScript(
      plan: plan, program: Bundle.main.executablePath ?? "tenas", score: score + kernels, output: output, table: table,
      threads: threads, coreType: LinearAlgebra.coreName, sbatch: sbatch)
    StandardOutput.write(script.text)
  }
}
