#!/bin/bash
# What the size of the shared network costs the literature's metrics in τ, and saves in time: how the protocol `lite` was chosen.
#
#   Benchmarks/lite.sh TABLE.h5 IMAGES OUTPUT [CELLS]
#
# Scores a random sample under each size, correlates, and prints a row a size: |τ| with CIFAR-10 test accuracy by metric, and
# milliseconds of processor time a cell. IMAGES is what --images takes; OUTPUT keeps the runs, so that it can be interrupted.
set -euo pipefail
table=$1 images=$2 output=$3 cells=${4:-300}
tenas=${TENAS:-.build/release/tenas}
metrics=(grad_norm grad_norm_all snip plain grasp fisher l2_norm synflow synflow_bn logsynflow jacov epe_nas nwot swap zen zico
  expressivity progressivity trainability vkdnw_entropy meco_layers apd intrain)
names=$(IFS=,; echo "${metrics[*]}")
for size in ${SIZES:-4:1:16 4:1:32 8:1:16 8:1:32 8:2:32 16:1:32}; do
  IFS=: read -r channels stage batch <<<"$size"
  settings=()
  for metric in "${metrics[@]}"; do
    settings+=(--set "$metric.channels=$channels" --set "$metric.cellsPerStage=$stage")
    # Those that look at one image, or at the weights alone, have no batch.
    [[ $metric =~ ^(meco_layers|l2_norm|synflow|synflow_bn|logsynflow)$ ]] || settings+=(--set "$metric.batch=$batch")
  done
  run=$output/c$channels-n$stage-b$batch
  "$tenas" score --sample "$cells" --metrics "$names" --protocol lite --repeats "${REPEATS:-1}" --images "$images" \
    "${settings[@]}" --output "$run" >&2
  "$tenas" correlate --scores "$run" --table "$table" --dataset cifar10 --output "$run/correlations.csv" >/dev/null 2>&1
  python3 - "$run" "$size" <<'PY'
import csv, json, sys
run, size = sys.argv[1:]
tau = {row["metric"]: float(row["kendall_tau"]) for row in csv.DictReader(open(f"{run}/correlations.csv"))}
times = json.load(open(f"{run}/run.json"))["record"]["processorTime"]
total = sum(t["seconds"] / t["rows"] for t in times.values()) * 1000
print(size, f"{total:.1f} ms", " ".join(f"{name} {abs(value):.3f}" for name, value in tau.items()), flush=True)
PY
done
