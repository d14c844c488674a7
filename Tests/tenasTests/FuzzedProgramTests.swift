import Foundation
import HDF5
import SearchSpaces
import TestSupport
import Testing

/// The program on files and words that nobody meant: it ends soon, by itself, with a status that the manual knows, and where it fails
/// with one line that says why; nothing else.
///
/// Valid inputs are damaged at random from a seed. `FUZZ_SECONDS=600` makes all fuzzers together, these and those of the parsers
/// (`RunsTests/FuzzTests`), take that long.
@Suite(.serialized) struct FuzzedProgramTests {
  /// A kind of input, and the commands that read it.
  struct Reader: Sendable, CustomTestStringConvertible {
    let name: String
    /// Valid inputs: contents of the file `FILE`, or words.
    let seeds: @Sendable (Workplace) throws -> [[UInt8]]
    /// What reads them; `WORD` is a word to be damaged itself.
    let commands: [String]
    /// Trials where no time is given.
    var trials = 40
    /// Whether Python reads it, which takes a second to start.
    var isPython = false
    var testDescription: String { name }
  }

  /// The longest that a command may take.
  private static let patience = 60.0

  static let readers: [Reader] = [
    Reader(
      name: "scores as text",
      seeds: { _ in [bytes(scores(",")), bytes(scores(";")), bytes(scores("\t")), try records()] },
      commands: [
        "top FILE --by first", "cell 7 --run FILE", "validate --scores FILE --table table.h5 --resamples 2 --threads 1",
        "export --format csv-wide FILE --output out --force",
        "combine --scores FILE --table table.h5 --population all --rule first --resamples 2 --folds 2",
      ]),
    Reader(
      name: "accuracies as text", seeds: { _ in [bytes(scores(",")), bytes(scores(";")), try records()] },
      commands: [
        "table import --from csv FILE --architecture-column arch --map first=cifar10/test_accuracy --output out.h5",
        "table import --from csv FILE --architecture-column arch --map first=targets/x:ms:lower --output out.h5",
      ]),
    Reader(
      name: "genotypes",
      seeds: { _ in [bytes(genotypes(",")), bytes(genotypes(";")), bytes("genotype,acc\n" + genotypes(","))] },
      commands: [
        "table import --from csv --space darts FILE --output out.h5", "cell 3 --table darts.h5 --run FILE",
        "score --space darts --architectures FILE --metrics parameters,depth --repeats 1 --images hdf5:images.h5#images --output out",
      ]),
    Reader(
      name: "lists of cells",
      seeds: { _ in
        [
          bytes((0..<6).map { "\(NASBench201.architectures[$0 * 7])\n" }.joined()), bytes("3\n4\n17\n"),
          bytes(scores(",")),
        ]
      },
      commands: [
        "score --architectures FILE --metrics parameters --repeats 1 --images hdf5:images.h5#images --output out"
      ]),
    Reader(
      name: "tables in HDF5", seeds: { [try content("table.h5", of: $0), try content("darts.h5", of: $0)] },
      commands: [
        "table info FILE", "table verify FILE", "table query FILE 7", "table best FILE --dataset cifar10",
        "cell 7 --table FILE", "top scores.csv --by first --table FILE",
        "correlate --scores run --table FILE --resamples 2 --threads 1",
      ], trials: 60),
    Reader(
      name: "other HDF5", seeds: { [try content("scores.h5", of: $0)] },
      commands: [
        "top FILE --by m", "validate --scores FILE --table table.h5 --resamples 2 --threads 1",
        "table import --from hdf5 FILE --architecture-column index --map m=targets/m:ms:lower --output out.h5",
        "score --architectures FILE --metrics parameters --repeats 1 --images hdf5:images.h5#images --output out",
      ], trials: 60),
    Reader(
      name: "images", seeds: { [try content("images.h5", of: $0)] },
      commands: [
        "score --sample 1 --batch 4 --repeats 1 --patch-count 10 --threads 1 --images hdf5:FILE#images --output out"
      ]),
    Reader(
      name: "gzip",
      seeds: {
        [try ReadingMatrixTests.gzip(bytes(scores(","))), try ReadingMatrixTests.gzip(content("table.h5", of: $0))]
      },
      commands: ["top FILE --by first", "table verify FILE", "table info FILE"]),
    Reader(
      name: "scores of a run", seeds: { [try content("run/scores.csv", of: $0)] },
      commands: [
        "correlate --scores FILE --table table.h5 --resamples 2 --threads 1", "top FILE --by kappa",
        "export --format csv-tidy FILE --output out --force",
      ]),
    Reader(
      name: "run.json", seeds: { [try content("run/run.json", of: $0)] },
      commands: [
        "status other", "correlate --scores other --table table.h5 --resamples 2 --threads 1", "verify --run other",
      ]),
    Reader(
      name: "rules",
      seeds: { _ in ["log first + 0.5 log second", "az-nas", "first - second", "0.25 first + 2 log second"].map(bytes)
      },
      commands: ["top scores.csv --by WORD", "cell 7 --run scores.csv --rule WORD"]),
    Reader(
      name: "names of cells",
      seeds: { _ in
        [
          "17", "(4, 0, 3, 1, 4, 3)", "[4 0 3 1 4 3]", "nats:1,0,2,3,4,1", "\(NASBench201.architectures[4711])",
          "\(DARTS.sample(count: 1, seed: 2)[0])",
        ].map(bytes)
      },
      commands: [
        "cell WORD", "table query table.h5 WORD", "cell WORD --table darts.h5", "table query table.h5 --tuple WORD",
      ]),
    Reader(
      name: "words that say what is meant",
      seeds: { _ in
        [
          "first=targets/x:ms:lower", "first=cifar10/test_accuracy", "hdf5:images.h5#images", "cifar10", "1/2",
          "snip.batch=128",
        ]
        .map(bytes)
      },
      commands: [
        "table import --from csv scores.csv --architecture-column arch --output out.h5 --map WORD",
        "score --sample 1 --batch 4 --repeats 1 --patch-count 10 --threads 1 --output out --images WORD",
        "correlate --scores run --table table.h5 --resamples 2 --threads 1 --target WORD",
        "correlate --scores run --table table.h5 --resamples 2 --threads 1 --dataset WORD",
        "score --sample 1 --metrics parameters --repeats 1 --images hdf5:images.h5#images --output out --shard WORD",
        "score --sample 1 --metrics parameters --repeats 1 --images hdf5:images.h5#images --output out --set WORD",
        "validate --scores scores.csv --table table.h5 --resamples 2 --threads 1 --direction WORD",
      ]),
    Reader(
      name: "Parquet", seeds: { [try content("scores.parquet", of: $0)] },
      commands: ["top FILE --by first", "cell 7 --run FILE"],
      trials: 3, isPython: true),
    Reader(
      name: "compressed by others", seeds: { [try content("scores.xz", of: $0), try content("scores.zip", of: $0)] },
      commands: ["top FILE --by first"], trials: 3, isPython: true),
  ]

  // MARK: valid inputs

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func content(_ name: String, of place: Workplace) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: place.path(name))))
  }

  private static func scores(_ separator: String) -> String {
    (["arch", "first", "second"].joined(separator: separator) + "\n")
      + (0..<40).map { cell in
        ["\(NASBench201.architectures[cell * 11])", "\(cell * 37 % 41).5", "\(cell * 17 % 43)"].joined(
          separator: separator) + "\n"
      }.joined()
  }

  private static func records() throws -> [UInt8] {
    try [UInt8](
      JSONSerialization.data(
        withJSONObject: (0..<12).map {
          ["arch": "\(NASBench201.architectures[$0])", "first": Double($0) / 2] as [String: Any]
        }))
  }

  private static func genotypes(_ separator: String) -> String {
    DARTS.sample(count: 8, seed: 5).enumerated().map { "\"\($1)\"\(separator)\(80 + $0).25\n" }.joined()
  }

  let place: Workplace
  /// Python with what writes the seeds that Python reads; nil if there is none.
  private let hasPython: Bool

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5")
    try place.writeImages()
    try place.write(Self.scores(","), to: "scores.csv")
    try place.write(Self.genotypes(","), to: "darts.csv")
    try place.succeed("table import --from csv --space darts darts.csv --output darts.h5")
    try place.succeed("score --sample 6 --output run --patch-count 20 \(Workplace.tiny)")
    try HDF5File.create(at: place.path("scores.h5")) { file in
      try file.createDataset("index", (0..<60).map(Int64.init))
      try file.createDataset("m", (0..<60).map { Double($0 * 31 % 47) })
    }
    let script =
      "import lzma,zipfile,pandas as p;f=p.read_csv('scores.csv');f.to_parquet('scores.parquet');"
      + "open('scores.xz','wb').write(lzma.compress(open('scores.csv','rb').read()));"
      + "zipfile.ZipFile('scores.zip','w').write('scores.csv')"
    let python = ProcessInfo.processInfo.environment["TENAS_PYTHON"] ?? Repository.path(".venv/bin/python")
    let isThere = FileManager.default.isExecutableFile(atPath: python)
    hasPython =
      try isThere && TenasProcess(program: python, ["-c", script], in: place.directory).finish().status == 0
  }

  // MARK: trials

  @Test(arguments: readers) func fuzz(_ reader: Reader) throws {
    guard hasPython || !reader.isPython else { return }
    let pool = try reader.seeds(place)
    var random = Mutator(seed: UInt64(reader.name.utf8.count))
    let deadline = FuzzTime.seconds.map { ContinuousClock.now + .seconds($0 / 2 / Double(Self.readers.count)) }
    var (trial, accepted) = (0, 0)
    while deadline.map({ ContinuousClock.now < $0 }) ?? (trial < reader.trials) {
      let damaged = random.damage(pool[random.below(pool.count)], times: 1 + random.below(4))
      let command = reader.commands[random.below(reader.commands.count)]
      if try isAccepted(command, damaged, trial) { accepted += 1 }
      trial += 1
    }
    if deadline != nil { print("fuzzed \(reader.name): \(trial) inputs, \(accepted) accepted") }
  }

  /// Runs a command on an input; whether it succeeded.
  private func isAccepted(_ command: String, _ input: [UInt8], _ trial: Int) throws -> Bool {
    for name in ["out", "out.h5"] { try? FileManager.default.removeItem(atPath: place.path(name)) }
    var arguments = command.split(separator: " ").map(String.init)
    if arguments.contains("WORD") {
      // A system hands no zero byte on.
      let word = String(decoding: input.filter { $0 != 0 }, as: UTF8.self)
      arguments = arguments.map { $0 == "WORD" ? word : $0 }
    } else {
      let file = arguments.contains("other") ? "other/run.json" : "FILE"
      if file != "FILE" {
        try? FileManager.default.removeItem(atPath: place.path("other"))
        try FileManager.default.copyItem(atPath: place.path("run"), toPath: place.path("other"))
      }
      try place.write(input, to: file)
    }
    let process = try TenasProcess(arguments, in: place.directory)
    let watch = DispatchWorkItem { [process = process.process] in process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: watch)
    let outcome = process.finish()
    watch.cancel()
    let isWrong =
      ![0, 64, 65, 66, 74].contains(outcome.status) || process.process.terminationReason == .uncaughtSignal
      || (outcome.status != 0 && !outcome.errorLines.contains { $0.lowercased().hasPrefix("error: ") })
      || (![0, 64].contains(outcome.status) && outcome.errorLines.count != 1) || outcome.error.contains("Traceback")
    if isWrong {
      let kept = NSTemporaryDirectory() + "tenas-fuzz-\(UUID().uuidString)"
      try Data(input).write(to: URL(filePath: kept))
      Issue.record(
        "\(trial): tenas \(arguments): \(outcome.status), \(outcome.error.prefix(400)); the input is kept in \(kept)")
    }
    return outcome.status == 0
  }
}
