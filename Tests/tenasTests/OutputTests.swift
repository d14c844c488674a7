import Foundation
import TestSupport
import Testing

/// What is written goes where it was asked to go, replaces nothing else, and is not lost without a word.
@Suite struct OutputTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeRun()
    try place.writeTable("table.h5")
    try place.write("index,m\n" + (0..<120).map { "\($0),\($0 * 37 % 61)\n" }.joined(), to: "many.csv")
    try place.write("ArchitectureString,CIFAR10TestAccuracy200Epochs\n\(BadInputTests.emptyCell),10\n", to: "one.csv")
  }

  /// Runs a line of the shell, in which `tenas` is the program.
  private func shell(_ line: String) throws -> TenasProcess.Outcome {
    let tenas = "tenas() { '\(TenasProcess.executable.path)' \"$@\"; }"
    return try TenasProcess(program: "/bin/bash", ["-c", "\(tenas); \(line)"], in: place.directory).finish()
  }

  /// A command of every verb that prints.
  static let printing = [
    "--help", "--version", "help score", "table --help", "--generate-completion-script bash",
    "table info table.h5", "table query table.h5 7", "table best table.h5 --dataset cifar10 --count 15625",
    "table compare table.h5 table.h5", "table verify table.h5",
    "table import --help",
    "score --sample 2 --output new --batch 4 --repeats 1 --images hdf5:images.h5#images",
    "correlate --scores run --table table.h5 --resamples 2",
    "correlate --scores run --table table.h5 --resamples 2 --output c.csv",
    "validate --scores run --table table.h5 --resamples 2",
    "combine --scores many.csv --table table.h5 --resamples 2 --population all --rule m",
    "reproduce fig4 --run run --table table.h5 --output paper", "top run", "cell 7",
    "ablate weights --scores run --table table.h5 --resamples 2 --grid 0.5 --output weights",
    "metrics kappa", "metrics --json", "merge run --output merged", "status run", "status --json run",
    "export --format csv-tidy run --output tidy.csv",
    "slurm --output all --rate 1 -- --sample 4 --batch 4 --images hdf5:images.h5#images",
    "search --space nas-bench-201 --batch 4 --crops 4 --repeats 1 --images hdf5:images.h5#images --output search",
  ]

  @Test(arguments: printing) func standardOutputThatIsFull(command: String) throws {
    let outcome = try shell("tenas \(command) >/dev/full")
    #expect(outcome.status == 74, "\(command): \(outcome.status) \(outcome.error)")
    #expect(
      outcome.error.hasSuffix("error: standard output: cannot be written: No space left on device\n"), "\(command)")
  }

  @Test(arguments: ["--version", "table info table.h5", "correlate --scores run --table table.h5 --resamples 2"])
  func standardOutputThatIsClosed(command: String) throws {
    let outcome = try shell("tenas \(command) >&-")
    #expect(outcome.status == 74 && outcome.error.contains("standard output: cannot be written"), "\(outcome.error)")
  }

  /// Where a program reads the results, it reads nothing else: which files were written stands on standard error.
  @Test(arguments: [
    "validate --scores run --table table.h5 --resamples 2",
    "combine --scores many.csv --table table.h5 --resamples 2 --population all --rule m",
    "reproduce fig4 --run run --table table.h5",
  ])
  func resultsAreAloneOnStandardOutput(command: String) throws {
    let outcome = try place.tenas("\(command) --format json --output out")
    #expect(outcome.status == 0 && outcome.error.contains("written: out/"), "\(outcome.error)")
    #expect(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) is [Any])
    #expect(try place.succeed("\(command) --format table --output out").contains("written: out/"))
  }

  /// What a verb leaves in files is there, whatever became of its words.
  @Test func resultsInFilesOutliveStandardOutput() throws {
    let outcome = try shell("tenas correlate --scores run --table table.h5 --resamples 2 --output c.csv >/dev/full")
    #expect(outcome.status == 74)
    #expect(try place.text("c.csv").hasPrefix("dataset,population,metric,"))
  }

  @Test(arguments: ["2>&-", "2>/dev/full"]) func standardErrorThatTakesNothing(redirection: String) throws {
    #expect(try shell("tenas table info missing.h5 \(redirection)").status == 66)
    #expect(try shell("tenas frobnicate \(redirection)").status == 64)
    #expect(try shell("tenas table import --from csv one.csv --output t.h5 \(redirection)").status == 0)
    try place.succeed("table verify t.h5")
    let direct = try place.succeed("correlate --scores run --table table.h5 --resamples 2")
    let outcome = try shell("tenas correlate --scores run --table table.h5 --resamples 2 \(redirection)")
    #expect(outcome.status == 0 && outcome.output == direct)
  }

  // MARK: places

  /// A command of every verb that writes one file, without its `--output`.
  static let writing = [
    "table import --from csv one.csv", "correlate --scores run --table table.h5 --resamples 2",
    "export --force --format csv-tidy run", "export --force --format csv-wide run",
    "export --force --format suite-zero run --dataset cifar10",
    "export --force --format latex run --table table.h5 --resamples 2",
  ]

  @Test(arguments: writing) func onlyFilesAreReplaced(command: String) throws {
    #expect(try shell("mkfifo fifo && mkdir folder && ln -s folder link && ln -s fifo pipe").status == 0)
    for name in ["fifo", "pipe"] { try place.fail(64, "\(command) --output \(name)", saying: name, "choose another") }
    for name in ["folder", "link", "."] { try place.fail(64, "\(command) --output \(name)", saying: name, "directory") }
    #expect(
      try shell("[ -p fifo ] && [ -d folder ] && [ -L link ] && [ -L pipe ] && [ -z \"$(ls -A folder)\" ]").status == 0)
    let outcome = try shell("tenas \(command) --output /dev/null")
    #expect(outcome.status == 64 && outcome.error.contains("/dev/null: is there and is not a file"), "\(outcome.error)")
    #expect(try shell("[ -c /dev/null ]").status == 0)
    #expect(try shell("tenas \(command) --output /dev/stdout >stdout.txt").status == 64)
  }

  /// A symbolic link stays one, and the file that it leads to is written, whether or not it was there.
  @Test(arguments: writing) func linksAreWrittenThrough(command: String) throws {
    #expect(
      try shell("mkdir there && ln -s there/new.out new && echo old >there/old.out && ln -s $PWD/there/old.out old")
        .status == 0)
    for name in ["new", "old"] {
      try place.succeed("\(command) --output \(name)")
      #expect(
        try shell("[ -L \(name) ] && [ -s there/\(name).out ] && [ \"$(ls -A there | wc -l)\" -le 2 ]").status == 0)
    }
    #expect(
      try Data(contentsOf: URL(filePath: place.path("there/old.out")))
        == Data(contentsOf: URL(filePath: place.path("there/new.out"))))
  }

  @Test(arguments: [
    ("table import --from csv one.csv", "one.csv"), ("table import --from csv one.csv", "alias.csv"),
    ("correlate --scores run --table table.h5 --resamples 2", "run/scores.csv"),
    ("correlate --scores run/scores.csv --table table.h5 --resamples 2", "./run/../run/scores.csv"),
    ("correlate --scores run --table table.h5 --resamples 2", "table.h5"),
    ("table import --from suite-zero one.csv", "one.csv"), ("table import --from naslib run", "run/scores.csv"),
    ("export --force --format csv-tidy run", "run/scores.csv"),
    ("export --force --format csv-wide run", "run/run.json"),
    ("export --force --format csv-wide run --table table.h5", "table.h5"),
  ])
  func inputsAreKept(command: String, name: String) throws {
    #expect(try shell("ln one.csv alias.csv").status == 0)
    let files = ["one.csv", "alias.csv", "run/scores.csv", "run/run.json", "table.h5"]
    let before = try files.map { try Data(contentsOf: URL(filePath: place.path($0))) }
    try place.fail(64, "\(command) --output \(name)", saying: "choose another --output")
    #expect(try files.map { try Data(contentsOf: URL(filePath: place.path($0))) } == before)
  }

  @Test(arguments: [
    "validate --scores run --table table.h5 --resamples 2", "combine --scores run --table table.h5 --rule kappa",
    "ablate weights --scores run --table table.h5", "ablate protocol --table table.h5 --sample 2",
    "reproduce --table table.h5 fig4", "reproduce literature --run run --table table.h5",
  ])
  func directoriesAreDirectories(command: String) throws {
    try place.write("earlier", to: "file")
    try place.fail(74, "\(command) --output file", saying: "file", "--output must name a directory")
    #expect(try place.text("file") == "earlier")
  }

  // MARK: ends

  /// An import or export that is stopped leaves the old file or the new one, and nothing beside it.
  @Test(arguments: ["INT", "TERM", "KILL"]) func stoppedAtAnyMoment(signal: String) throws {
    let commands = [
      "table import --from csv one.csv --output t.out", "export --force --format csv-tidy run --output t.out",
    ]
    for command in commands {
      let whole = try {
        try place.succeed(command); return try Data(contentsOf: URL(filePath: place.path("t.out")))
      }()
      for number in 1...12 {
        try place.write("earlier", to: "t.out")
        _ = try shell(
          "timeout -s \(signal) 0.0\(number < 10 ? "0" : "")\(number * 2) '\(TenasProcess.executable.path)' \(command)")
        let left = try Data(contentsOf: URL(filePath: place.path("t.out")))
        #expect(left == whole || left == Data("earlier".utf8), "\(signal) \(number)")
      }
    }
    if signal != "KILL" {
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.directory).filter { $0.hasPrefix(".") }.isEmpty)
    }
  }

  @Test(.enabled(if: DisasterTests.canMount, "needs to be root and to mount a tmpfs")) func aDiskThatIsFull() throws {
    #expect(try shell("mkdir disk && mount -t tmpfs -o size=100k none disk").status == 0)
    defer { _ = try? shell("umount disk") }
    for command in Self.writing where !command.hasPrefix("correlate") && !command.contains("latex") {
      #expect(try shell("rm -f disk/* && head -c 102400 /dev/zero >disk/fill; rm -f disk/x").status == 0)
      try place.fail(74, "\(command) --output disk/x", saying: "disk/x", "cannot be written: No space left on device")
      #expect(try shell("ls -A disk").output == "fill\n")
    }
  }

  // MARK: places to start in

  /// Threads that cannot be had are done without: OpenBLAS starts none, and the work is done on those there are.
  @Test func fewThreads() throws {
    #expect(try shell("ulimit -v 200000; timeout 20 '\(TenasProcess.executable.path)' --version").status == 0)
    let tasks = "tenas status run & P=$!; wait $P; echo $?"
    #expect(try shell(tasks).output.hasSuffix("0\n"))
    guard DisasterTests.isRoot, DisasterTests.shell("id nobody && command -v prlimit su") == 0 else { return }
    #expect(try shell("chmod 777 . && mkdir -m 777 free && chmod 644 images.h5").status == 0)
    let score = "score --sample 4 --threads 16 --output free/run --batch 4 --repeats 1 --images hdf5:images.h5#images"
    let outcome = try shell(
      "cp '\(TenasProcess.executable.path)' t && chmod 755 t && su -s /bin/sh nobody -c 'exec prlimit --nproc=2 ./t \(score)' & wait $!"
    )
    #expect(outcome.status == 0 && outcome.output == "free/run: 4 rows, 4 of them computed now\n", "\(outcome.error)")
  }

  @Test func fewDescriptors() throws {
    let outcome = try shell("ulimit -n 8; tenas correlate --scores run --table table.h5 --resamples 2")
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  @Test func aPythonThatLacksWhatIsNeeded() throws {
    try place.write("#!/bin/sh\nexec python3 -S -I \"$@\"\n", to: "bare")
    try place.write("#!/bin/sh\nkill -SEGV $$\n", to: "crashing")
    #expect(try shell("chmod 755 bare crashing").status == 0)
    for (python, status, words) in [
      ("$PWD/bare", 66, "to install it"), ("/nowhere/python", 66, "which is no program"),
      ("$PWD/one.csv", 66, "which is no program"), ("$PWD/crashing", 74, "was ended by signal 11"),
    ] {
      let project = Repository.path("")
      let outcome = try shell(
        "D=$PWD; cd '\(project)' && TENAS_PYTHON=\(python.replacing("$PWD", with: "$D")) tenas table import --from suite-zero $D/one.csv --output $D/t.h5"
      )
      #expect(outcome.status == status && outcome.errorLines.count == 1, "\(python): \(outcome.error)")
      #expect(outcome.error.contains(words), "\(python): \(outcome.error)")
    }
  }
}
