import ArgumentParser
import Scores

/// What becomes of cells of infinite κ.
struct DegenerateOption: ParsableArguments {
  @Option(
    help:
      "Cells without a finite kappa: inf ranks them last, authors gives them the authors' 100000, drop leaves them out."
  )
  var degenerate = DegeneratePolicy.inf
}

extension DegeneratePolicy: ExpressibleByArgument {}
