import Foundation
import SearchSpaces
import TestSupport
import Testing

/// Disks that fill up, directories that become read-only, file systems that go: a run stops with one line, and goes on later.
@Suite struct DisasterTests {
  let place: Workplace
  static let options = "--sample 60 --batch 4 --repeats 1 --threads 2 --images hdf5:images.h5#images"
  static let isRoot = getuid() == 0
  static let canMount: Bool = {
    guard isRoot, (try? String(contentsOfFile: "/proc/filesystems", encoding: .utf8))?.contains("tmpfs") == true else {
      return false
    }
    let directory = NSTemporaryDirectory() + "tenas-mount-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { rmdir(directory) }
    guard shell("mount -t tmpfs -o size=64k none '\(directory)'") == 0 else { return false }
    return shell("umount '\(directory)'") == 0
  }()

  init() throws {
    place = try Workplace()
    try place.writeImages()
  }

  /// Runs a command of the shell, its output thrown away; returns its status.
  @discardableResult
  static func shell(_ command: String, in directory: String? = nil) -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = directory.map { URL(filePath: $0) }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Runs `tenas score` under a prefix of the shell and expects it to fail with status 74 and one line with all the words.
  private func expectStop(_ prefix: String, output: String, saying words: String...) throws {
    let tenas = TenasProcess.executable.path
    let outcome = try TenasProcess(
      program: "/bin/sh", ["-c", "\(prefix) '\(tenas)' score \(Self.options) --output \(output)"], in: place.directory
    ).finish()
    #expect(outcome.status == 74, "\(outcome.error)")
    #expect(outcome.errorLines.count == 1, "\(outcome.error)")
    for word in words { #expect(outcome.error.contains(word), "\(outcome.error)") }
  }

  /// Resumes a run that must keep the rows there are, and compares with one that was left alone.
  private func expectResumption(_ output: String, atLeast rows: Int) throws {
    let kept = try place.text("\(output)/scores.csv").split(separator: "\n").dropFirst().count
    #expect(kept >= rows && kept < 60)
    let text = try place.succeed("score \(Self.options) --output \(output)")
    #expect(text == "\(output): 60 rows, \(60 - kept) of them computed now\n")
    try place.succeed("score \(Self.options) --output whole")
    #expect(try place.text("\(output)/scores.csv") == place.text("whole/scores.csv"))
  }

  /// A limit on the size of files is met like a full disk: the write fails.
  @Test func aLimitOnFiles() throws {
    try expectStop(
      "ulimit -f 6; exec", output: "run", saying: "scores.csv", "File too large", "intact", "again to resume")
    try expectResumption("run", atLeast: 3)
  }

  @Test(.enabled(if: canMount, "needs to be root and to mount a tmpfs")) func aFullDisk() throws {
    for size in ["8k", "12k", "16k"] {
      let name = "disk\(size)"
      try FileManager.default.createDirectory(atPath: place.path(name), withIntermediateDirectories: false)
      try #require(Self.shell("mount -t tmpfs -o size=\(size) none '\(place.path(name))'") == 0)
      defer { Self.shell("umount '\(place.path(name))'") }
      try expectStop("exec", output: "\(name)/run", saying: "cannot be written", "No space left on device")
      try #require(Self.shell("mount -o remount,size=1m '\(place.path(name))'") == 0)
      guard place.contains("\(name)/run/scores.csv") else { continue }
      try expectResumption("\(name)/run", atLeast: 0)
    }
  }

  @Test(.enabled(if: canMount, "needs to be root and to mount a tmpfs")) func aFileSystemThatGoes() throws {
    try FileManager.default.createDirectory(atPath: place.path("disk"), withIntermediateDirectories: false)
    try #require(Self.shell("mount -t tmpfs -o size=1m none '\(place.path("disk"))'") == 0)
    let options = Self.options.replacing("--sample 60", with: "--sample 15000")
    let tenas = try TenasProcess(
      "score \(options) --output disk/run".split(separator: " ").map(String.init), in: place.directory)
    while tenas.process.isRunning, !place.contains("disk/run/scores.sum") { Thread.sleep(forTimeInterval: 0.01) }
    #expect(Self.shell("umount -l '\(place.path("disk"))'") == 0)
    let outcome = tenas.finish()
    #expect(outcome.status == 74 && outcome.errorLines.count == 1, "\(outcome.error)")
    #expect(outcome.error.contains("is gone") && outcome.error.contains("again to resume"), "\(outcome.error)")
  }

  /// The rows are appended to open files; finishing needs a new one. As root nothing is read-only, so another user runs it.
  @Test(.enabled(if: !isRoot || shell("setpriv --reuid=65534 --clear-groups true") == 0, "needs setpriv"))
  func aDirectoryMadeReadOnly() throws {
    let prefix = Self.isRoot ? "setpriv --reuid=65534 --clear-groups" : ""
    try #require(
      Self.shell("chmod 0777 . && \(prefix) test -x '\(TenasProcess.executable.path)'", in: place.directory) == 0)
    let tenas = try TenasProcess(
      program: "/bin/sh",
      ["-c", "exec \(prefix) '\(TenasProcess.executable.path)' score \(Self.options) --output run"], in: place.directory
    )
    while tenas.process.isRunning, !place.contains("run/scores.sum") { Thread.sleep(forTimeInterval: 0.002) }
    chmod(place.path("run"), 0o555)
    let outcome = tenas.finish()
    #expect(outcome.status == 74 && outcome.errorLines.count == 1, "\(outcome.error)")
    #expect(outcome.error.contains("cannot be written: Permission denied"), "\(outcome.error)")
    chmod(place.path("run"), 0o777)
    let kept = try place.text("run/scores.csv").split(separator: "\n").count - 1
    let text = try place.succeed("score \(Self.options) --output run")
    #expect(text == "run: 60 rows, \(60 - kept) of them computed now\n")
    try place.succeed("score \(Self.options) --output whole")
    #expect(try place.text("run/scores.csv") == place.text("whole/scores.csv"))
  }

  // MARK: signals

  /// One cell of the full network takes seconds; the first signal waits for it, the second does not.
  @Test(arguments: [(SIGINT, SIGINT, 130), (SIGINT, SIGTERM, 143), (SIGTERM, SIGINT, 130)] as [(Int32, Int32, Int32)])
  func aSecondSignal(first: Int32, second: Int32, status: Int32) throws {
    let heavy = NASBench201.architectures.firstIndex {
      $0.description.count { $0 == "3" } == 12 && !$0.description.contains("pool")
    }!
    try place.write("\(heavy)\n", to: "heavy.txt")
    let arguments =
      "score --architectures heavy.txt --protocol full --batch 16 --repeats 9 --metrics kappa --threads 1 --images hdf5:images.h5#images --output run"
    let tenas = try TenasProcess(arguments.split(separator: " ").map(String.init), in: place.directory)
    while tenas.process.isRunning, !place.contains("run/scores.sum") { Thread.sleep(forTimeInterval: 0.01) }
    Thread.sleep(forTimeInterval: 0.1)
    kill(tenas.process.processIdentifier, first)
    Thread.sleep(forTimeInterval: 0.1)
    kill(tenas.process.processIdentifier, second)
    let outcome = tenas.finish()
    #expect(outcome.status == status && !outcome.error.contains("run the same command"), "\(outcome.error)")
    #expect(place.contains("run/run.lock"))
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func oneSignal(number: Int32, status: Int32) throws {
    let options = Self.options.replacing("--sample 60", with: "--sample 2000")
    let tenas = try TenasProcess(
      "score \(options) --output run".split(separator: " ").map(String.init), in: place.directory)
    while tenas.process.isRunning, (try? place.text("run/scores.csv"))?.count ?? 0 < 500 {
      Thread.sleep(forTimeInterval: 0.005)
    }
    kill(tenas.process.processIdentifier, number)
    let outcome = tenas.finish()
    #expect(
      outcome.status == status && outcome.error.contains("run the same command again to resume run"), "\(outcome.error)"
    )
    #expect(!place.contains("run/run.lock"))
    #expect(try place.text("run/scores.csv").hasSuffix("\n"))
    let status = try place.succeed("status run")
    #expect(status.contains("stopped") && status.contains("/2000"))
  }
}
