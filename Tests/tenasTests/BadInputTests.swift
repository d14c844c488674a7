import Foundation
import HDF5
import TestSupport
import Testing

/// Bad input gives one line that says what is wrong, the exit status of its kind, and leaves every file as it was.
@Suite struct BadInputTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  // MARK: tables

  @Test func filesThatAreNoTables() throws {
    try place.fail(66, "table info missing.h5", saying: "missing.h5")
    try place.write("no HDF5\n", to: "text.h5")
    try place.fail(65, "table info text.h5", saying: "text.h5", "HDF5")
    try HDF5File.create(at: place.path("other.h5")) { try $0.setAttribute("format", "something else") }
    try place.fail(65, "table info other.h5", saying: "other.h5", "tenas-accuracy-table")
    try HDF5File.create(at: place.path("bare.h5")) { try $0.createDataset("numbers", [1.0, 2.0]) }
    try place.fail(65, "table info bare.h5", saying: "bare.h5", "format")
  }

  @Test func tableOfAnotherVersion() throws {
    try HDF5File.create(at: place.path("later.h5")) { file in
      try file.setAttribute("format", "tenas-accuracy-table")
      try file.setAttribute("version", Int64(9))
      try file.setAttribute("source", "made up")
    }
    try place.fail(65, "table info later.h5", saying: "later.h5", "version", "9", "1")
  }

  @Test func truncatedTable() throws {
    try place.writeTable("whole.h5")
    let bytes = try Data(contentsOf: URL(filePath: place.path("whole.h5")))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: place.path("half.h5")))
    try place.fail(65, "table info half.h5", saying: "half.h5", "truncated")
  }

  @Test func importLeavesTheTargetAlone() throws {
    try place.write("earlier", to: "table.h5")
    try place.fail(66, "table import --from csv missing.csv --output table.h5", saying: "missing.csv")
    try place.write("A,B\n1,2\n", to: "bad.csv")
    try place.fail(65, "table import --from csv bad.csv --output table.h5", saying: "bad.csv", "line 1", "Architecture")
    try place.write("ArchitectureString,CIFAR10TestAccuracy200Epochs\n|none~9|,90\n", to: "cell.csv")
    try place.fail(65, "table import --from csv cell.csv --output table.h5", saying: "cell.csv", "line 2", "|none~9|")
    try place.fail(64, "table import --from excel bad.csv --output table.h5", saying: "excel")
    #expect(try place.text("table.h5") == "earlier")
  }

  // MARK: cells

  @Test(arguments: [
    ("|nor_conv_5x5~0|+|none~0|none~1|+|none~0|none~1|none~2|", "nor_conv_5x5"),
    ("|none~0|+|none~0|+|none~0|none~1|none~2|", "operation"),
    ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|x", "\"x\""),
    ("15625", "15624"), ("-1", "-1"),
  ])
  func namesOfNoCell(line: String, word: String) throws {
    try place.write("3\n\n\(line)\n", to: "cells.txt")
    try place.fail(65, "score --architectures cells.txt --output run", saying: "cells.txt", "line 3", word)
    #expect(!place.contains("run"))
  }

  @Test func listsOfCells() throws {
    try place.fail(66, "score --architectures missing.txt --output run", saying: "missing.txt")
    try place.write("\n", to: "none.txt")
    try place.fail(65, "score --architectures none.txt --output run", saying: "none.txt")
    try place.write("3\n4\n3\n", to: "twice.txt")
    try place.fail(65, "score --architectures twice.txt --output run", saying: "twice.txt", "line 3", "line 1")
    try place.fail(65, "score --sample 15626 --output run", saying: "15626", "15625")
    #expect(!place.contains("run"))
  }

  // MARK: images

  @Test func images() throws {
    try FileManager.default.createDirectory(atPath: place.path("cifar"), withIntermediateDirectories: false)
    try Data(count: 2 * 3073 + 1).write(to: URL(filePath: place.path("cifar/data_batch_1.bin")))
    try place.fail(
      65, "score --sample 2 --output run --images cifar10:cifar", saying: "cifar/data_batch_1.bin", "6147", "3073")
    try place.fail(66, "score --sample 2 --output run --images cifar10:nowhere", saying: "nowhere")
    try place.fail(
      66, "score --sample 2 --output run --images imagenet:nowhere", saying: "nowhere", "train_data_batch_1")
    try place.fail(64, "score --sample 2 --output run --images photographs", saying: "photographs", "natural-noise")
    try place.writeImages()
    try place.fail(65, "score --sample 2 --output run --images hdf5:images.h5#none", saying: "images.h5", "none")
    try place.fail(
      65, "score --sample 2 --output run --batch 17 --images hdf5:images.h5#images", saying: "16", "17")
  }

  // MARK: options

  @Test(arguments: [
    ("--sample 2 --threads 0", "--threads"), ("--sample 2 --shard 3/2", "3/2"), ("--sample 2 --shard 0/2", "0/2"),
    ("--sample 2 --shard half", "half"), ("--sample 2 --metrics kappa,charm", "charm"), ("--sample 0", "--sample"),
    ("--sample many", "many"), ("--sample 2 --batch 1", "--batch"), ("--sample 2 --repeats 0", "--repeats"),
    ("--sample 2 --all", "--all"), ("", "--sample"), ("--sample 2 --protocol private", "private"),
    ("--all --space darts", "--sample"), ("--sample 2 --space darts --protocol full", "full"),
    ("--sample 2 --kernels sse", "sse"), ("--sample 2 --seed x", "x"),
  ])
  func optionsOfScore(options: String, word: String) throws {
    try place.fail(64, "score \(options) --output run", saying: word)
    #expect(!place.contains("run"))
  }

  @Test func unknownVerb() throws { try place.fail(64, "frobnicate", saying: "frobnicate") }

  // MARK: runs

  @Test func metricsAndTheirSettings() throws {
    try place.writeImages()
    for (options, words) in [
      ("--metrics snp", ["there is no metric 'snp'", "did you mean 'snip'"]),
      ("--metrics snip --set snip.bach=4", ["snip has no setting 'bach'", "batch"]),
      ("--metrics snip --set snip.batch=0", ["snip.batch", "at least 1", "'0'"]),
      ("--metrics snip --set snip.classes=1", ["at least 2 classes"]),
      ("--metrics snip --set snip.initialization=zeros", ["'zeros' is no initialization", "pytorch"]),
      ("--metrics snip --set snip", ["METRIC.SETTING=VALUE"]),
      ("--metrics snip --set flops.batch=4", ["flops has no settings"]),
      ("--metrics snip --set snip.bach=4", ["snip has no setting 'bach'", "did you mean 'batch'?"]),
      ("--metrics snip --set snop.batch=4", ["did you mean 'snip'?"]),
      (
        "--metrics synflow --set synflow.batch=4",
        ["synflow has no setting 'batch'", "channels, classes, initialization"]
      ),
    ] {
      let command = "score --sample 2 \(options) --images hdf5:images.h5#images --output new"
      let outcome = try place.tenas(command)
      #expect(outcome.status == 64, "\(options)")
      for word in words { #expect(outcome.error.contains(word), "\(options): \(outcome.error)") }
      #expect(!place.contains("new"))
    }
    try place.fail(
      65, "score --sample 2 --metrics snip --images hdf5:images.h5#images --output new --set snip.batch=5000",
      saying: "snip", "5000")
  }

  @Test func runWithOtherSettings() throws {
    try place.writeRun()
    let before = try ["run/run.json", "run/scores.csv"].map(place.text)
    try place.fail(
      64, "score --sample 6 --output run --batch 5 --repeats 1 --seed 7 --images hdf5:images.h5#images",
      saying: "--batch is 4 there and 5 here", "--seed is 0 there and 7 here")
    try place.fail(64, "score --sample 5 --output run \(Workplace.tiny)", saying: "6", "5")
    try place.fail(64, "score --sample 6 --output run --shard 1/2 \(Workplace.tiny)", saying: "shard")
    #expect(try ["run/run.json", "run/scores.csv"].map(place.text) == before)
  }

  @Test func namesOfOneCharacter() throws {
    try place.writeImages()
    try place.succeed("score --sample 2 --output r \(Workplace.tiny)")
    try place.write("cell,regions\n0,1\n1,2\n2,2\n", to: "w")
    try place.writeTable("t")
    try place.succeed("validate --scores w r --table t --metrics regions --resamples 2")
    try place.succeed("export --format csv-tidy r --output e")
    try place.fail(66, "merge r q --output m", saying: "q/run.json")
  }

  @Test func outputThatCannotBeWritten() throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    try place.write("earlier", to: "file")
    try place.fail(74, "score --sample 2 --output file/run \(Workplace.tiny)", saying: "file/run")
    try place.fail(74, "score --sample 2 --output file \(Workplace.tiny)", saying: "file")
    try place.fail(74, "correlate --scores run --table table.h5 --output file/c.csv", saying: "file/c.csv")
    try place.fail(74, "merge run --output file/run", saying: "file/run")
    try place.write("ArchitectureString,CIFAR10TestAccuracy200Epochs\n\(Self.emptyCell),10\n", to: "one.csv")
    try place.fail(74, "table import --from csv one.csv --output file/table.h5", saying: "file/table.h5")
    #expect(try place.text("file") == "earlier")
  }

  static let emptyCell = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"

  /// What a message repeats may have line ends; the message has none.
  @Test func namesWithLineEnds() throws {
    let images = ["score", "--sample", "1", "--output", "out", "--images", "hdf5:none\nh5#images"]
    try place.fail(66, images, saying: ["none h5"])
    try place.fail(66, ["table", "info", "none\n.h5"], saying: ["none .h5"])
    try place.fail(66, ["top", "a\nb"], saying: ["a b"])
  }

  @Test func merging() throws {
    try place.writeRun()
    try place.fail(66, "merge run nowhere --output whole", saying: "nowhere")
    try place.fail(65, "merge run run --output whole", saying: "run", "both")
    try place.succeed("score --sample 6 --output first --shard 1/2 \(Workplace.tiny)")
    try place.fail(65, "merge first --output whole", saying: "3 of 6")
    try place.succeed("score --sample 6 --seed 7 --output other \(Workplace.tiny)")
    try place.fail(65, "merge run other --output whole", saying: "seed")
    #expect(!place.contains("whole"))
    try place.fail(64, "merge run --output other", saying: "other")
  }

  // MARK: correlation

  @Test func correlation() throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    try place.writeTable("flat.h5") { _ in 90 }
    try place.write("earlier", to: "c.csv")
    try place.fail(
      65, "correlate --scores run --table flat.h5 --output c.csv", saying: "/datasets/cifar10/test_accuracy", "90")
    try place.fail(66, "correlate --scores nowhere --table table.h5 --output c.csv", saying: "nowhere")
    try place.fail(66, "correlate --scores run --table nowhere.h5 --output c.csv", saying: "nowhere.h5")
    try place.fail(
      64, "correlate --scores run --table table.h5 --dataset svhn --output c.csv", saying: "svhn", "cifar10")
    try place.fail(65, "correlate --scores run --table table.h5 --dataset cifar100 --output c.csv", saying: "cifar100")
    #expect(try place.text("c.csv") == "earlier")
  }

  @Test func scoresThatAreNone() throws {
    try place.writeRun()
    try place.writeTable("table.h5")
    let lines = try place.text("run/scores.csv").split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    func corrupt(_ change: (inout [String]) -> Void) throws {
      var lines = lines
      change(&lines[2])
      try place.write(lines.map { $0.joined(separator: ",") + "\n" }.joined(), to: "bad.csv")
    }
    try corrupt { $0[3] = "nan" }
    let failed = try place.tenas("correlate --scores bad.csv --table table.h5 --resamples 20")
    #expect(failed.status == 0 && failed.error.contains("1 cells have a score that could not be computed"))
    #expect(failed.output.contains("cifar10,all,kappa,5,"))
    try corrupt { $0[3] = "much" }
    try place.fail(65, "correlate --scores bad.csv --table table.h5", saying: "bad.csv", "line 3", "much")
    try corrupt { $0.removeLast() }
    try place.fail(65, "correlate --scores bad.csv --table table.h5", saying: "bad.csv", "line 3", "6", "7")
    try corrupt { $0[0] = "99999" }
    try place.fail(65, "correlate --scores bad.csv --table table.h5", saying: "bad.csv", "line 3", "99999")
    try corrupt { $0[1] = Self.emptyCell }
    try place.fail(65, "correlate --scores bad.csv --table table.h5", saying: "bad.csv", "line 3", Self.emptyCell)
    try place.write("a,b\n", to: "bad.csv")
    try place.fail(65, "correlate --scores bad.csv --table table.h5", saying: "bad.csv", "line 1", "index")
  }

  // MARK: verification

  @Test func referenceFiles() throws {
    try place.fail(66, "verify missing.h5", saying: "missing.h5")
    try place.writeImages()
    try place.fail(65, "verify images.h5", saying: "images.h5", "/ntk")
  }
}
