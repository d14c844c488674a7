"""Writes weights.json beside this file: tau and rho, by SciPy, of every way to make one score of kappa and regions.

Usage: python3 make_weights_fixture.py        (needs numpy and scipy; reads scores.csv and expected.json)

A rule is a name, or a weight of kappa; scores are turned so that higher is better.
"""
import csv
import json
import math
import pathlib

import numpy
from scipy import stats

FOLDER = pathlib.Path(__file__).parent


def means(degenerate):
    """Index, kappa and regions of every cell, averaged over repeats."""
    cells = {}
    for row in csv.DictReader((FOLDER / "scores.csv").open()):
        cells.setdefault(int(row["index"]), []).append((float(row["kappa"]), float(row["regions"])))
    for index, repeats in sorted(cells.items()):
        values = numpy.array(repeats)
        if degenerate == "drop" and numpy.isinf(values).any():
            continue
        if degenerate == "authors":
            values[numpy.isinf(values)] = 1e5
        yield index, *values.mean(axis=0)


def rules(kappa, regions):
    n = len(kappa)
    p, q = stats.rankdata(kappa), stats.rankdata(-regions)
    finite = numpy.isfinite(kappa)
    z_kappa = stats.zscore(numpy.log(kappa[finite]))
    z_regions = stats.zscore(regions[finite])
    z = numpy.full(n, -math.inf)
    z[finite] = z_regions - z_kappa
    for numerator in range(5):
        yield f"{numerator / 4:g}", -(numerator * p + (4 - numerator) * q)
    yield "minimum", -numpy.minimum(p, q)
    yield "maximum", -numpy.maximum(p, q)
    yield "product", -p * q
    yield "log-ranks", (numpy.log((n + 1 - p) / n) + numpy.log((n + 1 - q) / n)).round(12)
    yield "z-scores", z.round(12)
    yield "raw-sum", regions - kappa


def main():
    accuracy = json.loads((FOLDER / "expected.json").read_text())["accuracy"]
    cases = []
    for degenerate in ("inf", "authors", "drop"):
        for dataset, truths in accuracy.items():
            rows = [row for row in means(degenerate) if truths[str(row[0])] is not None]
            truth = numpy.array([truths[str(row[0])] for row in rows])
            kappa, regions = (numpy.array([row[column] for row in rows]) for column in (1, 2))
            for rule, score in rules(kappa, regions):
                cases.append({
                    "degenerate": degenerate, "dataset": dataset, "rule": rule, "n": len(rows),
                    "tau": float(stats.kendalltau(score, truth).statistic),
                    "rho": float(stats.spearmanr(score, truth).statistic),
                })
    (FOLDER / "weights.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
