import ArgumentParser
import Reports

/// How a table of results is printed.
struct FormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How results are printed: table has 4 digits, csv and json have all, latex is for a paper; default: table on a terminal and beside "
        + "--output, else csv."))
  var format: ResultTable.Format?

  /// The format asked for, or the one that suits where results go.
  ///
  /// - Parameter isKept: whether files have the numbers anyway.
  func chosen(isKept: Bool = false) -> ResultTable.Format {
    format ?? (Terminal.width != nil || isKept ? .table : .csv)
  }
}

extension ResultTable.Format: ExpressibleByArgument {}
