#!/bin/bash
# A run of 300 cells in 3 shards under a real Slurm, one task cancelled and requeued midway: merged, it must be the bytes of the
# run of one process. Exit status 77 and a message where no cluster can be started.
#
#   Benchmarks/slurm/test.sh [path of tenas]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tenas=$(realpath "${1:-$here/../../.build/release/tenas}")
options=(--sample 300 --batch 16 --repeats 1 --images gaussian --metrics kappa,regions --seed 3)

work=$(mktemp -d)
export SLURM_TEST_DIR=$work/slurm
trap '"$here/cluster.sh" stop; rm -rf "$work"' EXIT
"$here/cluster.sh" start || { echo "no cluster could be started on this machine" >&2; exit 77; }
export SLURM_CONF=$("$here/cluster.sh" conf)
cd "$work"

"$tenas" score "${options[@]}" --output whole
"$tenas" slurm --output run --threads 1 --tasks 3 --rate 20 -- "${options[@]}" > submit.sh
submitted=$(bash submit.sh)
echo "$submitted"
job=$(sed -nE 's/^submitted: tasks ([0-9]+),.*/\1/p' <<<"$submitted")

rows() { [[ -f run.parts/2/scores.csv ]] && wc -l < run.parts/2/scores.csv || echo 0; }
for _ in {1..600}; do [[ $(rows) -ge 10 ]] && break; sleep 0.05; done
before=$(rows)
scontrol requeue "${job}_2"
echo "task 2 cancelled and requeued after $((before - 1)) rows"
# Slurm holds a requeued job back for two minutes; here it need not wait.
until [[ $(squeue -h -j "$job" -o "%K %T" | grep -E "^2 PENDING") ]]; do sleep 0.2; done
"$tenas" status run.parts/[123]
scontrol update jobid="${job}_2" starttime=now 2>/dev/null || true

for _ in {1..600}; do [[ -f run/scores.csv ]] && break; sleep 0.5; done
tail -n +1 run.parts/*.log
[[ $(scontrol -o show job "${job}_2" | grep -o 'Restarts=[0-9]*') == Restarts=1 ]]
cmp run/scores.csv whole/scores.csv
cmp run/scores.sum whole/scores.sum
"$tenas" status run.parts/[123]
echo "300 cells in 3 tasks under $(sinfo --version), one requeued: identical to the run of one process"
