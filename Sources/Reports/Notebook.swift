/// A Jupyter notebook (nbformat 4.5) without outputs; the same cells give the same bytes.
public struct Notebook: Sendable {
  /// A cell of a notebook.
  public enum Cell: Sendable, Equatable {
    /// Text to read.
    case markdown(String)
    /// Python to run.
    case code(String)
  }

  /// The cells, in order.
  public let cells: [Cell]

  /// Makes a notebook.
  public init(_ cells: [Cell]) { self.cells = cells }

  /// The notebook's file.
  public var json: JSON {
    [
      "nbformat": 4, "nbformat_minor": 5,
      "metadata": [
        "kernelspec": ["name": "python3", "display_name": "Python 3", "language": "python"],
        "language_info": ["name": "python"],
      ],
      "cells": .array(cells.enumerated().map(Self.cell)),
    ]
  }

  private static func cell(number: Int, _ cell: Cell) -> JSON {
    let identity: JSON = ["id": .string("cell-\(number + 1)"), "metadata": [:]]
    return switch cell {
    case .markdown(let text): identity.merging(["cell_type": "markdown", "source": source(text)])
    case .code(let text):
      identity.merging(["cell_type": "code", "source": source(text), "execution_count": .null, "outputs": []])
    }
  }

  /// Lines with their ends, as Jupyter itself stores them.
  private static func source(_ text: String) -> JSON {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return .array(lines.enumerated().map { .string($1 + ($0 < lines.count - 1 ? "\n" : "")) })
  }
}
