import Files
import Foundation
import Testing

enum Fixtures {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  static let h5pyTable = folder.appending(path: "Fixtures/h5py-table.h5").path

  static let cells = [
    "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|",
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|",
    "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
  ]
}

/// The error `body` throws, as an `FileError`.
func tableError(_ body: () throws -> some Any) -> FileError? {
  #expect(throws: FileError.self) { try body() }
}
