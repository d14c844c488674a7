import Files

/// A shell script that submits a run to Slurm: an array job, a shard a task, and a job that merges and correlates after it.
///
/// A task that is killed, preempted or requeued resumes. Two minutes before its time limit it finishes the cells in hand and
/// requeues itself. Submitting again after a failure resumes every task.
public struct SlurmScript: Sendable {
  /// How the run is divided.
  public var plan: ClusterPlan
  /// The program, where the tasks find it.
  public var program: String
  /// The options of `tenas score`, those of directory, shard and threads aside.
  public var score: [String]
  /// The directory of the whole run; the parts lie in `<output>.parts`.
  public var output: String
  /// The accuracy table to correlate with; nil to merge only.
  public var table: String?
  /// Threads of a task.
  public var threads: Int
  /// OpenBLAS's core type, fixed for all machines.
  public var coreType: String
  /// Further options of `sbatch`.
  public var sbatch: [String]

  /// Makes a script.
  public init(
    plan: ClusterPlan, program: String, score: [String], output: String, table: String? = nil, threads: Int,
    coreType: String, sbatch: [String] = []
  ) {
    (self.plan, self.program, self.score, self.output, self.table) = (plan, program, score, output, table)
    (self.threads, self.coreType, self.sbatch) = (threads, coreType, sbatch)
  }

  private static func count(_ count: Int, _ things: String) -> String { "\(count) \(things)\(count == 1 ? "" : "s")" }

  /// The script.
  public var text: String {
    let parts = "\(output).parts"
    let options = sbatch.map { " " + Self.quoted($0) }.joined()
    let command = ([program, "score"] + score).map(Self.quoted).joined(separator: " ")
    return """
      #!/bin/bash
      # \(plan.rows) rows in \(Self.count(plan.tasks, "task")) of about \(Self.count(Int((plan.secondsPerTask / 60).rounded(.up)), "minute")), at \(TextNumber.significant(plan.rate)) rows/s.
      # Progress: \(program) status \(Self.quoted(parts))/*/
      # Run this script again after a failure: finished tasks end at once, others resume.
      set -euo pipefail
      parts=\(Self.quoted(parts))
      output=\(Self.quoted(output))
      mkdir -p "$parts"

      score=$(sbatch --parsable --job-name=tenas-score --array=1-\(plan.tasks) --cpus-per-task=\(threads) --time=\(plan.limitMinutes) \\
        --requeue --open-mode=append --signal=B:USR1@120 --output="$parts/%a.log"\(options) <<'TASK'
      #!/bin/bash
      # OpenBLAS's routines and the kernels are the same on every machine, or the parts could not be merged.
      export OPENBLAS_CORETYPE=\(Self.quoted(coreType))
      \(command) --threads \(threads) \\
        --shard "$SLURM_ARRAY_TASK_ID/\(plan.tasks)" --output \(Self.quoted(parts))/"$SLURM_ARRAY_TASK_ID" &
      run=$!
      trap 'kill -TERM $run' TERM
      trap 'again=yes; kill -TERM $run' USR1
      until wait $run; status=$?; ! kill -0 $run 2>/dev/null; do :; done
      if [[ ${again-} && $status -ne 0 ]]; then scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; fi
      exit $status
      TASK
      )
      merge=$(sbatch --parsable --job-name=tenas-merge --dependency="afterok:${score%%;*}" --time=60 \\
        --open-mode=append --output="$parts/merge.log"\(options) <<'TASK'
      #!/bin/bash
      set -euo pipefail
      \(Self.quoted(program)) merge \(Self.quoted(parts))/{1..\(plan.tasks)} --output \(Self.quoted(output))
      \(correlate)TASK
      )
      echo "submitted: tasks $score, merge $merge"

      """
  }

  private var correlate: String {
    guard let table else { return "" }
    let (program, scores) = (Self.quoted(program), Self.quoted(output))
    return "\(program) correlate --scores \(scores) --table \(Self.quoted(table)) --output \(scores)/correlations.csv\n"
  }

  /// A word for the shell.
  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=,@%+".utf8.contains(byte)
      }
    }
    return plain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
