"""Scores from anywhere: what names their cells, and their file for the program."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union

import numpy as np
import pandas as pd

from .cells import cell
from .errors import Exit, TenasError
from .runs import StrPath

Scores = Union[pd.Series, pd.DataFrame, Mapping[object, object], StrPath]
"""Scores by cell, or a run directory or file that has them."""

KEY_NAMES = {
    "architecture",
    "architecturestring",
    "arch",
    "arch_str",
    "net",
    "net_str",
    "cell",
    "index",
    "tuple",
    "repeat",
}
"""Names that the program takes for something else than a metric."""

RUN_COLUMNS = ["index", "architecture", "repeat", "kappa", "regions", "parameters", "flops"]
"""The columns that a run's scores always begin with."""


def by_cell(scores: pd.Series | pd.DataFrame | Mapping[object, object], *, drop_unknown: bool) -> pd.DataFrame:
    """Bring scores into one form: a row a cell, indexed by `index`, a float column a metric.

    Cells are named by the index of a Series or DataFrame or the keys of a dict: index, architecture string or NASLib's
    tuple. A DataFrame's column `architecture` names them instead, if there is one. Columns of text are passed over.

    Args:
        scores: the scores.
        drop_unknown: leave out what is not a number, instead of refusing it.

    Raises:
        TenasError: a name of no cell, a cell that is named twice, a score that is not a number; status 65.

    >>> tenas.own_scores.by_cell({(2, 2, 0, 2, 2, 3): 1.5}, drop_unknown=False).to_dict()
    {'score': {6111: 1.5}}
    """
    if isinstance(scores, pd.DataFrame):
        frame = scores
        names = list(frame["architecture"] if "architecture" in frame else frame.index)
        columns = {str(name): frame[name] for name in frame if name != "architecture" and not _is_text(frame[name])}
    elif isinstance(scores, pd.Series):
        names, columns = list(scores.index), {str(scores.name or "score"): scores}
    else:
        names, columns = list(scores.keys()), {"score": pd.Series(list(scores.values()), dtype=object)}
    indices = [cell(name).index for name in names]
    for name in columns:
        if name.lower() in KEY_NAMES or not name.strip():
            raise TenasError(f"a metric cannot be called '{name}'; rename it", Exit.BAD_DATA)
    if not columns or not indices:
        raise TenasError("there is no score", Exit.BAD_DATA)
    values = {
        name: [_number(value, name, index) for value, index in zip(column, indices)] for name, column in columns.items()
    }
    result = pd.DataFrame(values, index=pd.Index(indices, name="index"))
    twice = result.index[result.index.duplicated()]
    if len(twice):
        raise TenasError(f"cell {twice[0]} has several scores; average its repeats first", Exit.BAD_DATA)
    if not drop_unknown and result.isna().to_numpy().any():
        index = result.index[result.isna().any(axis=1)][0]
        name = result.columns[result.loc[index].isna()][0]
        raise TenasError(
            f"cell {index} has the score nan by '{name}'; give it a number, or leave it out with drop_unknown=True",
            Exit.BAD_DATA,
        )
    return result.sort_index()


def as_file(scores: Scores, directory: str, *, drop_unknown: bool, as_run: bool = False) -> str:
    """Give the path of a file that the program reads these scores from: their own, or a CSV written to `directory`.

    Args:
        scores: the scores.
        directory: where the CSV goes.
        drop_unknown: as of `by_cell`.
        as_run: write a run's columns, which `tenas correlate` reads.
    """
    if isinstance(scores, (str, os.PathLike)):
        return os.fspath(scores)
    if not isinstance(scores, (pd.Series, pd.DataFrame, Mapping)):
        raise TenasError(f"scores are a Series, DataFrame, dict or path, not {type(scores).__name__}", Exit.USAGE)
    frame = by_cell(scores, drop_unknown=drop_unknown)
    if as_run:
        frame = frame.assign(architecture=[cell(index).architecture for index in frame.index], repeat=0).reset_index()
        others = [column for column in frame if column not in RUN_COLUMNS]
        frame = frame.reindex(columns=[*RUN_COLUMNS, *others])
        # The program leaves out a cell whose score failed, which a run spells nan; an empty field was not asked for.
        for column in frame.columns[frame.isna().any() & frame.notna().any()]:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), "nan")
    else:
        frame = frame.reset_index()
    path = Path(directory, "scores.csv")
    frame.to_csv(path, index=False, lineterminator="\n", float_format=_spell)
    return os.fspath(path)


def _spell(value: Any) -> str:
    return repr(float(value))


def _is_text(column: pd.Series) -> bool:
    return any(isinstance(value, str) for value in column)


def _number(value: object, metric: str, index: int) -> float:
    if value is None or value is pd.NA:
        return math.nan
    if not isinstance(value, str):
        try:
            return float(np.asarray(value, dtype=float).item()) if not hasattr(value, "item") else float(value.item())
        except (TypeError, ValueError, RuntimeError):
            pass
    raise TenasError(f"cell {index} has the score {value!r} by '{metric}', which is not a number", Exit.BAD_DATA)
