import Foundation
import TestSupport
import Testing

/// `--batch-order` and `--statistics`, from the command line to `run.json`.
@Suite struct ImageOptionTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    let records = (0..<20).flatMap(Self.record)
    try FileManager.default.createDirectory(atPath: place.path("cifar"), withIntermediateDirectories: false)
    try Data(records).write(to: URL(filePath: place.path("cifar/data_batch_1.bin")))
  }

  private static func record(of image: Int) -> [UInt8] {
    let pixels = (0..<3072).map { (place: Int) -> UInt8 in
      let square: Int = (place + image) * (place + 7)
      return UInt8(truncatingIfNeeded: square / 5 + image * 40)
    }
    return [UInt8(image % 3)] + pixels
  }

  private static let score = "score --sample 3 --batch 6 --repeats 2 --images cifar10:cifar --metrics kappa"

  private func images(_ run: String) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(place.text("\(run)/run.json").utf8)) as? [String: Any]
    let determines = object?["determines"] as? [String: Any]
    return try #require(determines?["images"] as? [String: String])
  }

  @Test func theyArePartOfWhatDetermines() throws {
    try place.succeed("\(Self.score) --output plain")
    try place.succeed("\(Self.score) --output random --batch-order random --statistics name")
    try place.succeed("\(Self.score) --output balanced --batch-order class-balanced")
    try place.succeed("\(Self.score) --output own --statistics data")
    #expect(try Set(images("plain").keys) == ["source", "hash"])
    #expect(try place.text("random/scores.csv") == place.text("plain/scores.csv"))
    #expect(try images("random") == images("plain"))
    #expect(try images("balanced")["batchOrder"] == "class-balanced")
    #expect(try images("own")["statistics"] == "data")
    let scores = try ["plain", "balanced", "own"].map { try place.text("\($0)/scores.csv") }
    #expect(Set(scores).count == 3)
    for shard in 1...2 {
      try place.succeed("\(Self.score) --output part\(shard) --batch-order class-balanced --shard \(shard)/2")
    }
    try place.succeed("merge part1 part2 --output whole")
    #expect(try place.text("whole/scores.csv") == scores[1])
    try place.fail(64, "\(Self.score) --output plain --batch-order class-balanced", saying: "--batch-order is random")
    try place.fail(64, "\(Self.score) --output own", saying: "--statistics is data")
  }

  @Test func whatASourceDoesNotHave() throws {
    try place.writeImages()
    try place.fail(
      64, "score --sample 2 --output run --batch-order class-balanced \(Workplace.tiny)", saying: "hdf5:images.h5",
      "labels", "cifar10:")
    try place.fail(64, "score --sample 2 --output run --statistics data \(Workplace.tiny)", saying: "floats")
    try place.fail(
      64, "search --space darts --output run --batch-order class-balanced", saying: "natural-noise", "labels")
    try place.fail(64, "score --sample 2 --output run --batch-order sorted", saying: "sorted", "class-balanced")
    try place.fail(64, "score --sample 2 --output run --statistics mean", saying: "mean", "data")
    try place.fail(
      65, "score --sample 2 --output run --images cifar10:cifar --batch 19 --batch-order class-balanced",
      saying: "class-balanced batch of 19", "3 classes has 6")
    #expect(!place.contains("run"))
  }
}
