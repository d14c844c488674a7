import Foundation
import HDF5
import TestSupport
import Testing

extension HDF5Tests {
  @Suite struct RoundTrip {
    @Test func numbersKeepTheirBitsTypeAndShape() throws {
      let floats: [Float] = [0.1, -0, .infinity, .leastNonzeroMagnitude, 3, -4]
      let doubles = [1 / 3, Double.greatestFiniteMagnitude, -0.0, .nan]
      let integers: [Int64] = [.min, -1, 0, .max]
      let bytes = [UInt8](0...23)
      try roundTrip {
        try $0.createDataset("floats", floats, shape: [2, 3])
        try $0.createDataset("deep/er/doubles", doubles, shape: [1, 2, 1, 2])
        try $0.createDataset("integers", integers)
        try $0.createDataset("bytes", bytes, shape: [2, 3, 4], layout: .chunked([1, 3, 4], gzip: 4))
        try $0.createDataset("scalar", [2.5], shape: [])
        try $0.createDataset("nothing", [Float](), shape: [0, 4])
      } read: { file in
        let readFloats = try file.dataset("floats")
        #expect(readFloats.shape == [2, 3] && readFloats.elementClass == .float(bytes: 4))
        #expect(try readFloats.read(as: Float.self).map(\.bitPattern) == floats.map(\.bitPattern))
        let readDoubles = try file.dataset("deep/er/doubles")
        #expect(readDoubles.shape == [1, 2, 1, 2] && readDoubles.elementClass == .float(bytes: 8))
        #expect(try readDoubles.read(as: Double.self).map(\.bitPattern) == doubles.map(\.bitPattern))
        #expect(try file.dataset("integers").read(as: Int64.self) == integers)
        let readBytes = try file.dataset("bytes")
        #expect(readBytes.elementClass == .integer(bytes: 1, signed: false))
        #expect(try readBytes.read(as: UInt8.self) == bytes)
        let scalar = try file.dataset("scalar")
        #expect(scalar.shape == [])
        #expect(try scalar.scalar(as: Double.self) == 2.5)
        #expect(try file.dataset("nothing").read(as: Float.self).isEmpty)
        #expect(try file.dataset("nothing").shape == [0, 4])
      }
    }

    @Test(arguments: [StringStorage.fixedLength, .variableLength])
    func stringsKeepTheirText(storage: StringStorage) throws {
      let texts = ["κ_N", "", "|none~0|+|none~0|none~1|", "no padding ", "🜁"]
      try roundTrip {
        try $0.createDataset("texts", texts, storage: storage)
        try $0.createDataset("grid", ["a", "b", "c", "d"], shape: [2, 2], storage: storage)
        try $0.createDataset("scalar", [""], shape: [], storage: storage)
        try $0.createDataset("none", [String](), storage: storage)
        try $0.createDataset(
          "packed", texts, storage: storage, layout: .chunked([2], gzip: storage == .fixedLength ? 9 : nil))
        try $0.setAttribute("text", "κ", storage: storage)
        try $0.setAttribute("texts", texts, storage: storage)
      } read: { file in
        let readTexts = try file.dataset("texts").readStrings()
        #expect(readTexts == texts)
        #expect(try file.dataset("packed").readStrings() == texts)
        #expect(try file.dataset("grid").readStrings() == ["a", "b", "c", "d"])
        #expect(try file.dataset("grid").shape == [2, 2])
        #expect(try file.dataset("scalar").string() == "")
        #expect(try file.dataset("none").readStrings().isEmpty)
        #expect(try file.attribute("text").string() == "κ")
        #expect(try file.attribute("texts").readStrings() == texts)
      }
    }

    @Test func attributesOnEveryKindOfObject() throws {
      try roundTrip {
        try $0.setAttribute("version", Int64(1))
        try $0.setAttribute("version", Int64(2))
        let group = try $0.createGroup("a/b")
        try group.setAttribute("kappa", Double.infinity)
        let dataset = try group.createDataset("c", [Float(1)])
        try dataset.setAttribute("shape", [Int64(2), 3, 4, 5], shape: [2, 2])
        try dataset.setAttribute("nothing", [Float]())
      } read: { file in
        #expect(try file.attribute("version").scalar(as: Int64.self) == 2)
        #expect(try file.attributeNames() == ["version"])
        #expect(try file.group("a").group("b").attribute("kappa").scalar(as: Double.self) == .infinity)
        let dataset = try file.dataset("a/b/c")
        #expect(try dataset.attribute("shape").shape == [2, 2])
        #expect(try dataset.attribute("shape").read(as: Int64.self) == [2, 3, 4, 5])
        #expect(try dataset.attribute("nothing").read(as: Float.self).isEmpty)
        #expect(try dataset.attributeNames() == ["nothing", "shape"])
        #expect(try !dataset.hasAttribute("kappa"))
      }
    }

    @Test func rowsOfAnyDataset() throws {
      let values = (0..<60).map { Float($0) }
      try roundTrip {
        try $0.createDataset("images", values, shape: [5, 3, 2, 2], layout: .chunked([2, 3, 2, 2], gzip: 1))
        try $0.createDataset("line", values)
        try $0.createDataset("scalar", [Float(1)], shape: [])
      } read: { file in
        let images = try file.dataset("images")
        #expect(try images.read(as: Float.self, rows: 1..<4) == Array(values[12..<48]))
        #expect(try images.read(as: Double.self, rows: 4..<5) == values[48...].map(Double.init))
        #expect(try images.read(as: Float.self, rows: 5..<5).isEmpty)
        #expect(try file.dataset("line").read(as: Float.self, rows: 58..<60) == [58, 59])
        #expect(hdf5Error { try images.read(as: Float.self, rows: 4..<6) }?.reason.contains("it has 5") == true)
        #expect(hdf5Error { try images.read(as: Float.self, rows: -1..<2) } != nil)
        #expect(hdf5Error { try file.dataset("scalar").read(as: Float.self, rows: 0..<1) } != nil)
      }
    }

    @Test func updatingInPlace() throws {
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "file.h5").path
        try HDF5File.create(at: path) { try $0.createDataset("x", [1.0, 2]) }
        do {
          let file = try HDF5File(updating: path)
          try file.dataset("x").write([3.0, 4])
          try file.createDataset("y", [Int64(5)])
          #expect(hdf5Error { try file.dataset("x").write([1.0]) } != nil)
          #expect(hdf5Error { try file.dataset("y").write([1.0]) } != nil)
        }
        let file = try HDF5File(reading: path)
        #expect(try file.names() == ["x", "y"])
        #expect(try file.dataset("x").read(as: Double.self) == [3, 4])
      }
    }

    @Test func valuesThatDoNotFitAreRefused() throws {
      try withTemporaryDirectory { directory in
        let path = directory.appending(path: "file.h5").path
        try HDF5File.create(at: path) { file in
          #expect(hdf5Error { try file.createDataset("x", [1.0, 2], shape: [3]) }?.object == "/x")
          #expect(hdf5Error { try file.createDataset("x", [1.0], shape: [-1]) } != nil)
          #expect(hdf5Error { try file.createDataset("x", [Float](), shape: [Int.max, 4]) } != nil)
          #expect(hdf5Error { try file.createDataset("x", [1.0], layout: .chunked([2], gzip: nil)) } != nil)
          #expect(hdf5Error { try file.createDataset("x", [1.0], layout: .chunked([1], gzip: 10)) } != nil)
          #expect(hdf5Error { try file.createDataset("x", ["a\0b"]) } != nil)
          #expect(hdf5Error { try file.setAttribute("x", [1.0], shape: [2]) } != nil)
          try file.createDataset("x", [1.0])
          #expect(hdf5Error { try file.createDataset("x", [1.0]) }?.kind == .inputOutput)
          #expect(hdf5Error { try file.createGroup("x") } != nil)
        }
      }
    }
  }
}
