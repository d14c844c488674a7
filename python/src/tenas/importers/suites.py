"""Imports what later suites made of the benchmark: NASLib's pickles and NAS-Bench-Suite-Zero's JSON.

NASLib: `nb201_cifar10_full_training.pickle`, `..._cifar100_...`, `..._ImageNet16_...`, each a dictionary {architecture
string: {data set: {"train_acc1es", "train_losses", "eval_acc1es", "eval_losses": a value for each epoch, "cost_info":
{"flops", "params", "latency", ...}}}}. NASLib answers queries for validation and for test accuracy from the same
"eval_acc1es"; it is taken as what it is for cifar10-valid, the validation accuracy (for cifar10, the test accuracy).

NAS-Bench-Suite-Zero: `zc_nasbench201.json`, {data set: {"(4, 0, 3, 1, 4, 3)": {proxy: {"score", "time"},
"val_accuracy": percent}}}; only the accuracy belongs in a table.
"""

from __future__ import annotations

import json
import mmap
import os
import pathlib
from collections.abc import ItemsView, Iterator
from typing import Any

from . import numpy_pickle
from .analog_nasbench import cell_string
from .errors import Exit, ImportFailure, RefusedPickle
from .nas_bench_201 import architectures
from .plain_pickle import PickleMachine
from .table import write_table
from .training_records import DATASETS, Columns

JSON_LIMIT = 512 << 20
NASLIB_EPOCHS = 200
SEED = 0
"""Stands for a value that is a mean, or whose seed is not known."""


def import_naslib(source: str | os.PathLike[str], output: str | os.PathLike[str]) -> list[str]:
    """Writes the table `output` from NASLib's pickle at `source`, or all of them in a directory."""
    source = pathlib.Path(source)
    try:
        files = sorted(source.glob("nb201_*_full_training.pickle")) if source.is_dir() else [source]
        if not files:
            raise ImportFailure(Exit.NO_SUCH_FILE, source, "has no nb201_*_full_training.pickle")
        found = _Found()
        for path in files:
            _read_naslib(path, found)
    except OSError as error:
        raise ImportFailure.from_os_error(error, error.filename or source) from error
    return found.write(output, source, "NASLib")


def import_suite_zero(source: str | os.PathLike[str], output: str | os.PathLike[str]) -> list[str]:
    """Writes the table `output` from the JSON at `source`."""
    source = pathlib.Path(source)
    try:
        if os.stat(source).st_size > JSON_LIMIT:
            raise ImportFailure(Exit.BAD_DATA, source, f"is larger than the {JSON_LIMIT >> 20} MiB that are read")
        content = json.loads(source.read_text("utf-8"))
    except OSError as error:
        raise ImportFailure.from_os_error(error, source) from error
    except (ValueError, RecursionError) as error:
        raise ImportFailure(Exit.BAD_DATA, source, f"is no JSON: {error!s:.120}") from error
    found = _Found()
    for dataset, cells in _items(content, source, "data sets"):
        for cell, record in _items(cells, source, f"cells under {dataset!r:.40}"):
            if isinstance(record, dict) and "val_accuracy" in record:
                found.add(_cell(cell, source), dataset, "validation_accuracy", record["val_accuracy"], source)
    return found.write(output, source, "NAS-Bench-Suite-Zero")


class _Found:
    """Values by cell and column."""

    def __init__(self) -> None:
        self.order = architectures()
        self.index = {name: place for place, name in enumerate(self.order)}
        self.columns = Columns(len(self.order))

    def add(
        self, architecture: str, dataset: str, column: str, value: Any, source: pathlib.Path, cost: bool = False
    ) -> None:
        """Takes one value, which must be a number, and a percentage if it is an accuracy."""
        if architecture not in self.index:
            raise ImportFailure(Exit.BAD_DATA, source, f"{architecture!r:.120} is no cell of the benchmark")
        if dataset not in DATASETS:
            raise ImportFailure(Exit.BAD_DATA, source, f"{dataset!r:.40} is none of {', '.join(DATASETS)}")
        if type(value) not in (int, float) or ("accuracy" in column and not 0 <= value <= 100):
            raise ImportFailure(Exit.BAD_DATA, source, f"{architecture}: {column} is {value!r:.40}")
        name = DATASETS[dataset]
        if cost:
            self.columns.add(self.index[architecture], {}, {f"/costs/{name}/{column}": float(value)})
        else:
            path = f"/datasets/{name}/{column}"
            self.columns.add(self.index[architecture], {path: {SEED: float(value)}}, {})

    def write(self, output: str | os.PathLike[str], source: pathlib.Path, suite: str) -> list[str]:
        """Writes the table; what was found, for a reader."""
        columns, seeds = self.columns.tables()
        columns = {path: values for path, values in columns.items() if path not in seeds}
        if not any(path.startswith("/datasets/") for path in columns):
            raise ImportFailure(Exit.BAD_DATA, source, "has no accuracies")
        write_table(output, f"{suite}, {source.name}", self.order, columns)
        return [self.columns.notes()[0], f"columns: {', '.join(sorted(columns))}"]


def _items(content: object, source: pathlib.Path, what: str) -> ItemsView[Any, Any]:
    if not isinstance(content, dict) or not content:
        raise ImportFailure(Exit.BAD_DATA, source, f"has no dictionary of {what}")
    return content.items()


def _cell(text: str, source: pathlib.Path) -> str:
    """The architecture string of a tuple in NAS-Bench-Suite-Zero's encoding, or of a string that is one already."""
    if text.startswith("|"):
        return text
    fields = text.strip("()[] ").split(",")
    if len(fields) != 6 or any(field.strip() not in {"0", "1", "2", "3", "4"} for field in fields):
        raise ImportFailure(Exit.BAD_DATA, source, f"the key {text!r:.60} is not six operations from 0 to 4")
    return cell_string(int(field) for field in fields)


def _read_naslib(path: pathlib.Path, found: _Found) -> None:
    def watch(dictionary: dict[Any, Any]) -> bool:
        _reduce_naslib(dictionary)
        return any(name in dictionary for name in DATASETS)

    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            content = PickleMachine(data, numpy_pickle.GLOBALS, watch=watch).load()
    except (RefusedPickle, ValueError) as error:
        raise ImportFailure(Exit.BAD_DATA, path, str(error)) from error
    for architecture, results in _items(content, path, "cells"):
        for dataset, record in _items(results, path, f"data sets under {architecture!r:.120}"):
            for column, value in _naslib_values(dataset, record):
                found.add(architecture, dataset, column, value, path)
            costs = record.get("cost_info") if isinstance(record, dict) else None
            for column, name, factor in (
                ("flops", "flops", 1e6),
                ("parameters", "params", 1e6),
                ("latency", "latency", 1),
            ):
                if isinstance(costs, dict) and type(costs.get(name)) in (int, float):
                    # A count beyond any float, or one that is no number, is damage.
                    if not abs(costs[name]) < 1e300:
                        raise ImportFailure(
                            Exit.BAD_DATA,
                            path,
                            f"{architecture!r:.120}: {name} is {costs[name]!r:.40}, which is no cost",
                        )
                    value = costs[name] * factor
                    found.add(architecture, dataset, column, round(value) if factor > 1 else value, path, cost=True)


def _naslib_values(dataset: str, record: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(record, dict):
        return
    split = "test" if dataset == "cifar10" else "validation"
    for name, column in (
        ("train_acc1es", "train_accuracy"),
        ("train_losses", "train_loss"),
        ("eval_acc1es", f"{split}_accuracy"),
        ("eval_losses", f"{split}_loss"),
    ):
        course = record.get(name)
        if isinstance(course, dict):
            course = [course.get(NASLIB_EPOCHS - 1)]
        if isinstance(course, list) and course and course[-1] is not None:
            yield column, course[-1]


def _reduce_naslib(dictionary: dict[Any, Any]) -> None:
    """Keeps of each course over the epochs the last value."""
    if "eval_acc1es" in dictionary:
        for course in dictionary.values():
            if isinstance(course, list):
                del course[:-1]
