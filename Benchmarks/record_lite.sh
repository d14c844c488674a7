#!/bin/bash
# Makes the recorded run anew: every metric of every cell of NAS-Bench-201 under the protocol `lite`, three draws.
#
#   Benchmarks/record_lite.sh IMAGES RUN
#
# IMAGES is what --images takes (recorded: CIFAR-10's training set). RUN keeps the run in full precision, so that it can be
# interrupted; results/nas-bench-201-lite gets its settings and its scores, rounded to seven digits and compressed.
set -euo pipefail
images=$1 run=$2 record=results/nas-bench-201-lite
tenas=${TENAS:-.build/release/tenas}
"$tenas" score --all --metrics all --protocol lite --repeats 3 --seed 0 --images "$images" --output "$run"
mkdir -p "$record"
python3 Benchmarks/round_scores.py "$run/scores.csv" "$record/scores.csv.gz"
cp "$run/run.json" "$record/run.json"
