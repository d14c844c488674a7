"""Rounds the scores of a run to seven significant digits, so that they compress to a few MB.

    python3 Benchmarks/round_scores.py RUN/scores.csv OUTPUT/scores.csv.gz

The compressed bytes depend on the rows alone. Rows that are not whole make it fail.
"""

import csv
import gzip
import io
import sys

KEYS = 3  # index, architecture, repeat
DIGITS = 7


def rounded(text):
    """A score as a run spells it, with seven significant digits; an absent one stays absent."""
    if not text:
        return text
    number = float(text)
    short = f"{number:.{DIGITS}g}"
    return min(text, short, key=len) if float(text) == float(short) else short


def main(source, target):
    with open(source, newline="") as file:
        header, *rows = csv.reader(file)
    broken = next((place for place, row in enumerate(rows, 2) if len(row) != len(header)), None)
    if broken:
        sys.exit(f"{source}: line {broken} has not the {len(header)} fields of the header; let the run finish first")
    rows.sort(key=lambda row: (int(row[0]), int(row[2])))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(row[:KEYS] + [rounded(field) for field in row[KEYS:]] for row in rows)
    with open(target, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(f"{target}: {len(rows)} rows")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    main(*sys.argv[1:])
