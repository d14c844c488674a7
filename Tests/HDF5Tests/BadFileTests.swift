import Foundation
import HDF5
import TestSupport
import Testing

extension HDF5Tests {
  @Suite struct BadFiles {
    @Test func noSuchFile() {
      let error = hdf5Error { try HDF5File(reading: "/nowhere/at-all.h5") }
      #expect(error?.kind == .noSuchFile)
      #expect(error?.description == "/nowhere/at-all.h5: No such file or directory")
      #expect(hdf5Error { try HDF5File(updating: "/nowhere/at-all.h5") }?.kind == .noSuchFile)
    }

    @Test func notHDF5() throws {
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "table.csv").path
        let reasons = [
          "": "cannot open as HDF5: file signature not found", "PAR1": "is Parquet, where HDF5 is needed",
          "index,architecture\n":
            "is text, where HDF5 is needed; `tenas table import --from csv` reads tables of text",
        ]
        for (text, reason) in reasons {
          try Data(text.utf8).write(to: URL(filePath: path))
          let error = hdf5Error { try HDF5File(reading: path) }
          #expect(error?.kind == .badData)
          #expect(error?.description == "\(path): \(reason)")
        }
        #expect(hdf5Error { try HDF5File(reading: directory.path) }?.kind == .badData)
      }
    }

    @Test func truncatedAnywhere() throws {
      let whole = try Data(contentsOf: URL(filePath: HDF5Tests.h5pyWritten))
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "truncated.h5").path
        for length in stride(from: whole.count - 1, to: 0, by: -397) {
          try whole.prefix(length).write(to: URL(filePath: path))
          #expect(hdf5Error { try HDF5File(reading: path) }?.kind == .badData)
        }
      }
    }

    @Test func damagedChunk() throws {
      let zlibHeader = Data([0x78, 0x5E])
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "damaged.h5").path
        try HDF5File.create(at: path) {
          try $0.createDataset("x", (0..<4096).map { 1 / Double($0 + 1) }, layout: .chunked([4096], gzip: 5))
        }
        var data = try Data(contentsOf: URL(filePath: path))
        let header = try #require(data.firstRange(of: zlibHeader))
        data.replaceSubrange(header.upperBound..<header.upperBound + 64, with: repeatElement(0xFF, count: 64))
        try data.write(to: URL(filePath: path))
        let dataset = try HDF5File(reading: path).dataset("x")
        let error = hdf5Error { try dataset.read(as: Double.self) }
        #expect(error?.kind == .badData && error?.object == "/x")
      }
    }
  }

  @Suite struct SafeWriting {
    private struct Interruption: Error {}

    @Test func aFailedWriteLeavesTheOldFileAndNothingElse() throws {
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "file.h5").path
        try HDF5File.create(at: path) { try $0.setAttribute("version", Int64(1)) }
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(throws: Interruption.self) {
          try HDF5File.create(at: path) { file in
            try file.createDataset("x", [1.0])
            throw Interruption()
          }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["file.h5"])
      }
    }

    @Test func aCompleteWriteReplacesTheOldFile() throws {
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "file.h5").path
        try Data("not HDF5".utf8).write(to: URL(filePath: path))
        try HDF5File.create(at: path) { try $0.setAttribute("version", Int64(2)) }
        #expect(try HDF5File(reading: path).attribute("version").scalar(as: Int64.self) == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["file.h5"])
      }
    }

    @Test func placesThatCannotBeWritten() throws {
      try withTemporaryDirectory { directory in
        for path in ["/nowhere/at-all/file.h5", directory.path, HDF5Tests.h5pyWritten + "/file.h5"] {
          let error = hdf5Error { try HDF5File.create(at: path) { _ in } }
          #expect(error?.kind == (path == directory.path ? .usage : .inputOutput))
          #expect(error?.file == path)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(left.isEmpty)
      }
    }

    @Test func aFileOpenedToReadIsNotWritten() throws {
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "file.h5").path
        try HDF5File.create(at: path) { try $0.createDataset("x", [1.0]) }
        let file = try HDF5File(reading: path)
        #expect(hdf5Error { try file.createGroup("g") }?.kind == .inputOutput)
        #expect(hdf5Error { try file.dataset("x").write([2.0]) }?.kind == .inputOutput)
        #expect(hdf5Error { try file.setAttribute("a", 1.0) }?.kind == .inputOutput)
      }
    }
  }

  @Suite struct Handles {
    /// Other tests have files of their own open at the same time, so only those of one directory are looked at.
    private func openObjects(in directory: URL) -> Int {
      HDF5Library.filesOfOpenObjects.filter { $0.hasPrefix(directory.path) }.count
    }

    @Test func noneStaysOpen() throws {
      try withTemporaryDirectory { directory in
        let source = directory.appending(path: "h5py-written.h5").path
        let path = directory.appending(path: "file.h5").path
        try FileManager.default.copyItem(atPath: HDF5Tests.h5pyWritten, toPath: source)
        for _ in 0..<200 {
          let file = try HDF5File(reading: source)
          #expect(try file.dataset("strings/variable_utf8").readStrings().count == 3)
          _ = try file.attribute("texts").readStrings()
          #expect(throws: HDF5Error.self) { try file.dataset("strings/not_utf8").readStrings() }
          #expect(throws: HDF5Error.self) { try file.dataset("absent") }
          #expect(throws: HDF5Error.self) { try file.attribute("empty") }
          #expect(throws: HDF5Error.self) { try file.dataset("numbers/images").read(as: UInt8.self, rows: 9..<11) }
          #expect(throws: HDF5Error.self) {
            try HDF5File.create(at: path) { try $0.createDataset("x/y", ["a"]).write([1.0]) }
          }
        }
        #expect(openObjects(in: directory) == 0)
      }
    }

    @Test func anObjectKeepsItsFileOpen() throws {
      try withTemporaryDirectory { directory in
        let source = directory.appending(path: "h5py-written.h5").path
        try FileManager.default.copyItem(atPath: HDF5Tests.h5pyWritten, toPath: source)
        do {
          let dataset = try HDF5File(reading: source).dataset("numbers/scalar")
          #expect(openObjects(in: directory) == 1)
          #expect(try dataset.scalar(as: Double.self) == 2.5)
        }
        #expect(openObjects(in: directory) == 0)
      }
    }

    @Test func threadsMayShareAFile() async throws {
      let file = try HDF5File(reading: HDF5Tests.h5pyWritten)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for row in 0..<8 {
          group.addTask {
            for _ in 0..<50 {
              let images = try file.dataset("numbers/images").read(as: UInt8.self, rows: row..<row + 1)
              #expect(images.first == UInt8(12 * row))
              #expect(throws: HDF5Error.self) { try file.group("absent \(row)") }
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
