import ArgumentParser
import Files
import Foundation
import Reports
import Scores
import Studies

struct AblateWeights: Verb {
  static let configuration = CommandConfiguration(
    commandName: "weights",
    abstract: "Combine kappa and regions by weights on a grid and by other rules, and measure each against accuracy.",
    discussion: """
      The score is -(w p + (1 - w) q), p and q being a cell's places by kappa and by regions, 1 the best; the other rules \
      are the better place, the worse place, the product of places, the sum of log ranks (AZ-NAS), z-scores of log kappa \
      and regions, and regions - kappa. Every score is turned so that higher is better. A cell of infinite kappa has the last place by kappa; by z-scores \
      and regions - kappa it comes after all others.

      Places are taken anew in each resample. A lead is a statistic less that of w = 0.5 in the same resamples; the best w \
      is chosen by tau on a random half of the cells and tested on the other half. All 15,625 cells, three data sets, the \
      default grid and resamples take 70 seconds of processor time.

      To --output go weights.csv, best-weights.csv, and the figures by-weight and by-rule; with several runs, to a directory \
      for each in it, of the run's name.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Run directories, or their scores.csv; each by itself.", valueName: "RUN"), completion: .file())
  var scores: [String]

  @OptionGroup var truth: AccuracyOptions
  @OptionGroup var degenerate: DegenerateOption
  @OptionGroup var best: TopOptions
  @OptionGroup var bootstrap: BootstrapOptions

  @Option(
    help: ArgumentHelp("The step between weights, which divides 1 evenly; w = 0.5 is always added.", valueName: "STEP"))
  var grid = 0.05

  @Option(help: ArgumentHelp("The seed of the resamples and of the halves.", valueName: "N"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("The directory for CSV files and pictures.", valueName: "DIR"), completion: .directory)
  var output: String

  func validate() throws {
    guard 0.001...1 ~= grid, abs(steps * grid - 1) < 1e-6 else {
      throw ValidationError("--grid must be from 0.001 to 1 and divide 1 evenly, such as 0.05 or 0.1, not \(grid)")
    }
    if let twice = Dictionary(grouping: scores, by: name).values.first(where: { scores.count > 1 && $0.count > 1 }) {
      throw ValidationError("--scores \(twice.joined(separator: " ")): two runs of one name would share a directory")
    }
  }

  func perform() throws {
    try OutputPlace.checkDirectory(output)
    let options = AgreementOptions(truth, degenerate: degenerate.degenerate, top: best, bootstrap, seed: seed)
    let (table, cells) = try truth.open()
    let files = try scores.map { try ScoreFile(path: $0) }
    for (run, file) in zip(scores, files) {
      let bar = ProgressBar("comparing", unit: "")
      let study = try WeightStudy(
        file, of: cells, name: run, table: table, steps: Int(steps), options: options,
        progress: { bar.show($0, of: $1) })
      bar.finish()
      let directory = scores.count > 1 ? "\(output)/\(name(run))" : output
      try study.write(to: directory)
      if scores.count > 1 { print("Run \(run)\n") }
      print(study.text(width: Terminal.width), terminator: "")
      study.notes.forEach(Terminal.note)
      try Pictures.draw(
        directory, page: false, others: ["weights.csv", "best-weights.csv"].map { "\(directory)/\($0)" })
    }
  }

  private var steps: Double { (1 / grid).rounded() }

  private func name(_ run: String) -> String { run.lastName }
}
