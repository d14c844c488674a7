import AccuracyTables
import Foundation
import SearchSpaces
import TestSupport
import Testing

struct TableVerbTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeTable("a.h5") { 50 + Double($0) / 1000 }
  }

  // MARK: query

  @Test(arguments: [
    "--index 2631", "--tuple 4,0,3,1,4,3", "--tuple [4,0,3,1,4,3]",
    "--architecture |avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|",
  ])
  func aCellIsFoundByAnyOfItsNames(option: String) throws {
    let lines = try place.succeed("table query a.h5 \(option) --format table").split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("cell 2631  |avg_pool_3x3~0|+|skip_connect~0|none~1|"))
    #expect(lines[3] == "/datasets/cifar10/test_accuracy  52.63")
  }

  @Test func unknownValuesAreLeftOut() throws {
    let architectures = NASBench201.architectures.map(\.description)
    let bySeed = architectures.indices.flatMap { $0 == 3 ? [61.5, 62.5] : [.nan, .nan] }
    let table = try AccuracyTable(
      source: "made up", architectures: architectures,
      columns: [
        ColumnName(.cifar10, "test_accuracy_by_seed"): bySeed,
        ColumnName(.cifar100): architectures.indices.map { $0 == 4 ? 70 : .nan },
      ])
    try table.write(to: place.path("seeds.h5"))
    #expect(
      try place.succeed("table query seeds.h5 --index 3 --format table").hasSuffix(
        "/datasets/cifar10/test_accuracy_by_seed  61.50  62.50\n")
    )
    let column = "/datasets/cifar10/test_accuracy_by_seed"
    #expect(
      try place.succeed("table query seeds.h5 --index 3")
        == "column,seed,value\n\(column),1,61.5\n\(column),2,62.5\n")
    let unknown = try place.tenas("table query seeds.h5 --index 5")
    #expect(unknown.output.isEmpty && unknown.error == "note: no value of this cell is known\n")
  }

  @Test func cellsThatAreNone() throws {
    try place.fail(65, "table query a.h5 --index 15625", saying: "15625", "15624")
    try place.fail(65, "table query a.h5 --index=-1", saying: "-1", "0 to 15624")
    try place.fail(65, "table query a.h5 --architecture |none~0|", saying: "|none~0|")
    try place.fail(65, "table query a.h5 --tuple 4,0,3,1,4", saying: "4, 0, 3, 1, 4")
    try place.fail(64, "table query a.h5 --tuple 4,0,x,1,4,3", saying: "4,0,x,1,4,3")
    try place.fail(64, "table query a.h5", saying: "--architecture")
    try place.fail(64, "table query a.h5 1 --json --format csv", saying: "one of --json and --format")
    try place.fail(64, "table query a.h5 --index 1 --tuple 4,0,3,1,4,3", saying: "--tuple")
    try place.fail(66, "table query absent.h5 --index 1", saying: "absent.h5")
  }

  // MARK: best

  @Test func theBestCellsTiesByIndex() throws {
    try place.writeTable("ties.h5") { [7, 9, 15_000].contains($0) ? 90 : $0 == 11 ? 95 : 10 }
    let lines = try place.succeed("table best ties.h5 --dataset cifar10 --count 4").split(separator: "\n")
    #expect(lines[0] == "rank,cell,test_accuracy,architecture")
    #expect(lines.dropFirst().map { $0.split(separator: ",")[1] } == ["11", "7", "9", "15000"])
    #expect(lines[1] == "1,11,95,\(NASBench201.architectures[11])")
  }

  @Test func columnsThatAreNone() throws {
    try place.fail(64, "table best a.h5 --dataset cifar11", saying: "cifar11", "imagenet16-120")
    for spelling in ["CIFAR-10", "cifar_10"] {
      #expect(try place.succeed("table best a.h5 --dataset \(spelling) --count 1").contains("1,15624,65.624,"))
    }
    try place.fail(64, "table best a.h5 --dataset cifar10 --count 0", saying: "--count")
    try place.fail(
      65, "table best a.h5 --dataset cifar100", saying: "/datasets/cifar100/test_accuracy", "no such column",
      "the table has /datasets/cifar10/test_accuracy")
    try place.fail(
      65, "table best a.h5 --dataset cifar100 --column loss", saying: "/datasets/cifar100/loss", "columns of cifar10")
    try place.fail(
      65, "table best a.h5 --dataset cifar10 --column flops", saying: "/datasets/cifar10/flops",
      "beside it are test_accuracy")
  }

  // MARK: query

  @Test func aCellAsJSON() throws {
    try place.write("cell,acc\n\(NASBench201.architectures[7]),61.5\n", to: "one.csv")
    try place.succeed(
      "table import --from csv one.csv --output one.h5 --architecture-column cell --map acc=cifar10/test_accuracy")
    let text = try place.succeed("table query one.h5 --index 7 --json")
    let cell = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(cell["index"] as? Int == 7 && cell["architecture"] as? String == "\(NASBench201.architectures[7])")
    #expect(cell["values"] as? [String: Double] == ["/datasets/cifar10/test_accuracy": 61.5])
    let unknown = try place.succeed("table query one.h5 --index 8 --json")
    #expect(unknown.contains("\"values\" : {\n\n  }"))
  }

  // MARK: compare

  @Test func agreementOfTwoTables() throws {
    try place.writeTable("b.h5") { $0 == 5 ? 99 : 50 + Double($0) / 1000 }
    let same = try place.succeed("table compare a.h5 a.h5")
    #expect(same.contains("15625 known in both") && same.contains("tau       1.000000\n"))
    #expect(!same.contains("largest"))
    let other = try place.succeed("table compare a.h5 b.h5")
    #expect(other.contains("largest   50.01  99  cell 5\n"))
    // One cell of 15,625 moved past 15,619 others: τ falls by 2 · 15619 / C(15625, 2).
    let tau = try #require(Double(other.split(separator: "\n")[2].split(separator: " ")[1]))
    #expect(abs(tau - (1 - 2 * 15_619 / (15_625 * 15_624 / 2))) < 5e-7)
  }

  // MARK: import

  @Test func headersOfAnyNames() throws {
    let cell = NASBench201.architectures[7]
    try place.write("id,acc = final,cell,loss,f\n1,61.5,\(cell),2.25,7e6\n", to: "own.csv")
    try place.succeed(
      "table import --from csv own.csv --output own.h5 --architecture-column cell --map loss=cifar100/epochs12/test_loss"
        + " --map f=costs/cifar10/flops --map id=cifar10/test_accuracy")
    let lines = try place.succeed("table query own.h5 --index 7").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.dropFirst().map { $0[0] }.contains("/datasets/cifar100/epochs12/test_loss"))
    #expect(lines.dropFirst().map { $0[2] } == ["1", "2.25", "7000000"])
    try place.fail(
      65, "table import --from csv own.csv --output b.h5 --map missing=cifar10/test_accuracy", saying: "missing",
      "line 1")
    try place.fail(64, "table import --from csv own.csv --output b.h5 --map id=mnist/test_accuracy", saying: "mnist")
    try place.fail(
      64, "table import --from suite-zero own.csv --output b.h5 --map id=cifar10/test_accuracy", saying: "--map")
  }

  @Test(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
  func whatThePythonImportersRefuse() throws {
    try place.write("no archive", to: "made")
    for source in ["nats-bench", "nasbench201-pth", "naslib", "suite-zero", "analog-nasbench"] {
      try place.fail(65, "table import --from \(source) made --output b.h5", saying: "made: ")
      try place.fail(66, "table import --from \(source) absent --output b.h5", saying: "absent")
    }
    #expect(!place.contains("b.h5"))
  }

  @Test(
    .enabled(
      if: Repository.hasPython && SharedData.isPresent(SharedData.natsBench),
      "there is no .venv/complete, or ../shared has no NATS-Bench records"))
  func realRecordsOfNATSBench() throws {
    try place.succeed("table import --from nats-bench \(SharedData.natsBench) --output nats.h5")
    let lines = try place.succeed("table query nats.h5 --index 284").split(separator: "\n")
    #expect(lines.contains { $0 == "/datasets/cifar10/test_accuracy,,88.79" })
    #expect(try place.succeed("table verify nats.h5").contains("all as computed"))
  }

  // MARK: verify

  @Test func checksumsAreStatedAndChecked() throws {
    let printed = try place.succeed("table verify a.h5")
    #expect(printed.contains("15625/15625  /datasets/cifar10/test_accuracy\n"))
    #expect(printed.contains("1 columns; 1 checksums stated"))
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: place.path("a.h5"))))
    let pattern = withUnsafeBytes(of: 50.123.bitPattern.littleEndian, [UInt8].init)
    let position = try #require(bytes.indices.first { bytes[$0...].starts(with: pattern) })
    bytes[position] ^= 1
    try Data(bytes).write(to: URL(filePath: place.path("damaged.h5")))
    try place.fail(65, "table verify damaged.h5", saying: "/datasets/cifar10/test_accuracy", "checksum", "damaged")
  }
}
