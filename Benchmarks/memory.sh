#!/bin/bash
# Scores on two threads for some seconds (1800), looks at resident memory and open files every five, and prints their slopes
# after the first minute. Fails if memory grows by more than 1 MiB a minute, or files are left open.
set -euo pipefail
seconds=${1:-1800}
tenas=$(realpath "${2:-$(dirname "$0")/../.build/release/tenas}")
work=$(mktemp -d)
"$tenas" score --all --batch 32 --images gaussian --threads 2 --output "$work/run" &
process=$!
trap 'kill -9 $process 2>/dev/null || true; rm -rf "$work"' EXIT
sleep 5
for ((t = 5; t <= seconds; t += 5)); do
  kill -0 $process 2>/dev/null || break
  echo "$t $(awk '/^VmRSS/ { print $2 }' /proc/$process/status) $(ls /proc/$process/fd | wc -l)"
  sleep 5
done > "$work/samples"
rows=$(($(wc -l < "$work/run/scores.csv") - 1))
awk -v rows="$rows" '
  $1 > 60 { n++; x += $1; y += $2; xx += $1 * $1; xy += $1 * $2; if ($3 > most) most = $3; if (!first) first = $3 }
  { last = $2; if ($2 > peak) peak = $2 }
  END {
    slope = n > 2 ? (n * xy - x * y) / (n * xx - x * x) * 60 : 0
    printf "%d samples, %d rows: %.1f MiB at the end, %.1f at most; slope %.1f KiB a minute; open files %d at first, %d at most\n",
      NR, rows, last / 1024, peak / 1024, slope, first, most
    exit slope > 1024 || most > first + 4
  }' "$work/samples"
