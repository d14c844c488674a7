"""Writes scipy.json beside this file: rank correlations by SciPy, which the Swift tests compare with their own.

Usage: python3 make_fixture.py        (needs numpy and scipy)

`explicit` cases carry their data. `generated` cases carry the parameters of a formula that the tests repeat: two columns
from a linear congruential generator, optionally cut down to few levels.
"""
import json
import pathlib

import numpy
import scipy
from scipy import stats


def statistics(x, y):
    return {"tau": float(stats.kendalltau(x, y).statistic), "rho": float(stats.spearmanr(x, y).statistic)}


def encoded(column):
    return [value if numpy.isfinite(value) else ("inf" if value > 0 else "-inf") for value in column.tolist()]


def explicit(name, x, y):
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    case = {"name": name, "x": encoded(x), "y": encoded(y), "xRanks": stats.rankdata(x).tolist()}
    return case | statistics(x, y)


def random_cases():
    generator = numpy.random.default_rng(20210211)
    for count in (2, 3, 4, 5, 7, 10, 31, 100, 500):
        x = generator.normal(size=count).round(6)
        y = (x + generator.normal(size=count)).round(6)
        yield explicit(f"continuous, n={count}", x, y)
    for count in (5, 20, 100, 500):
        x = generator.integers(0, 6, size=count)
        yield explicit(f"ties in both, n={count}", x, x + generator.integers(0, 4, size=count))
        yield explicit(f"ties in one, n={count}", x, generator.normal(size=count).round(6))
    for count in (6, 40, 200):
        x = generator.normal(size=count).round(2)
        y = (x + generator.normal(size=count)).round(2)
        x[generator.random(count) < 0.2] = numpy.inf
        y[generator.random(count) < 0.1] = -numpy.inf
        x[0] = numpy.inf
        yield explicit(f"infinities, n={count}", x, y)


def generated(count, seed, levels):
    """State s ← 6364136223846793005·s + 1442695040888963407 mod 2⁶⁴; a draw is its upper 32 bits over 2³²."""
    state = seed
    columns = numpy.empty((count, 2))
    for row in range(count):
        for column in range(2):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            columns[row, column] = (state >> 32) / 2**32
    x = columns[:, 0]
    y = x * x + columns[:, 1] / 2
    if levels:
        x, y = numpy.floor(x * levels), numpy.floor(y * levels)
    return {"count": count, "seed": seed, "levels": levels} | statistics(x, y)


fixture = {
    "scipy": scipy.__version__,
    "explicit": list(random_cases()),
    "generated": [
        generated(15_625, 1, 0), generated(15_625, 2, 2), generated(15_625, 3, 40), generated(15_625, 4, 5_000),
        generated(9_445, 5, 0), generated(1_000, 6, 300), generated(2, 7, 0),
    ],
}
target = pathlib.Path(__file__).with_name("scipy.json")
target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
