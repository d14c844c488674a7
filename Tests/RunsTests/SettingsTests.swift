import Foundation
import Metrics
import Runs
import TestSupport
import Testing

@Suite struct SettingsTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func equalSettingsDoNotDiffer() {
    #expect(place.settings().differences(from: place.settings()).isEmpty)
  }

  /// Every setting, changed alone, is named.
  @Test func eachSettingIsNamed() throws {
    let settings = place.settings(seed: .max)
    let changes: [((inout RunSettings) -> Void, String)] = [
      ({ $0.space = .darts }, "--space is nas-bench-201 there and darts here"),
      ({ $0.selection = .population(.live) }, "the selection of cells is --sample 8 there and --live here"),
      ({ $0.protocolName = .code }, "--protocol is paper there and code here"),
      ({ $0.scoring.kappa.batch = 72 }, "--batch is 4 there and 72 here"),
      ({ $0.scoring.kappa.batchNorm = .frozen }, "--batch-norm is coupled there and frozen here"),
      ({ $0.scoring.kappa.channels = 16 }, "--channels is 3 there and 16 here"),
      ({ $0.scoring.kappa.cellsPerStage = 5 }, "--cells-per-stage is 1 there and 5 here"),
      (
        { $0.scoring.kappa.initialization = .kaimingNormalFanIn },
        "--kappa-init is kaiming-normal-fan-out there and kaiming-normal-fan-in here"
      ),
      (
        { $0.scoring.regions.initialization = .xavierUniform },
        "--regions-init is kaiming-normal-fan-in there and xavier-uniform here"
      ),
      ({ $0.scoring.repeats = 1 }, "--repeats is 2 there and 1 here"),
      ({ $0.scoring.regions.batches = 5 }, "--patch-count is 2 x 20 there and 5 x 20 here"),
      ({ $0.scoring.regions.batch = 64 }, "--patch-count is 2 x 20 there and 2 x 64 here"),
      ({ $0.scoring.regions.inputs = .crops(size: 5) }, "--patch-size is 3 there and 5 here"),
      ({ $0.metrics = ["kappa"] }, "--metrics is kappa,regions,parameters,flops there and kappa here"),
      ({ $0.seed = .max - 1 }, "--seed is 18446744073709551615 there and 18446744073709551614 here"),
      ({ $0.images.source = "cifar10" }, "--images is hdf5 there and cifar10 here"),
      ({ $0.images.hash = "1f" }, "the images' hash is \(settings.images.hash) there and 1f here"),
      ({ $0.images.batchOrder = .classBalanced }, "--batch-order is random there and class-balanced here"),
      ({ $0.images.statistics = .data }, "--statistics is name there and data here"),
      ({ $0.version = "9" }, "the version of tenas is \(toolVersion) there and 9 here"),
      ({ $0.kernels = "abacus" }, "--kernels is \(settings.kernels) there and abacus here"),
      ({ $0.blas = "Z80" }, "OpenBLAS's core type is \(settings.blas) there and Z80 here"),
    ]
    for (change, sentence) in changes {
      var other = settings
      change(&other)
      #expect(other.differences(from: settings) == [sentence])
    }
  }

  /// What a report says of a run: nothing of one that is as the paper's, and every departure of another.
  @Test func departuresFromThePaperAreNamed() {
    var settings = place.settings()
    settings.scoring = ScoringProtocol(.paper)
    settings.images.source = "cifar10"
    #expect(settings.departuresFromPaper == [])
    #expect(settings.summary.hasPrefix("--sample 8, --protocol paper, 3 repeats, images cifar10, seed 7, tenas "))
    settings.scoring.kappa.batchNorm = .frozen
    settings.scoring.repeats = 1
    settings.images.source = "natural-noise"
    #expect(
      settings.departuresFromPaper == [
        "--batch-norm is coupled in the paper and frozen here", "--repeats is 3 in the paper and 1 here",
        "--images is a data set in the paper and natural-noise here",
      ])
    #expect(
      settings.summary.contains("--batch-norm is coupled by it and frozen here")
        && settings.summary.contains("1 repeat,"))
    settings.metrics = ["flops"]
    #expect(settings.departuresFromPaper == [])
    // Protocol `code` is the authors' and not the paper's.
    settings.metrics = ["kappa"]
    (settings.protocolName, settings.scoring, settings.images.source) = (.code, ScoringProtocol(.code), "cifar10")
    #expect(settings.departuresFromPaper == ["--batch is 32 in the paper and 72 here"])
  }

  @Test func listsOfCellsDifferByTheirContent() {
    let (a, b) = (place.settings(.architectures([1, 2, 3])), place.settings(.architectures([1, 2, 4])))
    #expect(a.differences(from: b).count == 1)
    #expect(a.differences(from: place.settings(.architectures([1, 2, 3]))).isEmpty)
  }

  @Test(arguments: [
    Selection.sample(3), .population(.all), .population(.live), .population(.unique), .architectures([5, 7]),
  ])
  func survivesTheManifest(selection: Selection) throws {
    let settings = place.settings(selection, seed: .max) { $0 = ScoringProtocol(.full) }
    try FileManager.default.createDirectory(atPath: place.path("run"), withIntermediateDirectories: false)
    let manifest = RunManifest(determines: settings, record: RunManifest.Record(images: "hdf5:images.h5#images"))
    try manifest.write(directory: place.path("run"))
    #expect(try RunManifest(directory: place.path("run")).determines == settings)
  }

  /// What a reader, or a script, finds in `run.json`.
  @Test func manifestIsReadable() throws {
    try place.scores(place.settings(.sample(3)), in: "run")
    let object = try JSONSerialization.jsonObject(with: Data(place.text("run/run.json").utf8)) as? [String: Any]
    let determines = try #require(object?["determines"] as? [String: Any])
    #expect(
      Set(determines.keys) == [
        "space", "cells", "protocol", "parameters", "metrics", "seed", "images", "version", "kernels", "blas",
      ])
    #expect(determines["cells"] as? [String: Int] == ["sample": 3])
    #expect(determines["seed"] as? Int == 7)
    let images = try #require(determines["images"] as? [String: Any])
    #expect(Set(images.keys) == ["source", "hash"], "what is as it always was is not written")
    let record = try #require(object?["record"] as? [String: Any])
    #expect(record["images"] as? String == "hdf5:images.h5#images" && record["shard"] as? String == "1/1")
    #expect((record["began"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    #expect((record["processor"] as? String)?.isEmpty == false && record["threads"] as? Int == 2)
  }

  @Test func recordsTheTablesHash() throws {
    try place.write("a", to: "a")
    try place.write("b", to: "b")
    let hashes = try ["a", "b", "a"].map { try RunManifest.Record.Table(hashing: place.path($0)).hash }
    #expect(hashes[0] != hashes[1] && hashes[0] == hashes[2])
    expect(.noSuchFile, "nowhere") { _ = try RunManifest.Record.Table(hashing: place.path("nowhere")) }
  }
}
