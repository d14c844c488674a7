import Foundation

/// The official tables, which lie beside the package on some machines and are no part of it.
enum SharedData {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data").standardizedFileURL

  static let officialTable = folder.appending(path: "nats-bench-tss-200-epochs.csv")
  static let proxies = folder.appending(path: "nas-bench-suite-zero-cifar10-proxies.csv")

  static func isPresent(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

  /// The lines below the header, split at commas outside quotes.
  static func rows(of file: URL) throws -> [[String]] {
    let text = try String(contentsOf: file, encoding: .utf8)
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
}
