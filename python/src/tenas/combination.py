"""The best sum of ranked metrics."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from . import program
from .exact_csv import read_exact_csv
from .own_scores import Scores, as_file
from .runs import StrPath


@dataclass(frozen=True)
class Combination:
    """A rule that `tenas.combine` found, and how it was judged.

    Attributes:
        rule: the rule as `--rule` reads it, such as `log parameters + 0.5 log jacov`.
        rankings: a row a ranking (`held-out`, `chosen-here`, published rules), data set and population, with tau, rho,
            nDCG, regret and their 95% intervals, and the advantage of the held-out scores.
        terms: held-out tau by number of terms.
        choices: the rule of each size chosen without each fold, and on all cells.
        notes: the program's notes.

    >>> Combination("log jacov", pandas.DataFrame(), pandas.DataFrame(), pandas.DataFrame(), []).rule
    'log jacov'
    """

    rule: str
    rankings: pd.DataFrame
    terms: pd.DataFrame
    choices: pd.DataFrame
    notes: list[str]


def combine(
    scores: Scores,
    table: StrPath,
    *,
    metrics: Sequence[str] | None = None,
    population: str = "live",
    terms: int = 6,
    drop_unknown: bool = False,
    **options: object,
) -> Combination:
    """Find the sum of ranked metrics that ranks cells best, and judge it on cells it was not chosen on.

    Args:
        scores: as of `tenas.validate`, by several metrics.
        table: the HDF5 file of accuracies.
        metrics: the candidates; without it, all that vary.
        population: the cells that a rule is chosen on, `all`, `live` or `unique`.
        terms: the most metrics in a rule.
        drop_unknown: leave out scores that are not a number, instead of refusing them.
        options: the other options of `tenas combine` by name, such as `choose_on="cifar10"`, `folds=10`, `seed=1`;
            with `output="DIR"` its CSV files and pictures stay there, and an interrupted search goes on.

    Returns:
        The rule and how it was judged.

    Raises:
        TenasError: a metric that is not there, too few cells, or what the program refuses.

    >>> mine = pandas.DataFrame({"jacov": range(60), "zen": [3.0, 1.0] * 30})  # cells 0 to 59
    >>> found = tenas.combine(mine, "large.h5", population="all", terms=1, folds=2, resamples=5)
    >>> found.rule in ("log jacov", "log zen")
    True
    """
    with tempfile.TemporaryDirectory(prefix="tenas-") as directory:
        file = as_file(scores, directory, drop_unknown=drop_unknown)
        named = {
            "metrics": metrics,
            "population": population,
            "terms": terms,
            "output": Path(directory, "combination"),
            **options,
        }
        arguments = ["combine", "--scores", file, "--table", os.fspath(table), *program.option_arguments(named)]
        output = program.run(arguments)
        place = Path(str(named["output"]))
        rankings, by_terms, choices = (
            read_exact_csv(place / f"{name}.csv") for name in ("rankings", "terms", "choices")
        )
    final = choices[(choices["fold"] == "all") & (choices["is_chosen"] == 1)]
    notes = [note for note in output.notes if directory not in note]
    return Combination(str(final["rule"].iloc[0]), rankings, by_terms, choices, notes)
