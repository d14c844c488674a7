import Checks
import Foundation
import HDF5
import Kernels
import TestSupport
import Testing

/// Files of reference cases: the one in the repository, and the authors' one beside it on some machines.
enum ReferenceFile {
  static let parityCases = Repository.path("Tests/ChecksTests/Fixtures/parity-cases.h5")
  static let authors = SharedData.reference

  static var hasAuthors: Bool { SharedData.isPresent(authors) }
}

/// Kernels and region counts against what PyTorch computed.
@Suite struct VerificationTests {
  @Test func everyInstructionSetPassesTheParityCases() throws {
    for set in InstructionSet.available {
      try expectAllPass(try Verification(.fast(set)).run(file: ReferenceFile.parityCases), count: 12, "\(set)")
    }
  }

  @Test func plainLoopsPassTheParityCases() throws {
    try expectAllPass(try Verification(.reference).run(file: ReferenceFile.parityCases), count: 12, "reference")
  }

  @Test(.enabled(if: ReferenceFile.hasAuthors, "the authors' reference file is not there"))
  func everyInstructionSetPassesTheAuthorsCases() throws {
    for set in InstructionSet.available {
      let outcomes = try Verification(.fast(set)).run(file: ReferenceFile.authors)
      try expectAllPass(outcomes, count: 32, "\(set)")
    }
  }

  @Test(.enabled(if: ReferenceFile.hasAuthors, "the authors' reference file is not there"))
  func plainLoopsPassTheAuthorsCases() throws {
    let outcomes = try Verification(.reference).run(file: ReferenceFile.authors)
    try expectAllPass(outcomes, count: 32, "reference")
  }

  @Test func unsupportedCasesAreListedAndDoNotFail() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "other-space.h5").path
      try HDF5File.create(at: path) { try $0.createGroup("ntk").createGroup("nas-bench-301").createGroup("case") }
      let outcomes = try Verification(.fast(.best)).run(file: path)
      #expect(outcomes.map(\.path) == ["/ntk/nas-bench-301/case"])
      #expect(outcomes[0].checks == nil && outcomes[0].passed)
      #expect(Verification.summary(outcomes) == "0 passed, 0 failed, 1 unsupported")
    }
  }

  private func expectAllPass(_ outcomes: [Verification.Outcome], count: Int, _ implementation: String) throws {
    #expect(outcomes.count == count)
    for outcome in outcomes {
      let checks = try #require(outcome.checks)
      #expect(checks.count == (outcome.path.hasPrefix("/ntk/") ? 6 : 1))
      for check in checks {
        #expect(
          check.passed, "\(implementation): \(outcome.path), \(check.name): \(check.deviation) > \(check.tolerance)")
      }
    }
  }
}

/// A verification that cannot fail verifies nothing.
@Suite struct VerificationFailureTests {
  private static let ntk = "ntk/nas-bench-201/2932"
  private static let regions = "regions/nas-bench-201/2932"

  @Test func alteredKernelFails() throws {
    for (suffix, check) in [("", "ntk (coupled)"), ("_frozen_batchnorm", "ntk (frozen)")] {
      let failures = try failures { file in
        let dataset = try file.dataset("\(Self.ntk)/ntk\(suffix)")
        var kernel = try dataset.read(as: Double.self)
        kernel[3] += 1e-3 * kernel.reduce(0) { max($0, abs($1)) }
        try dataset.write(kernel)
      }
      #expect(failures == ["/\(Self.ntk): \(check)"])
    }
  }

  @Test func alteredLogitFails() throws {
    let failures = try failures { file in
      let dataset = try file.dataset("\(Self.ntk)/logits")
      var logits = try dataset.read(as: Double.self)
      logits[logits.count - 1] += 1e-3
      try dataset.write(logits)
    }
    #expect(failures == ["/\(Self.ntk): logits (coupled)", "/\(Self.ntk): logits (frozen)"])
  }

  @Test func alteredConditionNumbersFail() throws {
    let failures = try failures { file in
      let group = try file.group(Self.ntk)
      try group.setAttribute("kappa", 1.01 * group.attribute("kappa").scalar(as: Double.self))
      try group.setAttribute("kappa_frozen_batchnorm", Double.nan)
    }
    #expect(failures == ["/\(Self.ntk): kappa (coupled)", "/\(Self.ntk): kappa (frozen)"])
  }

  @Test func finiteConditionNumberOfACellWithoutPathFails() throws {
    let path = "ntk/nas-bench-201/1651"
    let failures = try failures { try $0.group(path).setAttribute("kappa", -2.8e7) }
    #expect(failures == ["/\(path): kappa (coupled)"])
  }

  @Test func oneRegionMoreFails() throws {
    let failures = try failures { file in
      let group = try file.group(Self.regions)
      try group.setAttribute("regions", group.attribute("regions").scalar(as: Int64.self) + 1)
    }
    #expect(failures == ["/\(Self.regions): regions"])
  }

  @Test func alteredInputFails() throws {
    let failures = try failures { file in
      let dataset = try file.dataset("\(Self.ntk)/input")
      var input = try dataset.read(as: Float.self)
      input[0] += 1
      try dataset.write(input)
    }
    #expect(failures.contains("/\(Self.ntk): ntk (coupled)"))
  }

  /// Runs the parity cases after a change to a copy of their file; what failed, as `path: check`.
  private func failures(after change: (HDF5File) throws -> Void) throws -> [String] {
    try withTemporaryDirectory { folder in
      let copy = folder.appending(path: "cases.h5").path
      try FileManager.default.copyItem(atPath: ReferenceFile.parityCases, toPath: copy)
      try change(try HDF5File(updating: copy))
      return try Verification(.fast(.best)).run(file: copy).flatMap { outcome in
        (outcome.checks ?? []).filter { !$0.passed }.map { "\(outcome.path): \($0.name)" }
      }
    }
  }
}

/// Files that are no reference files, and requests they cannot meet.
@Suite struct VerificationInputTests {
  @Test func unknownSpaceNamesTheKnownOnes() throws {
    let error = #expect(throws: VerificationError.self) {
      try Verification(.fast(.best)).run(file: ReferenceFile.parityCases, spaces: ["nas-bench-301"])
    }
    let message = try #require(error).description
    #expect(message.contains("'nas-bench-301'"))
    #expect(message.contains("nas-bench-201, nas-bench-201-supernet"))
  }

  @Test func spacesAreSelected() throws {
    let outcomes = try Verification(.fast(.best)).run(
      file: ReferenceFile.parityCases, spaces: ["nas-bench-201-supernet"])
    #expect(outcomes.map(\.path) == ["/ntk/nas-bench-201-supernet/pruned", "/regions/nas-bench-201-supernet/pruned"])
  }

  @Test func outcomesAreReportedAsTheyCome() throws {
    var reported: [String] = []
    let outcomes = try Verification(.fast(.best)).run(file: ReferenceFile.parityCases) { reported.append($0.path) }
    #expect(reported == outcomes.map(\.path))
  }

  @Test func missingFile() {
    let error = #expect(throws: HDF5Error.self) { try Verification(.reference).run(file: "no-such-file.h5") }
    #expect(error?.kind == .noSuchFile)
  }

  @Test func fileWithoutCases() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "empty.h5").path
      try HDF5File.create(at: path) { try $0.createGroup("ntk") }
      let error = #expect(throws: VerificationError.self) { try Verification(.reference).run(file: path) }
      #expect(error?.description.contains(path) == true)
    }
  }

  @Test func parameterOfAnotherShape() throws {
    let error = try error(of: "cells_per_stage", Int64(2), in: "ntk/nas-bench-201/2932")
    #expect("\(error)".contains("cells.1.layers.0"))
    let other = try self.error(of: "channels", Int64(4), in: "ntk/nas-bench-201/2932")
    #expect("\(other)".contains("has shape [3, 3, 3, 3]"))
  }

  @Test func unknownOperation() throws {
    let error = try error(of: "architecture", "|nor_conv_7x7~0|", in: "ntk/nas-bench-201/2932")
    #expect("\(error)".contains("nor_conv_7x7"))
  }

  private func error<Value>(of attribute: String, _ value: Value, in path: String) throws -> any Error {
    try withTemporaryDirectory { folder in
      let copy = folder.appending(path: "cases.h5").path
      try FileManager.default.copyItem(atPath: ReferenceFile.parityCases, toPath: copy)
      let group = try HDF5File(updating: copy).group(path)
      if let text = value as? String { try group.setAttribute(attribute, text) }
      if let number = value as? Int64 { try group.setAttribute(attribute, number) }
      return try #require(throws: (any Error).self) { try Verification(.fast(.best)).run(file: copy) }
    }
  }
}
