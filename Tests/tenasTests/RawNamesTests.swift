import Foundation
import TestSupport
import Testing

/// File names are bytes: every verb reads and writes under a name that is not UTF-8 (here Latin-1, byte E9), and says it as it is.
@Suite struct RawNamesTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5")
    try place.writeImages()
    try place.succeed("score --sample 6 --output run --patch-count 20 \(Workplace.tiny)")
    try place.write(
      "index,first,second\n" + (0..<40).map { "\($0),\($0 % 20),\(100 - $0)\n" }.joined(), to: "scores.csv")
  }

  /// Runs lines of a shell in which `$e` is the byte and `tenas` the program.
  private func shell(_ lines: String) throws -> TenasProcess.Outcome {
    let script = "set -e; e=$(printf '\\351'); tenas() { '\(TenasProcess.executable.path)' \"$@\"; }\n\(lines)"
    return try TenasProcess(program: "/bin/bash", ["-c", script], in: place.directory).finish()
  }

  /// A command is as good under the name as under a plain one.
  @Test(arguments: [
    "cp table.h5 NAME; tenas table info NAME; tenas table verify NAME; tenas cell 7 --table NAME; tenas top scores.csv --table NAME",
    "cp scores.csv NAME; tenas top NAME; tenas cell 7 --run NAME; tenas validate --scores NAME --table table.h5 --resamples 2 --threads 1",
    "gzip -c scores.csv >NAME; tenas top NAME; xz -c scores.csv >NAME; tenas top NAME",
    "cp -r run NAME; tenas status NAME >out; tenas correlate --scores NAME --table table.h5 --resamples 2; tenas export --format csv-wide NAME --output out --force; cat out",
    "cp images.h5 NAME; tenas score --sample 2 --patch-count 10 --batch 4 --repeats 1 --images hdf5:NAME#images --output out; cat out/scores.csv",
    "echo 17 >NAME; tenas score --architectures NAME --metrics parameters --repeats 1 --output out; cat out/scores.csv",
    "tenas score --sample 6 --output NAME --metrics parameters --repeats 1; tenas score --sample 8 --output NAME --metrics parameters --repeats 1; cat NAME/scores.csv; ls NAME",
    "tenas correlate --scores run --table table.h5 --resamples 2 --output NAME; cat NAME; tenas export --format csv-tidy run --output NAME --force; cat NAME",
    "tenas table import --from csv scores.csv --architecture-column index --map first=cifar10/test_accuracy --output NAME; tenas table verify NAME",
    "ln -s table.h5 NAME; tenas table info NAME; mkdir d; ln -s ../NAME d/l; tenas correlate --scores run --table d/l --resamples 2 --output d/c; cat d/c",
    "tenas cell 7 --output NAME; cat NAME; tenas validate --scores scores.csv --table table.h5 --resamples 2 --threads 1 --output NAME.d >out; cat NAME.d/validation.csv; rm -r NAME.d",
    "tenas score --sample 6 --output a --shard 1/2 --metrics parameters --repeats 1; tenas score --sample 6 --output b --shard 2/2 --metrics parameters --repeats 1; tenas merge a b --output NAME; cat NAME/scores.csv",
  ])
  func everyVerb(lines: String) throws {
    let plain = try shell(lines.replacing("NAME", with: "plain"))
    #expect(plain.status == 0, "\(lines): \(plain.error)")
    #expect(try shell("rm -rf plain out a b d").status == 0)
    let outcome = try shell(lines.replacing("NAME", with: "\"n$e\""))
    #expect(outcome.status == 0, "\(lines): \(outcome.error)")
    // The test decodes what it reads as UTF-8, in which the byte is U+FFFD.
    #expect(outcome.output.replacing("n\u{FFFD}", with: "plain") == plain.output, "\(lines)")
  }

  @Test func aDirectoryOfTheName() throws {
    let outcome = try shell(
      "mkdir \"d$e\"; cp table.h5 scores.csv \"d$e\"; tenas top \"d$e/scores.csv\" --table \"d$e/table.h5\"; "
        + "cd \"d$e\"; tenas correlate --scores ../run --table table.h5 --resamples 2 --output c.csv; "
        + "tenas export --format notebook ../run --output n.ipynb; tenas validate --scores scores.csv --table table.h5 --resamples 2 --threads 1 --output v; "
        + "test -s c.csv -a -s n.ipynb -a -s v/validation.csv; ls -aR")
    #expect(outcome.status == 0 && !outcome.output.contains(".partial"), "\(outcome.error)\(outcome.output)")
    #expect(!outcome.output.contains("cannot be started"))
  }

  @Test func whatIsNotThereIsNamed() throws {
    let outcome = try shell("tenas top \"none$e.csv\" 2>said || echo $?; od -c said | grep -q 351")
    #expect(outcome.status == 0 && outcome.output == "66\n", "\(outcome.error)")
    let input = try shell(
      "cp scores.csv \"n$e\"; tenas table import --from csv \"n$e\" --architecture-column index --map first=cifar10/test_accuracy --output \"n$e\" || echo $?"
    )
    #expect(input.output == "64\n" && input.error.contains("is what is read"), "\(input.error)")
  }
}
