import Foundation
import PythonPackage
import TestSupport
import Testing

/// Where the package is found, by the place of the program and by the environment.
@Suite struct PythonHomeTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try program("bin/python3")
  }

  private func program(_ name: String) throws {
    try place.write("#!/bin/sh\n", to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path(name))
  }

  private func writePackage(in directory: String) throws {
    try place.write("", to: "\(directory)/tenas/importers/__main__.py")
  }

  private func home(_ executable: String, _ environment: [String: String] = [:]) throws -> PythonHome {
    let path = ["PATH": "/nowhere:\(place.path("bin"))"]
    return try PythonHome(environment: path.merging(environment) { $1 }, executable: place.path(executable))
  }

  @Test(arguments: [
    ("prefix/bin/tenas", "prefix/share/tenas/python"),
    ("checkout/.build/x86_64-unknown-linux-gnu/release/tenas", "checkout/python/src"),
    ("venv/lib/python3.11/site-packages/tenas/bin/tenas", "venv/lib/python3.11/site-packages"),
  ])
  func thePackageIsBesideTheProgram(executable: String, packages: String) throws {
    try writePackage(in: packages)
    let found = try home(executable)
    #expect(found == PythonHome(packages: place.path(packages), interpreter: place.path("bin/python3")))
  }

  @Test func theEnvironmentNamesOthers() throws {
    try writePackage(in: "prefix/share/tenas/python")
    try writePackage(in: "other/python/src")
    try program("named/python")
    let found = try home(
      "prefix/bin/tenas", ["TENAS_HOME": place.path("other"), "TENAS_PYTHON": place.path("named/python")])
    #expect(
      found == PythonHome(packages: place.path("other/python/src"), interpreter: place.path("named/python")))
    #expect(try home("prefix/bin/tenas", ["TENAS_PYTHON": "python3"]).interpreter == place.path("bin/python3"))
  }

  /// An environment's Python is a link, and is called by its own name even where the path goes up and down.
  @Test func linksAreNotFollowed() throws {
    try writePackage(in: "prefix/share/tenas/python")
    try program("base/python")
    try place.write("", to: "environment/bin/note")
    try FileManager.default.createSymbolicLink(
      atPath: place.path("environment/bin/python"), withDestinationPath: place.path("base/python"))
    let roundabout = place.path("base/../environment/bin/python")
    #expect(try home("prefix/bin/tenas", ["TENAS_PYTHON": roundabout]).interpreter == roundabout)
  }

  @Test func whatIsSetToNothingIsNotSet() throws {
    try writePackage(in: "prefix/share/tenas/python")
    #expect(
      try home("prefix/bin/tenas", ["TENAS_PYTHON": "", "TENAS_HOME": ""]).interpreter == place.path("bin/python3"))
  }

  @Test func anEnvironmentBesideThePackageComesBeforePath() throws {
    try writePackage(in: "prefix/share/tenas/python")
    try program("prefix/.venv/bin/python")
    #expect(try home("prefix/bin/tenas").interpreter == place.path("prefix/.venv/bin/python"))
  }

  @Test(arguments: [
    ([:], "set TENAS_HOME"),
    (["TENAS_HOME": "/nowhere"], "TENAS_HOME is '/nowhere', which has no Python package"),
  ])
  func withoutAPackage(environment: [String: String], words: String) throws {
    let error = #expect(throws: DataPackageError.self) { try home("lonely/bin/tenas", environment) }
    #expect(error?.status == 66 && error?.message.contains(words) == true)
  }

  @Test(arguments: [
    (["TENAS_PYTHON": "/nowhere/python"], "TENAS_PYTHON is '/nowhere/python', which is no program"),
    (["TENAS_PYTHON": "python4"], "TENAS_PYTHON is 'python4', which is no program"),
    (["PATH": ""], "there is no python3 on PATH"),
  ])
  func withoutAnInterpreter(environment: [String: String], words: String) throws {
    try writePackage(in: "prefix/share/tenas/python")
    let error = #expect(throws: DataPackageError.self) { try home("prefix/bin/tenas", environment) }
    #expect(error?.status == 66 && error?.message.contains(words) == true)
  }
}
