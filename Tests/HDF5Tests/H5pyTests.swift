import Foundation
import HDF5
import TestSupport
import Testing

extension HDF5Tests {
  /// Files written by h5py: the script beside the fixture says what is in it.
  @Suite struct H5py {
    let file: HDF5File

    init() throws { file = try HDF5File(reading: HDF5Tests.h5pyWritten) }

    @Test func attributes() throws {
      #expect(try file.attribute("text").string() == "variable, UTF-8: κ_N")
      #expect(try file.attribute("bytes").string() == "fixed, ASCII")
      #expect(try file.attribute("texts").readStrings() == ["none", "skip_connect", ""])
      #expect(try file.attribute("yes").boolean())
      #expect(try !file.attribute("no").boolean())
      #expect(try file.attribute("python_int").scalar(as: Int64.self) == -7)
      #expect(try file.attribute("python_int").scalar(as: Double.self) == -7)
      #expect(try file.attribute("python_float").scalar(as: Double.self) == 0.1)
      #expect(try file.attribute("uint8").scalar(as: Int64.self) == 255)
      #expect(try file.attribute("matrix").shape == [2, 3])
      #expect(try file.attribute("matrix").read(as: Int64.self) == [0, 1, 2, 3, 4, 5])
      #expect(try file.attributeNames().first == "bytes")
    }

    @Test func attributesOfTheWrongKind() {
      #expect(hdf5Error { try file.attribute("uint64").scalar(as: Int64.self) }?.reason.contains("uint64") == true)
      #expect(hdf5Error { try file.attribute("python_float").scalar(as: Int64.self) } != nil)
      #expect(hdf5Error { try file.attribute("text").scalar(as: Double.self) } != nil)
      #expect(hdf5Error { try file.attribute("python_int").string() } != nil)
      #expect(hdf5Error { try file.attribute("matrix").scalar(as: Int64.self) } != nil)
      #expect(hdf5Error { try file.attribute("empty").read(as: Double.self) }?.reason.contains("empty") == true)
      #expect(hdf5Error { try file.attribute("absent") }?.description.contains("attribute 'absent'") == true)
    }

    @Test func numbersOfEveryWidth() throws {
      let numbers = try file.group("numbers")
      #expect(try numbers.dataset("float16").read(as: Float.self) == [0.5, -2])
      #expect(try numbers.dataset("float32").read(as: Float.self) == [0.1, 1e30, 0, .infinity])
      #expect(try numbers.dataset("float32").read(as: Double.self)[0] == Double(Float(0.1)))
      let bigEndian = try numbers.dataset("big_endian_float64").read(as: Double.self)
      #expect(bigEndian[0] == 1 / 3 && bigEndian[1].isNaN)
      #expect(try numbers.dataset("int8").read(as: Int64.self) == [-128, 127])
      #expect(try numbers.dataset("big_endian_int32").read(as: Int64.self) == [-(1 << 31), 1 << 31 - 1])
      #expect(try numbers.dataset("int64").read(as: Int64.self) == [.min, .max])
      #expect(try numbers.dataset("uint32").read(as: Int64.self) == [0, 1 << 32 - 1])
      #expect(try numbers.dataset("bool").read(as: Int64.self) == [1, 0, 1])
      #expect(try numbers.dataset("scalar").scalar(as: Double.self) == 2.5)
      #expect(try numbers.dataset("no_rows").shape == [0, 4])
      #expect(try numbers.dataset("no_rows").read(as: Float.self).isEmpty)
    }

    @Test func numbersThatWouldNotFit() {
      #expect(hdf5Error { try file.dataset("numbers/int8").read(as: UInt8.self) } != nil)
      #expect(hdf5Error { try file.dataset("numbers/float32").read(as: Int64.self) } != nil)
      #expect(hdf5Error { try file.dataset("numbers/complex").read(as: Double.self) } != nil)
    }

    @Test func rowsOfCompressedBytes() throws {
      let images = try file.dataset("numbers/images")
      #expect(images.shape == [10, 3, 2, 2])
      #expect(images.elementClass == .integer(bytes: 1, signed: false))
      #expect(try images.read(as: UInt8.self, rows: 3..<6) == [UInt8](36..<72))
      #expect(try images.read(as: Float.self, rows: 9..<10) == (108..<120).map(Float.init))
    }

    @Test func stringsOfEveryKind() throws {
      let strings = try file.group("strings")
      #expect(try strings.dataset("variable_utf8").readStrings() == ["κ", "", "nor_conv_3x3"])
      #expect(try strings.dataset("variable_ascii").readStrings() == ["a", "bc"])
      #expect(try strings.dataset("fixed_ascii").readStrings() == ["a", "bcd"])
      #expect(try strings.dataset("fixed_utf8").readStrings() == ["κ", "abcd"])
      #expect(try strings.dataset("space_padded").readStrings() == ["a", "bc"])
      #expect(try strings.dataset("null_terminated").readStrings() == ["a", "bcd"])
      #expect(try strings.dataset("scalar").string() == "one")
      #expect(hdf5Error { try strings.dataset("not_utf8").readStrings() }?.reason.contains("UTF-8") == true)
      #expect(hdf5Error { try strings.dataset("fixed_ascii").read(as: Double.self) } != nil)
    }

    @Test func linksAndTheirKinds() throws {
      #expect(try file.names() == ["dangling", "numbers", "soft", "strings"])
      #expect(try file.kind(of: "numbers") == .group)
      #expect(try file.kind(of: "numbers/int8") == .dataset)
      #expect(try file.kind(of: "/numbers/int8") == .dataset)
      #expect(try file.kind(of: "soft") == .dataset)
      #expect(try file.kind(of: "dangling") == nil)
      #expect(try file.kind(of: "absent/deeper") == nil)
      #expect(try file.kind(of: "numbers/int8/deeper") == nil)
      #expect(try file.contains("strings") && !file.contains("String"))
      #expect(try file.dataset("soft").scalar(as: Double.self) == 2.5)
    }

    @Test func missingAndMistakenObjects() {
      let path = HDF5Tests.h5pyWritten
      #expect(
        hdf5Error { try file.dataset("numbers/int7") }?.description
          == "\(path): /numbers/int7: there is no such dataset")
      #expect(hdf5Error { try file.group("numbers").group("int8") }?.reason.contains("is a dataset") == true)
      #expect(hdf5Error { try file.dataset("numbers") }?.reason.contains("is a group") == true)
    }
  }

  @Suite struct Reference {
    @Test(
      .enabled(
        if: SharedData.isPresent(SharedData.reference),
        "skipped: ../shared/reference/te-nas-reference.h5 is not there"))
    func aCaseOfTheReferenceFile() throws {
      let spaces = try HDF5File(reading: SharedData.reference).group("ntk")
      #expect(try spaces.names().contains("nas-bench-201"))
      let cases = try spaces.group("nas-bench-201")
      let aCase = try cases.group(#require(try cases.names().first { $0 != "1651" }))
      #expect(try aCase.attribute("architecture").string().hasPrefix("|"))
      let eigenvalues = try aCase.dataset("eigenvalues").read(as: Double.self)
      let kernel = try aCase.dataset("ntk")
      #expect(kernel.shape == [eigenvalues.count, eigenvalues.count])
      let kappa = try aCase.attribute("kappa").scalar(as: Double.self)
      #expect(abs(eigenvalues.last! / eigenvalues[0] / kappa - 1) < 1e-6)
      let trace = try kernel.read(as: Double.self).enumerated()
        .filter { $0.offset % (eigenvalues.count + 1) == 0 }.reduce(0) { $0 + $1.element }
      #expect(abs(trace / eigenvalues.reduce(0, +) - 1) < 1e-9)
      #expect(try aCase.dataset("input").shape.dropFirst() == [3, 32, 32])
      #expect(try aCase.group("parameters").names().contains("stem.0.weight"))
    }
  }
}
