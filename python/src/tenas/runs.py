"""Reading a run directory: the formats of data/SCHEMA.md, versions 1 and 2."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any, Union

import numpy as np
import pandas as pd

from .errors import Exit, TenasError
from .exact_csv import read_exact_csv
from .metric_table import direction
from .ranks import rank

KEYS = ("index", "architecture", "repeat")
COUNTS = ("parameters", "flops")
"""Metrics that are whole numbers and the same in every repeat."""

SCHEMAS = (1, 2)
StrPath = Union[str, "os.PathLike[str]"]


def read_run(directory: StrPath, *, repeats: bool = False, ranks: bool = False) -> pd.DataFrame:
    """Read the scores of a run, finished or not.

    An infinite score makes an infinite mean. A score that failed in some repeat makes a mean that is not a number: what
    is not known is not averaged away. A cell of an unfinished run has the mean of the repeats that are there;
    `attrs["incomplete"]` lists such cells.

    Args:
        directory: the run directory, with `run.json` and `scores.csv` or `scores.csv.gz`.
        repeats: give a row a cell and repeat, indexed by both, instead of a row a cell.
        ranks: add a column `<metric>_rank` for each metric, 1 the best, ties averaged. Which scores are better is asked
            of the program.

    Returns:
        A DataFrame of [cells, 1 + metrics], indexed by `index` in ascending order: the column `architecture`, then one
        a metric of the run. Its `attrs` are the settings that determine the scores (`protocol`, `seed`, `images`, ...),
        and `record`, `finished` (a bool), `failed` and `incomplete` (lists of indices).

    Raises:
        TenasError: a file is missing (status 66) or damaged, or a newer version's (65).

    >>> run = tenas.read_run("run")
    >>> list(run.columns), run.attrs["protocol"]
    (['architecture', 'kappa', 'regions', 'parameters', 'flops'], 'paper')
    """
    path = Path(directory)
    settings = _settings(path)
    rows = _rows(path, settings)
    metrics = [str(column) for column in rows.columns if column not in KEYS]
    frame = rows.set_index(["index", "repeat"]) if repeats else _means(rows, metrics)
    if ranks:
        for metric in metrics:
            groups = frame[metric].groupby(level="repeat") if repeats else None
            better = direction(metric)
            frame[f"{metric}_rank"] = (
                rank(frame[metric], better) if groups is None else groups.transform(rank, better=better)
            )
    attrs: dict[str, Any] = {**settings["determines"], "record": settings["record"], **_state(rows, metrics, settings)}
    frame.attrs.update(attrs)
    return frame


def _settings(path: Path) -> dict[str, Any]:
    file = path / "run.json"
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
        schema = settings["record"].get("schema", 1)
        metrics = settings["determines"]["metrics"]
    except OSError as error:
        raise _unreadable(file, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TenasError(f"{file}: is not a run's settings: {error}", Exit.BAD_DATA) from error
    if schema not in SCHEMAS:
        known = " and ".join(map(str, SCHEMAS))
        raise TenasError(f"{file}: is of version {schema}, and this package reads {known}; update tenas", Exit.BAD_DATA)
    if not isinstance(metrics, list) or not all(isinstance(metric, str) for metric in metrics):
        raise TenasError(f"{file}: determines.metrics is not a list of names", Exit.BAD_DATA)
    return dict(settings)


def _rows(path: Path, settings: dict[str, Any]) -> pd.DataFrame:
    """Read the rows, sorted; of several lines of one cell and repeat the last counts."""
    plain, packed = path / "scores.csv", path / "scores.csv.gz"
    file = packed if packed.exists() and not plain.exists() else plain
    try:
        if file is packed:
            with gzip.open(file, "rt", encoding="utf-8") as stream:
                text = stream.read()
        else:
            text = file.read_text(encoding="utf-8")
    except (EOFError, UnicodeDecodeError, gzip.BadGzipFile) as error:
        raise TenasError(f"{file}: is damaged: {error}", Exit.BAD_DATA) from error
    except OSError as error:
        raise _unreadable(file, error) from error
    # A program that was killed may have left half a line at the end.
    complete = text[: text.rfind("\n") + 1]
    metrics = settings["determines"]["metrics"]
    try:
        header = pd.read_csv(io.StringIO(complete), nrows=0).columns
        missing = [column for column in (*KEYS, *metrics) if column not in header]
        if missing:
            raise TenasError(f"{file}: line 1: lacks the column '{missing[0]}'", Exit.BAD_DATA)
        rows = read_exact_csv(
            io.StringIO(complete),
            usecols=[*KEYS, *metrics],
            dtype={"index": "int64", "repeat": "int64", "architecture": "str", **dict.fromkeys(metrics, "float64")},
        )
    except ValueError as error:
        raise TenasError(f"{file}: is not a run's scores: {str(error).strip()}", Exit.BAD_DATA) from error
    rows = rows.drop_duplicates(["index", "repeat"], keep="last").sort_values(["index", "repeat"], ignore_index=True)
    return _with_whole_counts(rows[[*KEYS, *metrics]])


def _means(rows: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Take the mean of every cell's repeats, in their order, with IEEE's rules for what is not finite."""
    index = rows["index"].to_numpy()
    starts = np.flatnonzero(np.diff(index, prepend=-1))
    counts = np.diff(starts, append=len(index))
    means = {"architecture": rows["architecture"].to_numpy()[starts]}
    for metric in metrics:
        sums = np.add.reduceat(rows[metric].to_numpy(dtype=float), starts) if len(starts) else np.empty(0)
        means[metric] = sums / counts
    return _with_whole_counts(pd.DataFrame(means, index=pd.Index(index[starts], name="index")))


def _with_whole_counts(frame: pd.DataFrame) -> pd.DataFrame:
    whole = {name: "int64" for name in COUNTS if name in frame and frame[name].notna().all()}
    return frame.astype(whole)


def _state(rows: pd.DataFrame, metrics: list[str], settings: dict[str, Any]) -> dict[str, Any]:
    wanted = settings["determines"].get("parameters", {}).get("repeats", 1)
    counts = rows.groupby("index").size()
    return {
        "finished": "finished" in settings["record"],
        "failed": rows.loc[rows[metrics].isna().any(axis=1), "index"].unique().tolist(),
        "incomplete": counts.index[counts < wanted].tolist(),
    }


def _unreadable(file: Path, error: OSError) -> TenasError:
    missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
    reason = "no such file" if missing else error.strerror or str(error)
    return TenasError(f"{file}: {reason}", Exit.NO_SUCH_FILE if missing else Exit.INPUT_OUTPUT)
