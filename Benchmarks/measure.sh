#!/bin/bash
# Prints the tables of PERFORMANCE.md in Markdown: Benchmarks/measure.sh [SECTION...]
#
# Sections: machine rates batch channels cells pytorch (all of these by default), and full (the network of 16 channels and
# 5 cells a stage, a quarter of an hour). TENAS names the executable, PYTHON a Python that has torch, ROUNDS how often
# each thing is timed; the fastest counts. Nothing else should be running.
set -euo pipefail
cd "$(dirname "$0")/.."
tenas=${TENAS:-.build/release/tenas}
python=${PYTHON:-.venv/bin/python}
rounds=${ROUNDS:-5}
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

if [[ ! -x $tenas ]]; then
  echo "measure.sh: no executable at $tenas; build it with: swift build -c release, or name one in TENAS" >&2
  exit 1
fi

# The command, then what it printed as a table: `tenas bench` sets the metric in its first 18 columns.
bench() {
  printf '`tenas bench %s --rounds %s`\n\n' "$*" "$rounds"
  "$tenas" bench "$@" --rounds "$rounds" | awk '
    NR == 1 { notes = $0; print "| metric | C | N | B | threads | ms/cell | GFLOP/s | of sgemm |"; next }
    NR == 2 { print "|---|--:|--:|--:|--:|--:|--:|--:|"; next }
    /^sgemm/ { notes = notes "; " $0; next }
    {
      printf "| %s |", substr($0, 1, 18)
      fields = split(substr($0, 19), field)
      for (i = 1; i <= 7; i++) printf " %s |", i <= fields ? field[i] : ""
      print ""
    }
    END { print "\n" notes "." }'
  echo
}

machine() {
  printf '## The machine\n\n'
  lscpu 2>/dev/null | grep -E '^(Model name|CPU\(s\)|Thread|L1d|L2|L3|Hypervisor)' | tr -s ' ' | sed 's/^/- /' || sysctl -n machdep.cpu.brand_string
  printf -- '- %s; tenas %s; %s\n- load average when it began: %s\n\n' "$(uname -s) $(uname -r | cut -d. -f1,2)" "$("$tenas" --version)" \
    "$(date -u +%F)" "$(uptime | sed 's/.*average[s]*: *//')"
}

rates() { printf '## Rates\n\n' && bench --batch 32,72 --channels 3 --search-step; }
full() { printf '## The full network\n\n' && bench --full --full-coupled --batch 32 --threads "$(getconf _NPROCESSORS_ONLN)"; }
batch() { printf '## Batch\n\n' && bench --batch 8,16,32,64,128 --channels 3 --threads "$(getconf _NPROCESSORS_ONLN)"; }
channels() { printf '## Channels\n\n' && bench --channels 1,3,6,16 --batch 32 --threads "$(getconf _NPROCESSORS_ONLN)"; }

cells() {
  printf '## Cells\n\n`tenas score --sample N --batch 32 --repeats 1 --metrics kappa`, whole process.\n\n'
  printf '| N | seconds | ms a cell | peak MiB |\n|--:|--:|--:|--:|\n'
  for count in 50 200 800; do
    python3 - "$count" "$tenas" score --sample "$count" --batch 32 --repeats 1 --metrics kappa --output "$runs/$count" <<'END'
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
seconds, count = time.perf_counter() - start, int(sys.argv[1])
unit = 2**20 if sys.platform == "darwin" else 2**10
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
print(f"| {count} | {seconds:.1f} | {1e3 * seconds / count:.1f} | {peak:.0f} |")
END
  done
  echo
}

pytorch() {
  printf '## Against PyTorch\n\n`python Benchmarks/compare.py --rounds %s`\n\n' "$rounds"
  "$python" Benchmarks/compare.py --tenas "$tenas" --rounds "$rounds" || echo "(not measured)"
  echo
}

sections=("$@")
[[ $# -eq 0 ]] && sections=(machine rates batch channels cells pytorch)
for section in "${sections[@]}"; do
  case $section in
  machine | rates | full | batch | channels | cells | pytorch) "$section" ;;
  *)
    echo "measure.sh: no section '$section'; there are: machine rates full batch channels cells pytorch" >&2
    exit 64
    ;;
  esac
done
