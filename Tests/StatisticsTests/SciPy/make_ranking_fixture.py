"""Writes ranking.json beside this file: what SciPy, scikit-learn and plain enumeration say of rankings, which the Swift
tests compare with their own.

Usage: python3 make_ranking_fixture.py        (needs numpy, scipy and scikit-learn)

Each case has scores x, accuracies y and two covariates. `overlap` and `regret` have no counterpart in a library; they are
averages over all ways to break ties, and only given where these can be listed.
"""
import itertools
import json
import pathlib

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn import metrics


def encoded(column):
    return [value if numpy.isfinite(value) else ("inf" if value > 0 else "-inf") for value in column.tolist()]


def partial(x, y, covariates):
    """Pearson's correlation of the residuals of ranks regressed on the covariates' ranks, and an intercept."""
    design = numpy.column_stack([numpy.ones(len(x))] + [stats.rankdata(c) for c in covariates])

    def residual(column):
        ranks = stats.rankdata(column)
        return ranks - design @ numpy.linalg.lstsq(design, ranks, rcond=None)[0]

    return float(stats.pearsonr(residual(x), residual(y)).statistic)


def finite(column):
    """The same order without infinities, which scikit-learn does not take."""
    return stats.rankdata(column, method="dense").astype(float)


def orders(column):
    """All orders from the largest value that break ties one way or another."""
    groups = [numpy.flatnonzero(column == value).tolist() for value in sorted(set(column.tolist()), reverse=True)]
    for parts in itertools.product(*(itertools.permutations(group) for group in groups)):
        yield list(itertools.chain(*parts))


def overlap(x, y, first):
    tops = [[frozenset(order[:first]) for order in orders(column)] for column in (x, y)]
    return float(numpy.mean([len(a & b) / first for a in tops[0] for b in tops[1]]))


def regret(x, y, first):
    return float(y.max() - numpy.mean([y[order[:first]].max() for order in orders(x)]))


def case(name, x, y, first, enumerates=False):
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    generator = numpy.random.default_rng(len(x))
    covariates = [
        numpy.nan_to_num(x, posinf=9, neginf=-9).round() + generator.integers(0, 4, len(x)),
        generator.normal(size=len(x)).round(1) + y.round(),
    ]
    gains = 2**y - 1
    return {
        "name": name,
        "x": encoded(x),
        "y": encoded(y),
        "covariates": [c.tolist() for c in covariates],
        "first": first,
        "weightedTau": float(stats.weightedtau(x, y).statistic),
        "pearsonOfRanks": float(stats.pearsonr(stats.rankdata(x), stats.rankdata(y)).statistic),
        "pearson": float(stats.pearsonr(x, y).statistic) if numpy.isfinite(x).all() else None,
        "ndcg": float(metrics.ndcg_score([gains], [finite(x)], k=first, ignore_ties=False)),
        "partialOne": partial(x, y, covariates[:1]),
        "partialTwo": partial(x, y, covariates),
        "overlap": overlap(x, y, first) if enumerates else None,
        "regret": regret(x, y, first) if enumerates else None,
    }


def cases():
    generator = numpy.random.default_rng(20210212)
    for count, first in ((6, 1), (6, 3), (7, 2), (7, 7)):
        for levels in (2, 3, 9):
            x, y = generator.integers(0, levels, size=(2, count))
            x[:2], y[:3] = (0, 1), (1, 0, 1)
            yield case(f"few, n={count}, first={first}, levels={levels}", x, y + 90, first, True)
    for count, first in ((10, 4), (100, 10), (400, 400), (400, 60)):
        x = generator.normal(size=count).round(6)
        yield case(f"continuous, n={count}", x, (90 + x + generator.normal(size=count)).round(6), first)
        x = generator.integers(0, 6, size=count)
        yield case(f"ties in both, n={count}", x, 85 + x + generator.integers(0, 4, size=count), first)
        x = generator.normal(size=count).round(1)
        y = (80 + 3 * x + generator.normal(size=count)).round(2)
        x[generator.random(count) < 0.2] = numpy.inf
        x[generator.random(count) < 0.1] = -numpy.inf
        x[0] = numpy.inf
        yield case(f"infinities, n={count}", x, y, first)


fixture = {"scipy": scipy.__version__, "sklearn": sklearn.__version__, "cases": list(cases())}
target = pathlib.Path(__file__).with_name("ranking.json")
target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
