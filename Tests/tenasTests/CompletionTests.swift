import Foundation
import TestSupport
import Testing

/// The scripts that complete `tenas` in a shell.
@Suite struct CompletionTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func script(_ shell: String) throws -> String { try place.succeed("--generate-completion-script \(shell)") }

  @Test(arguments: ["bash", "zsh", "fish"])
  func everyVerbAndOptionIsThere(shell: String) throws {
    let script = try script(shell)
    for word in ["table", "score", "search", "merge", "correlate", "batch-order", "class-balanced", "degenerate"] {
      #expect(script.contains(word), "\(shell): \(word)")
    }
  }

  @Test(arguments: ["tcsh", "BASH"])
  func otherShells(name: String) throws {
    let outcome = try place.tenas("--generate-completion-script \(name)")
    #expect(outcome.status == 64 && outcome.output.isEmpty && outcome.error.contains(name))
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash"), "there is no /bin/bash"),
    arguments: [
      (["sc"], ["score"]), (["table", "ver"], ["verify"]),
      (["score", "--batch-order", "cl"], ["class-balanced"]),
      (["table", "info", "a"], ["a.h5"]),
      (["score", "--output", "ru"], ["run"]),
    ])
  func bashCompletes(words: [String], candidates: [String]) throws {
    for file in ["a.h5", "a.csv"] { try place.write("", to: file) }
    try FileManager.default.createDirectory(atPath: place.path("run"), withIntermediateDirectories: false)
    try place.write("", to: "runs.txt")
    try place.write(script("bash"), to: "script")
    let line = (["tenas"] + words).joined(separator: " ")
    let program = """
      source ./script
      COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); COMP_LINE='\(line)'; COMP_POINT=\(line.count); COMP_TYPE=9; COMP_KEY=9
      _tenas tenas \(words.last!) \((["tenas"] + words).dropLast().last!)
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try TenasProcess(program: "/bin/bash", ["-c", program], in: place.directory).finish()
    let completed = outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(completed == candidates, "\(outcome.error)")
  }
}
