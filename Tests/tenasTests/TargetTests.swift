import AccuracyTables
import Foundation
import SearchSpaces
import TestSupport
import Testing

/// Whatever cells were measured by takes the place of test accuracy: made-up latencies, energies and robustness, as people publish them.
@Suite struct TargetTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    let cells = NASBench201.architectures.enumerated()
    try place.write(
      "arch,pixel3,edge_energy,robust\n"
        + cells.map { index, cell in
          "\(cell),\(Double(cell.parameterCount) / 1e5 + 1),\(index % 977),\(Double(index * 7919 % 1000) / 1000)\n"
        }.joined(), to: "hardware.csv")
    try place.succeed(
      "table import --from csv hardware.csv --architecture-column arch --output table.h5 --map pixel3=targets/pixel3_latency:ms:lower "
        + "--map edge_energy=targets/edge-gpu.energy:mJ:lower --map robust=targets/robustness::higher")
    try place.write(
      "index,size,noise\n"
        + (0..<150).map { "\($0),\(NASBench201.architectures[$0].parameterCount),\($0 * 37 % 101)\n" }.joined(),
      to: "scores.csv")
    try place.writeImages()
    try place.succeed(
      "score --sample 30 --metrics regions --patch-count 20 --repeats 1 --images hdf5:images.h5#images --output run")
  }

  @Test func theTableSaysWhatTheyAre() throws {
    let info = try place.succeed("table info table.h5")
    for line in [
      "target      edge-gpu.energy, in mJ, lower is better", "target      pixel3_latency, in ms, lower is better",
      "target      robustness, higher is better",
    ] { #expect(info.contains(line), "\(info)") }
    #expect(try place.succeed("table verify table.h5").contains("3 checksums stated, all as computed"))
    let best = try place.succeed("table best table.h5 --dataset edge-gpu.energy --count 1")
    #expect(best.hasPrefix("rank,cell,edge-gpu.energy,architecture\n1,0,0,"))
    #expect(try place.succeed("cell 977 --table table.h5").contains("edge-gpu.energy  0.00000  1"))
    #expect(
      try place.succeed("top scores.csv --by noise --table table.h5").contains("pixel3_latency,pixel3_latency_place,"))
  }

  /// The latency grows with the parameters alone, and less is better.
  @Test func correlations() throws {
    let outcome = try place.tenas("correlate --scores run --table table.h5 --target pixel3_latency --resamples 5")
    #expect(
      outcome.output.contains("\npixel3_latency,all,parameters,30,\(String(repeating: "-1,", count: 12))higher\n"),
      "\(outcome.output)")
    #expect(outcome.error.contains("note: pixel3_latency: lower is better; its values are negated"))
    let several = try place.succeed(
      "correlate --scores run --table table.h5 --target robustness,edge-gpu.energy --resamples 5")
    #expect(several.contains("\nrobustness,all,regions,30,") && several.contains("\nedge-gpu.energy,all,regions,30,"))
  }

  @Test func studies() throws {
    let validation = try place.succeed(
      "validate --scores scores.csv --table table.h5 --target pixel3_latency --direction size=lower --direction noise=higher --resamples 5 --all --format table"
    )
    #expect(validation.contains("Correlation with accuracy: pixel3_latency"))
    #expect(validation.contains("\nsize    lower    1.000 [ 1.000,  1.000]"), "\(validation)")
    let rule = try place.succeed(
      "combine --scores scores.csv --table table.h5 --target robustness --population all --rule size --resamples 5")
    #expect(rule.contains("robustness"))
    try place.succeed(
      "combine --scores scores.csv --table table.h5 --target robustness --choose-on robustness --population all --folds 2 --terms 1 --resamples 5"
    )
    try place.succeed(
      "score --sample 30 --patch-count 20 --repeats 1 --batch 4 --images hdf5:images.h5#images --output both")
    let weights = try place.succeed(
      "ablate weights --scores both --table table.h5 --target edge-gpu.energy --grid 0.5 --resamples 5 --output weights"
    )
    #expect(weights.contains("edge-gpu.energy, population all, n = 30"))
    #expect(try place.text("weights/weights.csv").contains("edge-gpu.energy"))
  }

  /// A table without accuracies is compared by its targets where nothing else is named.
  @Test func scoringBesideTargets() throws {
    let command =
      "score --sample 30 --metrics regions --patch-count 20 --repeats 1 --images hdf5:images.h5#images --output run"
    let outcome = try place.tenas("\(command) --table table.h5")
    #expect(outcome.status == 0 && outcome.output.contains("pixel3_latency"), "\(outcome.error)")
    #expect(outcome.error.contains("note: pixel3_latency: lower is better"))
  }

  @Test func ablations() throws {
    let protocolText = try place.tenas(
      "ablate protocol --table table.h5 --target pixel3_latency --sample 30 --vary repeats --levels repeats=1 --batch 4 --patch-count 20 --images hdf5:images.h5#images --resamples 2 --output p"
    )
    #expect(protocolText.status == 0 && protocolText.output.contains("pixel3_latency"), "\(protocolText.error)")
    #expect(protocolText.error.contains("note: pixel3_latency: lower is better"))
    try place.fail(
      64, "explore --scores scores.csv --target robustness --output p.html", saying: "give it as --table")
    try place.fail(
      65, "explore --scores scores.csv --table table.h5 --target svhn --output p.html", saying: "/targets/svhn")
    try place.fail(65, "ablate weights --scores run --table table.h5 --target svhn --output a", saying: "/targets/svhn")
  }

  @Test func besideAccuracies() throws {
    try place.writeTable("accuracies.h5")
    try place.fail(
      65, "correlate --scores run --table accuracies.h5 --target svhn", saying: "/targets/svhn", "no further targets")
    try place.fail(65, "correlate --scores run --table table.h5 --target svhn", saying: "pixel3_latency, robustness")
    try place.fail(
      65, "correlate --scores run --table table.h5", saying: "has no test accuracy", "--target edge-gpu.energy")
    let accuracies = try place.succeed("correlate --scores run --table accuracies.h5 --resamples 5")
    #expect(
      try place.succeed("correlate --scores run --table accuracies.h5 --target cifar10 --resamples 5") == accuracies)
  }

  @Test(arguments: [
    "x=targets/svhn", "x=targets/svhn:ms", "x=targets/svhn:ms:down", "x=targets/a/b:ms:lower",
    "x=targets/cifar10:%:higher", "x=targets/:ms:lower",
  ])
  func mappings(map: String) throws {
    try place.fail(
      64, "table import --from csv hardware.csv --architecture-column arch --output no.h5 --map \(map)", saying: map)
  }
}
