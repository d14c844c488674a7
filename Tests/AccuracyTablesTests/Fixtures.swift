import AccuracyTables
import Foundation
import HDF5
import Testing

enum Fixtures {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  static let h5pyTable = folder.appending(path: "Fixtures/h5py-table.h5").path
  /// The official accuracies, which are not part of the repository.
  static let officialCSV = folder.appending(path: "../../../shared/data/nats-bench-tss-200-epochs.csv")
    .standardizedFileURL.path

  static var officialIsThere: Bool { FileManager.default.fileExists(atPath: officialCSV) }

  static let cells = [
    "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|",
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|",
    "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
  ]
}

/// Runs `body` with the path of a file in a new directory, which is removed afterwards.
func withTemporaryFile<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
  let directory = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory.appending(path: name).path)
}

/// The error `body` throws, as an `AccuracyTableError`.
func tableError(_ body: () throws -> some Any) -> AccuracyTableError? {
  #expect(throws: AccuracyTableError.self) { try body() }
}
