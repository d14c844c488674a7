"""Scoring cells with the program."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

from . import program
from .cells import Cell, CellName, cell
from .errors import Exit, TenasError
from .runs import StrPath, read_run

POPULATIONS = ("all", "live", "unique")


def score(
    cells: CellName | Iterable[CellName] | None = None,
    *,
    sample: int | None = None,
    metrics: str | Sequence[str] = ("kappa", "regions"),
    protocol: str = "paper",
    images: StrPath = "natural-noise",
    output: StrPath | None = None,
    progress: bool = True,
    ranks: bool = False,
    settings: Mapping[str, object] | None = None,
    **options: object,
) -> pd.DataFrame:
    """Score cells by metrics that need no training.

    Ctrl-C stops the program after the cells in hand. With `output`, what is done is kept, and the same call resumes.

    Args:
        cells: a cell, or several: indices, architecture strings, NASLib's tuples; or `"all"`, `"live"`, `"unique"`.
            A list of six small numbers is six cells; a tuple of them is one cell, by NASLib's name.
        sample: instead of `cells`, how many to draw at random.
        metrics: names that `tenas.metrics()` lists, or `"literature"` or `"all"`.
        protocol: where the settings come from, `paper`, `code`, `full` or `lite`.
        images: `natural-noise`, `gaussian`, `cifar10:DIR` and others.
        output: the run directory to make, resume or extend; without it a temporary one.
        progress: show a bar of rows, of a cell and repeat each.
        ranks: as of `tenas.read_run`.
        settings: of single metrics, such as `{"snip.batch": 128}`.
        options: the other options of `tenas score` by name, such as `seed=1`, `repeats=5`, `threads=2`,
            `batch_norm="frozen"` or `space="darts"`, with which cells are genotypes.

    Returns:
        What `tenas.read_run` gives: a row a cell, by ascending index.

    Raises:
        TenasError: no cell has such a name, or the program refuses something.

    >>> tenas.score([6111, (2, 2, 0, 2, 2, 3)], metrics="depth", progress=False)
    Traceback (most recent call last):
    tenas.errors.TenasError: cell 6111 is given twice
    >>> float(tenas.score(6111, metrics="depth", progress=False).loc[6111, "depth"])
    3.0
    """
    with tempfile.TemporaryDirectory(prefix="tenas-") as temporary:
        arguments = ["score", *_selection(cells, sample, temporary, darts=options.get("space") == "darts")]
        directory = Path(temporary, "run") if output is None else Path(output)
        arguments += ["--output", os.fspath(directory), "--protocol", protocol, "--images", os.fspath(images)]
        arguments += ["--metrics", metrics if isinstance(metrics, str) else ",".join(metrics)]
        for name, value in (settings or {}).items():
            arguments += ["--set", f"{name}={value}"]
        arguments += program.option_arguments(options)
        if progress:
            with _Bar(directory) as bar:
                program.run(arguments, while_waiting=bar.update)
                bar.update()
        else:
            program.run(arguments)
        return read_run(directory, ranks=ranks)


def _selection(cells: Any, sample: int | None, directory: str, *, darts: bool) -> list[str]:
    """Spell which cells; those that are named go into a file, a line each."""
    if (cells is None) == (sample is None):
        raise TenasError("which cells? give either cells or sample", Exit.USAGE)
    if sample is not None:
        return ["--sample", str(sample)]
    if isinstance(cells, str) and cells in POPULATIONS:
        return [f"--{cells}"]
    several = _several(cells)
    lines = [str(genotype) for genotype in several] if darts else _indices(several)
    if not lines:
        raise TenasError("there is no cell to score", Exit.USAGE)
    file = Path(directory, "cells.txt")
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return ["--architectures", os.fspath(file)]


def _several(cells: Any) -> list[Any]:
    if isinstance(cells, (str, Cell)) or not isinstance(cells, Iterable):
        return [cells]
    if isinstance(cells, tuple) and len(cells) == 6 and all(isinstance(number, int) for number in cells):
        return [cells]
    return list(cells)


def _indices(cells: list[Any]) -> list[str]:
    indices = [cell(name).index for name in cells]
    seen: set[int] = set()
    for index in indices:
        if index in seen:
            raise TenasError(f"cell {index} is given twice", Exit.BAD_DATA)
        seen.add(index)
    return [str(index) for index in indices]


class _Bar:
    """A progress bar that `tenas status` moves."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def update(self) -> None:
        """Show how many rows are done; nothing as long as the run directory is not there yet."""
        try:
            state = json.loads(program.run(["status", os.fspath(self._directory), "--json"]).text)
            done, total = int(state["done"]), int(state["total"])
        except (TenasError, ValueError, KeyError):
            return
        if self._bar is None:
            self._bar = tqdm(total=total, initial=done, unit="row", desc="tenas score")
        self._bar.total = total
        self._bar.update(done - self._bar.n)
