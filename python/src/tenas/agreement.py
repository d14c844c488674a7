"""How well scores rank cells by accuracy."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from . import program
from .exact_csv import read_exact_csv
from .own_scores import Scores, as_file
from .runs import StrPath


def correlate(
    scores: Scores,
    table: StrPath,
    *,
    dataset: str | Sequence[str] | None = None,
    population: str = "all",
    drop_unknown: bool = False,
    **options: object,
) -> pd.DataFrame:
    """Correlate scores with test accuracy: Kendall's tau_b and Spearman's rho, with 95% bootstrap intervals.

    A metric of which lower is better has a negative `kendall_tau` when it is good; `tau` and `rho` are of the scores
    turned so that higher is better, as far as the program knows its own metrics.
    Where `kappa` and `regions` are both there, `combined` is the sum of their ranks.

    Args:
        scores: a run directory, or scores by cell: a Series, a DataFrame with a column a metric, or a dict. Cells are
            named by index, architecture string or NASLib's tuple.
        table: the HDF5 file of accuracies.
        dataset: one or several of its data sets; without it, all.
        population: which cells count, `all`, `live` or `unique`.
        drop_unknown: leave out cells with a score that is not a number, instead of refusing them.
        options: the other options of `tenas correlate` by name, such as `resamples=200` or `degenerate="drop"`;
            with `output="FILE.csv"` its CSV stays there.

    Returns:
        A row a data set and metric: `dataset`, `population`, `metric`, `n`, `kendall_tau`, `kendall_low`,
        `kendall_high`, `spearman_rho`, `spearman_low`, `spearman_high` of the scores as they are, the same turned as
        `tau` and `rho` with `tau_low` and so on, and `better`. `attrs["notes"]` has the program's notes.

    Raises:
        TenasError: a name of no cell, NaN, or what the program refuses.

    >>> mine = {6111: 3.0, 7: 2.0, (4, 0, 3, 1, 4, 3): 1.0}
    >>> tenas.correlate(mine, "table.h5", dataset="cifar10")["n"].tolist()
    [3]
    """
    with tempfile.TemporaryDirectory(prefix="tenas-") as directory:
        file = as_file(scores, directory, drop_unknown=drop_unknown, as_run=True)
        named = {"dataset": dataset, "population": population, "output": Path(directory, "correlations.csv"), **options}
        arguments = ["correlate", "--scores", file, "--table", os.fspath(table), *program.option_arguments(named)]
        output = program.run(arguments)
        frame = read_exact_csv(Path(str(named["output"])))
    frame.attrs["notes"] = output.notes
    return frame


def validate(
    scores: Scores,
    table: StrPath,
    *,
    dataset: str | Sequence[str] | None = None,
    population: str = "all",
    direction: Mapping[str, str] | None = None,
    drop_unknown: bool = False,
    **options: object,
) -> pd.DataFrame:
    """Measure how well scores rank cells: correlations, nDCG, precision and regret, with 95% bootstrap intervals.

    Every score is turned so that higher is better, and a good metric has positive numbers.

    Args:
        scores: as of `tenas.correlate`, or a file that `tenas validate` reads.
        table: the HDF5 file of accuracies.
        dataset: one or several of its data sets; without it, all.
        population: which cells count, `all`, `live` or `unique`.
        direction: which scores of a metric are good, such as `{"score": "lower"}`. Without it the program takes what it
            knows of the metric, or the sign of its tau; a note then says so.
        drop_unknown: leave out scores that are not a number, instead of refusing them.
        options: the other options of `tenas validate` by name, such as `top=100`, `ranks=50`, `resamples=200`,
            `second_table="other.h5"`; with `output="DIR"` its CSV files and pictures stay there.

    Returns:
        A row a data set, group of cells, metric and statistic: `dataset`, `population`, `cells`, `metric`, `better`,
        `statistic`, `parameter`, `n`, `value`, `low`, `high`, `undefined_resamples`. `attrs["notes"]` has the program's
        notes.

    Raises:
        TenasError: a name of no cell, NaN, or what the program refuses.

    >>> result = tenas.validate("run", "table.h5", dataset="cifar10")
    >>> sorted(result["statistic"].unique())[0]
    'kendall_tau'
    """
    with tempfile.TemporaryDirectory(prefix="tenas-") as directory:
        file = as_file(scores, directory, drop_unknown=drop_unknown)
        named = {"dataset": dataset, "population": population, "output": Path(directory, "validation"), **options}
        arguments = ["validate", "--scores", file, "--table", os.fspath(table), *program.option_arguments(named)]
        for metric, better in (direction or {}).items():
            arguments += ["--direction", f"{metric}={better}"]
        output = program.run(arguments)
        frame = read_exact_csv(Path(str(named["output"]), "validation.csv"))
    # What is said of files in a directory that is gone by now helps nobody.
    frame.attrs["notes"] = [note for note in output.notes if directory not in note]
    return frame
