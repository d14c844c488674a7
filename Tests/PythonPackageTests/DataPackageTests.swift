import Foundation
import PythonPackage
import TestSupport
import Testing

/// The launcher, with a script of the shell in the interpreter's place.
@Suite struct DataPackageTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func package(_ script: String) throws -> DataPackage {
    try place.write("#!/bin/sh\n\(script)\n", to: "python")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path("python"))
    return DataPackage(.export, home: PythonHome(packages: "/packages", interpreter: place.path("python")))
  }

  /// More messages than a pipe holds, before the output and after it.
  private static let chatter = "head -c 300000 /dev/zero | tr '\\0' 'm' >&2; echo >&2"

  @Test func aChildMaySayMoreThanAPipeHolds() throws {
    let package = try package("\(Self.chatter); echo done; \(Self.chatter); echo 'error: last' >&2; exit 3")
    let run = try package.output(of: [])
    #expect(run.status == 3 && run.output == "done\n" && run.messages.utf8.count > 600_000)
    let error = #expect(throws: DataPackageError.self) { try package.reading([]) { try $0.readToEnd() } }
    #expect(error == DataPackageError(status: 3, message: "last"))
  }

  @Test func verbsAreRunAsModules() throws {
    let run = try package(#"echo "$1"; shift 2; echo "$@ $PYTHONHOME""#).output(of: ["render", "a b"])
    #expect(run.output == "-c\n/packages tenas.exporters render a b \n" && run.messages.isEmpty)
  }

  /// A file of the current directory called as a module is would else be taken for it.
  @Test func theCurrentDirectoryIsNoPlaceForModules() throws {
    try place.write("", to: "packages/tenas/__init__.py")
    try place.write(
      "import sys, struct; print(sys.argv[1:], struct.calcsize('i'), '' in sys.path)", to: "packages/tenas/exporters.py"
    )
    for trap in ["struct.py", "runpy.py", "tenas/__init__.py"] { try place.write("raise SystemExit(9)", to: trap) }
    let script = "cd '\(place.directory)' && exec python3 \"$@\""
    try place.write("#!/bin/sh\n\(script)\n", to: "python")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path("python"))
    let home = PythonHome(packages: place.path("packages"), interpreter: place.path("python"))
    let run = try DataPackage(.export, home: home).output(of: ["a b"])
    #expect(run.status == 0 && run.output == "['a b'] 4 False\n", "\(run.messages)")
  }

  @Test func outputIsReadAsItComes() throws {
    let text = try package("echo first; \(Self.chatter); echo second").reading([]) { handle in
      String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
    #expect(text == "first\nsecond\n")
  }

  @Test func theChildsFailureWinsOverTheReaders() throws {
    struct Refused: Error {}
    let failing = try package("echo 'error: no such thing' >&2; exit 66")
    #expect(throws: DataPackageError(status: 66, message: "no such thing")) {
      try failing.reading([]) { _ in throw Refused() }
    }
    #expect(throws: Refused.self) { try package("exit 0").reading([]) { _ in throw Refused() } }
  }
}
