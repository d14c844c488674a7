"""Ranks by score, 1 the best, as the program takes them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .errors import Exit, TenasError
from .metric_table import direction


def rank(scores: pd.Series, better: str) -> pd.Series:
    """Rank scores, 1 the best; ties share the average of their ranks, and an unknown score (NaN) has no rank.

    Args:
        scores: one score a cell.
        better: `higher` or `lower`.

    Raises:
        TenasError: `better` is something else; status 64.

    >>> tenas.rank(pandas.Series([5.0, float("inf"), 2.0]), "lower").tolist()
    [2.0, 3.0, 1.0]
    """
    if better not in ("higher", "lower"):
        raise TenasError(f"better is '{better}'; 'higher' or 'lower' is needed", Exit.USAGE)
    return scores.rank(method="average", ascending=better == "lower")


def rank_sum(scores: pd.DataFrame, metrics: Sequence[str] = ("kappa", "regions")) -> pd.Series:
    """Add up the ranks of several metrics, as TE-NAS does with kappa and regions; the best cell has the smallest sum.

    Args:
        scores: a row a cell, a column a metric, as `tenas.read_run` gives.
        metrics: columns that `tenas metrics` lists, which says of each which scores are better.

    Returns:
        The sums, named `combined`, with the index of `scores`.

    Raises:
        TenasError: a column is missing, or the program does not know a metric; status 65.

    >>> int(tenas.rank_sum(tenas.read_run("run")).idxmin())
    6111
    """
    missing = [metric for metric in metrics if metric not in scores]
    if missing or not metrics:
        raise TenasError(f"there are no scores by {', '.join(missing) or 'no metric at all'}", Exit.BAD_DATA)
    total = pd.Series(0.0, index=scores.index, name="combined")
    for metric in metrics:
        total += rank(scores[metric], direction(metric))
    return total
