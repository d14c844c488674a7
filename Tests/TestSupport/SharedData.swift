import AccuracyTables
import Foundation
import SearchSpaces

/// The checkout that is tested.
package enum Repository {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL

  /// The path of a file in it.
  package static func path(_ name: String) -> String { root.appending(path: name).standardizedFileURL.path }

  /// Whether `.venv` has what every verb and test needs; that of `make` alone has less.
  package static var hasPython: Bool { FileManager.default.fileExists(atPath: path(".venv/complete")) }
}

/// Published accuracies, scores and images, which lie beside the checkout on some machines and are no part of it.
package enum SharedData {
  package static let officialTable = path("data/nats-bench-tss-200-epochs.csv")
  package static let proxies = path("data/nas-bench-suite-zero-cifar10-proxies.csv")
  package static let natsBench = path("data/NATS-tss-v1_0-3ffb9-simple")
  package static let cifar10 = path("data/cifar-10-batches-bin")
  /// What `make` imports from PyPI, in the checkout itself.
  package static let analogTable = Repository.path("data/analog-nasbench.h5")
  package static let reference = path("reference/te-nas-reference.h5")
  package static let metricReference = path("reference/metric-reference.h5")

  package static func isPresent(_ files: String...) -> Bool { files.allSatisfy(FileManager.default.fileExists) }

  /// The official accuracies.
  package static func accuracies() throws -> AccuracyTable {
    try CSVImport(readingFrom: officialTable, order: NASBench201.architectures.map(\.description)).table
  }

  /// The lines below the header of a CSV file, split at commas outside quotes.
  package static func rows(of file: String) throws -> [[String]] {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      var fields = [""]
      var quoted = false
      for character in line {
        switch character {
        case "\"": quoted.toggle()
        case "," where !quoted: fields.append("")
        default: fields[fields.count - 1].append(character)
        }
      }
      return fields
    }
  }

  private static func path(_ name: String) -> String { Repository.path("../shared/\(name)") }
}
