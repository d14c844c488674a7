import Foundation
import HDF5
import SearchSpaces
import TestSupport
import Testing

/// Every verb that reads, against every container and spelling: the outcome is that of the plain file, or a line that names the cause.
@Suite struct ReadingMatrixTests {
  /// A way in which a table of cells may come, made of the rows of a plain one.
  struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    /// The bytes of the file.
    let write: @Sendable ([[String]]) throws -> [UInt8]
    /// What a refusal says; nil if the form is read.
    var refusal: String?
    /// The statuses that a refusal may have; 66 where a library is missing that would read the form.
    var statuses: Set<Int32> = [65]
    var testDescription: String { name }
  }

  /// What a form's file is called.
  static let file = "form.dat"

  private static func csv(_ rows: [[String]], _ separator: String = ",", _ end: String = "\n") -> String {
    rows.map { row in
      row.map { $0.contains(separator) ? "\"\($0)\"" : $0 }.joined(separator: separator) + end
    }.joined()
  }

  private static func json(_ value: Any) throws -> [UInt8] {
    try [UInt8](JSONSerialization.data(withJSONObject: value))
  }

  private static func records(_ rows: [[String]]) -> [[String: Any]] {
    rows.dropFirst().map { row in
      Dictionary(uniqueKeysWithValues: zip(rows[0], row.map { Double($0).map { $0 as Any } ?? $0 }))
    }
  }

  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    try withTemporaryFile("plain") { path in
      try Data(bytes).write(to: URL(filePath: path))
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "gzip -c '\(path)' >'\(path).gz'"]
      try process.run()
      process.waitUntilExit()
      return try [UInt8](Data(contentsOf: URL(filePath: "\(path).gz")))
    }
  }

  /// The forms of separated text that a reader of tables takes.
  static let texts: [Form] = [
    Form(name: "plain") { Array(csv($0).utf8) },
    Form(name: "gzip") { try gzip(Array(csv($0).utf8)) },
    Form(name: "two members of gzip") { rows in
      let (head, tail) = (Array(csv(Array(rows.prefix(9))).utf8), Array(csv(Array(rows.dropFirst(9))).utf8))
      return try gzip(head) + gzip(tail)
    },
    Form(name: "semicolons") { Array(csv($0, ";").utf8) },
    Form(name: "semicolons and decimal commas") { rows in
      Array(csv(rows.map { $0.map { Double($0) == nil ? $0 : $0.replacing(".", with: ",") } }, ";").utf8)
    },
    Form(name: "tabs") { Array(csv($0, "\t").utf8) },
    Form(name: "sep=, first") { Array(("sep=,\n" + csv($0)).utf8) },
    Form(name: "sep=; first, CRLF") { Array(("\"sep=;\"\r\n" + csv($0, ";", "\r\n")).utf8) },
    Form(name: "CRLF") { Array(csv($0, ",", "\r\n").utf8) },
    Form(name: "CR") { Array(csv($0, ",", "\r").utf8) },
    Form(name: "byte order mark") { Array(("\u{FEFF}" + csv($0)).utf8) },
    Form(name: "UTF-16, little-endian") {
      [0xFF, 0xFE] + csv($0).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    },
    Form(name: "UTF-16, big-endian, gzip") {
      try gzip([0xFE, 0xFF] + csv($0).utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
    },
    Form(name: "blank rows at the end") { rows in
      Array((csv(rows) + String(repeating: ",", count: rows[0].count - 1) + "\n \n\n").utf8)
    },
    Form(name: "a comma too many a line") { Array(csv($0, ",", ",\n").utf8) },
    Form(name: "blanks after commas") { rows in
      Array(
        rows.map { row in row.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ", ") + " \n" }.joined()
          .utf8)
    },
    Form(name: "blanks around names") { rows in Array(csv([rows[0].map { " \($0)\t" }] + rows.dropFirst()).utf8) },
    Form(name: "everything in quotes") { rows in
      Array(rows.map { $0.map { "\"\($0)\"" }.joined(separator: ",") + "\n" }.joined().utf8)
    },
  ]

  /// Further forms, of tables that are no run of this program.
  static let tables: [Form] = [
    Form(name: "pandas' index") { rows in
      Array(csv([[""] + rows[0]] + rows.dropFirst().enumerated().map { ["\($0)"] + $1 }).utf8)
    },
    Form(name: "pandas' index, twice") { rows in
      Array(
        csv([["", "Unnamed: 0"] + rows[0]] + rows.dropFirst().enumerated().map { ["\($0)", "\($0)"] + $1 }).utf8)
    },
    Form(name: "no end of the last line") { Array(csv($0).utf8.dropLast()) },
    Form(name: "JSON records") { try json(records($0)) },
    Form(name: "JSON records with a byte order mark") { try [0xEF, 0xBB, 0xBF] + json(records($0)) },
    Form(name: "JSON records, gzip") { try gzip(json(records($0))) },
    Form(name: "JSON lines") { rows in try Array(records(rows).map { try json($0) + [10] }.joined()) },
    Form(name: "JSON records by number") { rows in
      try json(Dictionary(uniqueKeysWithValues: records(rows).enumerated().map { ("\($0)", $1) }))
    },
    Form(name: "JSON columns by number") { rows in
      let records = records(rows)
      return try json(
        Dictionary(
          uniqueKeysWithValues: rows[0].map { name in
            (name, Dictionary(uniqueKeysWithValues: records.enumerated().map { ("\($0)", $1[name]!) }))
          }))
    },
    Form(name: "JSON columns") { rows in
      let records = records(rows)
      return try json(Dictionary(uniqueKeysWithValues: rows[0].map { name in (name, records.map { $0[name]! }) }))
    },
    Form(name: "JSON, split") { rows in
      let records = records(rows)
      return try json([
        "columns": rows[0], "index": Array(records.indices),
        "data": records.map { record in rows[0].map { record[$0]! } },
      ])
    },
  ]

  /// Forms that no reader takes; each says what it is.
  static let others: [Form] = [
    Form(name: "pickle", write: { _ in [0x80, 4, 0x95] + Array(repeating: 7, count: 40) }, refusal: "is a pickle"),
    Form(
      name: "zip", write: { _ in Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 40) },
      refusal: "is a zip archive, but is damaged"),
    Form(name: "bzip2", write: { _ in Array("BZh91AY&SY".utf8) }, refusal: "is compressed with bzip2"),
    Form(name: "xz", write: { _ in [0xFD] + Array("7zXZ".utf8) + [0, 0] }, refusal: "is compressed with xz"),
    Form(
      name: "Zstandard", write: { _ in [0x28, 0xB5, 0x2F, 0xFD, 0] }, refusal: "is compressed with Zstandard",
      statuses: [65, 66]),
    Form(name: "npy", write: { _ in [0x93] + Array("NUMPY".utf8) + [1, 0] }, refusal: "is an array of NumPy's"),
    Form(name: "web page", write: { _ in Array("<!DOCTYPE html>\n<html>".utf8) }, refusal: "is a web page"),
    Form(
      name: "Git LFS", write: { _ in Array("version https://git-lfs.github.com/spec/v1\n".utf8) },
      refusal: "git lfs pull"),
    Form(name: "half of gzip", write: { try Array(gzip(Array(csv($0).utf8)).dropLast(30)) }, refusal: "is gzip, but"),
    Form(
      name: "zero bytes", write: { rows in Array(csv(rows).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }) },
      refusal: "zero bytes"),
  ]

  /// Forms that are read through a pipe and as `-`, too.
  static let piped = ["plain", "gzip", "UTF-16, little-endian", "JSON records"]

  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5")
    // Sixteen images: to make those of `gaussian` takes longer than everything else a command here does.
    try place.writeImages()
  }

  /// Sixty cells with scores by two metrics; cells are named by their strings, or otherwise.
  static func rows(_ name: (Int) -> String = { NASBench201.architectures[$0].description }, key: String = "arch")
    -> [[String]]
  {
    [[key, "first", "second"]]
      + (0..<60).map { [name($0), "\(Double($0 * 37 % 61) + 0.25)", "\(Double($0 * 17 % 59) - 20.5)"] }
  }

  /// What a command prints, but for notes, which say what a form was read as.
  private func results(_ outcome: TenasProcess.Outcome) -> String {
    outcome.output.split(separator: "\n").filter { !$0.hasPrefix("note: ") && !$0.hasPrefix("written: ") }.joined(
      separator: "\n")
  }

  /// Runs a command on a form of rows, by name, through a pipe, and as `-`; each outcome is that of the plain file, or names the form.
  private func check(_ command: String, _ forms: [Form], rows: [[String]], _ file: String = file) throws {
    try place.write(Self.texts[0].write(rows), to: file)
    let plain = try place.tenas(command)
    #expect(plain.status == 0, "\(command): \(plain.error)")
    for form in forms {
      try place.write(form.write(rows), to: file)
      var outcomes = [("file", try place.tenas(command))]
      if Self.piped.contains(form.name) {
        for (how, name) in [("pipe", "/dev/stdin"), ("-", "-")] {
          let line = "cat \(file) | '\(TenasProcess.executable.path)' \(command.replacing(file, with: name))"
          outcomes.append((how, try TenasProcess(program: "/bin/sh", ["-c", line], in: place.directory).finish()))
        }
      }
      for (how, outcome) in outcomes {
        let what: Comment = "\(command): \(form.name) as \(how): \(outcome.status) \(outcome.error)"
        if let refusal = form.refusal {
          #expect(form.statuses.contains(outcome.status) && outcome.errorLines.count == 1, what)
          #expect(outcome.error.contains(refusal), what)
        } else {
          let name = how == "pipe" ? "/dev/stdin" : how == "-" ? "-" : file
          #expect(outcome.status == 0, what)
          #expect(results(outcome) == results(plain).replacing(file, with: name), what)
        }
      }
    }
  }

  @Test(arguments: [
    "validate --scores form.dat --table table.h5 --resamples 2 --threads 1", "top form.dat --by first --table table.h5",
    "cell 7 --run form.dat",
    "combine --scores form.dat --table table.h5 --population all --rule first --resamples 2 --folds 2",
  ])
  func scores(command: String) throws { try check(command, Self.texts + Self.tables + Self.others, rows: Self.rows()) }

  @Test func accuracies() throws {
    let command =
      "table import --from csv form.dat --architecture-column arch --map first=cifar10/test_accuracy --output t.h5"
    let rows = Self.rows()
    try place.write(Self.texts[0].write(rows), to: Self.file)
    try place.succeed(command)
    let whole = try place.succeed("table verify t.h5")
    for form in Self.texts + Self.tables + Self.others {
      try place.write(form.write(rows), to: Self.file)
      let outcome = try place.tenas(command.replacing("t.h5", with: "n.h5"))
      let what: Comment = "\(form.name): \(outcome.status) \(outcome.error)"
      if let refusal = form.refusal {
        #expect(form.statuses.contains(outcome.status) && outcome.errorLines.count == 1, what)
        #expect(outcome.error.contains(refusal), what)
      } else {
        #expect(outcome.status == 0, what)
        #expect(try place.succeed("table verify n.h5") == whole, what)
      }
    }
  }

  /// A run's scores, as they are and as people save them again.
  @Test(arguments: [
    "correlate --scores form.dat --table table.h5 --resamples 2",
    "validate --scores form.dat --table table.h5 --resamples 2 --threads 1",
    "ablate weights --scores form.dat --table table.h5 --resamples 2 --grid 0.5 --output weights", "top form.dat",
  ])
  func runs(command: String) throws {
    let rows =
      [["index", "architecture", "repeat", "kappa", "regions", "parameters", "flops"]]
      + (0..<40).flatMap { cell in
        (0..<2).map { draw in
          let number = Double((cell * 37 + draw * 11) % 61)
          return [
            "\(cell)", "\(NASBench201.architectures[cell])", "\(draw)", "\(number + 1.5)", "\(number * 2)",
            "\(cell + 3)", "\(cell * 2)",
          ]
        }
      }
    try check(command, Self.texts, rows: rows)
  }

  @Test func listsOfCells() throws {
    let command =
      "score --architectures form.dat --output out --metrics regions --patch-count 20 --repeats 1 --images hdf5:images.h5#images"
    let rows = Array(Self.rows().prefix(6))
    func scores() throws -> String {
      let text = try place.text("out/scores.csv")
      try FileManager.default.removeItem(atPath: place.path("out"))
      return text
    }
    try place.write(rows.dropFirst().map { $0[0] + "\n" }.joined(), to: Self.file)
    try place.succeed(command)
    let whole = try scores()
    let column = rows.map { [$0[0]] }
    for form in Self.texts + Self.tables where form.name != "a comma too many a line" {
      for rows in [rows, column] where !(rows[0].count == 1 && form.name.hasPrefix("sep=;")) {
        try place.write(form.write(rows), to: Self.file)
        let outcome = try place.tenas(command)
        #expect(outcome.status == 0, "\(form.name), \(rows[0].count) columns: \(outcome.error)")
        if outcome.status == 0 { #expect(try scores() == whole, "\(form.name)") }
      }
    }
    for form in Self.others {
      try place.write(form.write(rows), to: Self.file)
      let outcome = try place.tenas(command)
      #expect(form.statuses.contains(outcome.status) && outcome.error.contains(form.refusal!), "\(outcome.error)")
    }
    for cell in ["17", "(4, 0, 3, 1, 4, 3)", "\(NASBench201.architectures[3])"] {
      let arguments = [
        "score", "--architectures", cell, "--output", "out", "--metrics", "regions", "--patch-count", "20", "--repeats",
        "1", "--images", "hdf5:images.h5#images",
      ]
      let outcome = try TenasProcess(arguments, in: place.directory).finish()
      #expect(outcome.status == 0, "\(outcome.error)")
      _ = try scores()
    }
  }

  /// Tables and images, which are HDF5: compressed, through a pipe, or something else.
  @Test(arguments: [
    "table info form.dat", "table verify form.dat", "table query form.dat 7", "table best form.dat --dataset cifar10",
    "table compare form.dat table.h5", "cell 7 --table form.dat",
    "validate --scores scores.csv --table form.dat --resamples 2 --threads 1",
  ])
  func accuracyTables(command: String) throws {
    try place.write(Self.texts[0].write(Self.rows()), to: "scores.csv")
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: place.path("table.h5"))))
    try place.write(bytes, to: Self.file)
    let plain = try place.succeed(command)
    try place.write(Self.gzip(bytes), to: Self.file)
    #expect(try place.succeed(command) == plain)
    for name in ["/dev/stdin", "-"] {
      let line = "cat form.dat | '\(TenasProcess.executable.path)' \(command.replacing(Self.file, with: name))"
      let outcome = try TenasProcess(program: "/bin/sh", ["-c", line], in: place.directory).finish()
      #expect(outcome.status == 0 && outcome.output == plain, "\(outcome.error)")
    }
    for form in Self.others where !["half of gzip", "zero bytes"].contains(form.name) {
      try place.write(form.write([]), to: Self.file)
      let outcome = try place.tenas(command)
      #expect(form.statuses.contains(outcome.status) && outcome.errorLines.count == 1, "\(outcome.error)")
      #expect(outcome.error.contains(Self.file) && outcome.error.contains(form.refusal!), "\(outcome.error)")
    }
    try place.write(Self.texts[0].write(Self.rows()), to: Self.file)
    try place.fail(65, command, saying: Self.file, "HDF5")
    try place.fail(65, command.replacing(Self.file, with: "."), saying: "is a directory")
  }

  /// Every way to name a cell, in every place where one is named.
  @Test(arguments: [
    ("|nor_conv_1x1~0|+|skip_connect~0|avg_pool_3x3~1|+|nor_conv_3x3~0|none~1|skip_connect~2|", "arch"),
    ("4711", "index"),
  ])
  func names(cell: String, key: String) throws {
    let architecture = try NASBench201.architecture(at: NASBench201.index(of: NASBench201.CellName(cell).architecture))
    let index = NASBench201.index(of: architecture)
    let numbers = architecture.tuple
    let list = (1..<4).map { node in
      "("
        + (0..<node).map { "('\(architecture[NASBench201.Edge(node, from: $0)].rawValue)', \($0))" }.joined(
          separator: ", ")
        + (node == 1 ? ",)" : ")")
    }
    let spellings = [
      "\(index)", " \(index) ", "\(index).0", "np.int64(\(index))", "\"\(index)\"", "\(architecture)",
      "'\(architecture)'", "b'\(architecture)'",
      "\(architecture)".replacing("+", with: " + "), "(\(numbers.map(String.init).joined(separator: ", ")))",
      "[\(numbers.map(String.init).joined(separator: ","))]", "[\(numbers.map(String.init).joined(separator: " "))]",
      "(\(numbers.map { "np.int64(\($0))" }.joined(separator: ", ")))",
      "array([\(numbers.map(String.init).joined(separator: ", "))])",
      "tensor([\(numbers.map(String.init).joined(separator: ", "))], dtype=torch.int32)",
      "[\(numbers.map { "\($0). " }.joined())]",
      numbers.map(String.init).joined(separator: ","),
      "nats:\(architecture.operations.map { "\($0.index)" }.joined(separator: ","))",
      "[\(list.joined(separator: ", "))]",
    ]
    let card = try TenasProcess(["cell", "\(index)"], in: place.directory).finish().output
    let row = try TenasProcess(["table", "query", "table.h5", "--index", "\(index)"], in: place.directory).finish()
      .output
    let options = ["--architecture", "--tuple", "--index", nil]
    for (number, spelling) in spellings.enumerated() {
      let shown = try TenasProcess(["cell", spelling], in: place.directory).finish()
      #expect(shown.status == 0 && shown.output == card, "\(spelling): \(shown.error)")
      for option in [options[number % options.count], options[(number + 1) % options.count]] {
        let asked = try TenasProcess(
          ["table", "query", "table.h5"] + [option, spelling].compactMap(\.self), in: place.directory
        ).finish()
        #expect(asked.status == 0 && asked.output == row, "\(option ?? "") \(spelling): \(asked.error)")
      }
      try place.write("\(key),m\n\"\(spelling.replacing("\"", with: "\"\""))\",92.5\n", to: "one.csv")
      let found = try place.succeed("cell \(index) --run one.csv")
      #expect(found.contains("92.5"), "\(spelling): \(found)")
      try place.succeed(
        "table import --from csv one.csv --architecture-column \(key) --map m=cifar10/test_accuracy --output one.h5")
      #expect(try place.succeed("table query one.h5 \(index)").contains("/datasets/cifar10/test_accuracy,,92.5"))
      try place.write("\(spelling)\n", to: "cells.txt")
      try place.succeed(
        "score --architectures cells.txt --output out --metrics regions --patch-count 20 --repeats 1 --images hdf5:images.h5#images"
      )
      #expect(try place.text("out/scores.csv").contains("\n\(index),"), "\(spelling)")
      try FileManager.default.removeItem(atPath: place.path("out"))
    }
    for spelling in [
      "15625", "-1", "(1, 2, 3)", "(4, 0, 3, 1, 4, 5)", "403143", "[[1], [2, 3], [4, 0, 1]]", "cell 7", "None", "7.5",
      "|none~0|",
    ] {
      let outcome = try TenasProcess(["table", "query", "table.h5", "--tuple", spelling], in: place.directory).finish()
      #expect(
        [64, 65].contains(outcome.status) && outcome.errorLines.first?.lowercased().hasPrefix("error: ") == true,
        "\(spelling): \(outcome.error)")
      let shown = try TenasProcess(["cell", spelling], in: place.directory).finish()
      #expect(shown.status == 64, "\(spelling): \(shown.error)")
    }
  }

  // MARK: our own exports

  @Test(arguments: ["csv-wide", "csv-tidy", "suite-zero --dataset cifar10"]) func exports(format: String) throws {
    try place.succeed(
      "score --sample 30 --output run --batch 4 --repeats 2 --patch-count 40 --images hdf5:images.h5#images")
    let commands = [
      "validate --scores SCORES --table table.h5 --resamples 2 --threads 1 --metrics kappa,regions,parameters",
      "top SCORES --by kappa",
    ]
    let plain = try commands.map { try place.succeed($0.replacing("SCORES", with: "run/scores.csv")) }
    try place.succeed("export --format \(format) run --output export.dat --force")
    for (command, plain) in zip(commands, plain) {
      let outcome = try place.tenas(command.replacing("SCORES", with: "export.dat"))
      #expect(outcome.status == 0, "\(outcome.error)")
      func table(_ text: String) -> String {
        text.split(separator: "\n").filter { $0.contains(",kappa,") || $0.contains(",regions,") || $0.contains("|+|") }
          .joined(separator: "\n")
      }
      #expect(table(outcome.output) == table(plain), "\(format): \(command): \(outcome.output)")
    }
    guard !format.hasPrefix("suite") else { return }
    let correlations = try place.succeed("correlate --scores run --table table.h5 --resamples 2")
    #expect(try place.succeed("correlate --scores export.dat --table table.h5 --resamples 2") == correlations)
  }
}

extension NASBench201.Edge {
  fileprivate init(_ target: Int, from source: Int) {
    self = NASBench201.Edge.all[NASBench201.Edge.index(source: source, target: target)]
  }
}
