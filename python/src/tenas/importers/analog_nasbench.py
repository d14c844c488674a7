"""Imports the PyPI package analog-nasbench: CIFAR-10 accuracies of all of NAS-Bench-201's cells, trained independently.

The wheel carries `data.anb`, a pickle of a dictionary from a cell's six operations to its record. The record's
`baseline_accuracy` (the network before any quantisation or noise) becomes `/datasets/cifar10/test_accuracy`. Its other
accuracies belong to analog hardware and have no place in the table.
"""

from __future__ import annotations

import csv
import email.parser
import hashlib
import math
import os
import pathlib
import zipfile
from collections.abc import Iterable
from typing import Any, TextIO

from .errors import Exit, ImportFailure, RefusedPickle
from .nas_bench_201 import architecture_string
from .plain_pickle import Globals, Stateful, load

PACKAGE = "analog-nasbench"
MEMBER = "analognasbench/data.anb"
SIZE_LIMIT = 64 * 1024 * 1024
VERSIONS = {"85f3435b877aa2d36268d55ce07f6ff6d73643d17a840f1941745da5eb80db32": "0.1.3"}

# The package's own encoding: edges named by nodes numbered from 1, operations in an order of their own.
ENCODED_OPERATIONS = ("skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3")
ENCODED_EDGES = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4))
STRING_EDGES = ((1, 2), (1, 3), (2, 3), (1, 4), (2, 4), (3, 4))


class Architecture(Stateful):
    """A cell's record, reduced to what is used here."""

    architecture: Any = None
    baseline_accuracy: Any = None

    def set_state(self, state: Any) -> None:
        """Takes the two fields that are used, as they are."""
        self.architecture, self.baseline_accuracy = state.get("architecture"), state.get("baseline_accuracy")


GLOBALS: Globals = {
    ("analognasbench.data", "Architecture"): Architecture,
    ("analognasbench.data", "DriftMeasurement"): Stateful,  # Not used here, but part of every record.
}


COLUMNS = ("ArchitectureString", "CIFAR10TestAccuracy200Epochs")
"""As in the official table of accuracies, which the program reads, too."""


def write_analog_nasbench(source: str | os.PathLike[str], stream: TextIO) -> None:
    """Writes what the wheel or the `data.anb` at `source` has: a line that names it, then CSV, a row a cell.

    The program makes the table of it. So the first table that a user makes needs no package of PyPI beside this one.
    """
    source = pathlib.Path(source)
    data, version = _read(source)
    try:
        records = load(data, GLOBALS)
    except RefusedPickle as error:
        raise ImportFailure(Exit.BAD_DATA, source, str(error)) from error
    accuracies = _accuracies(records, source)
    print(f"{PACKAGE} {version} (PyPI), baseline_accuracy as CIFAR-10 test accuracy", file=stream)
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(accuracies.items())


def cell_string(encoded: Iterable[int]) -> str:
    """The architecture string of a tuple in the package's encoding."""
    operations = dict(zip(ENCODED_EDGES, (ENCODED_OPERATIONS[code] for code in encoded)))
    return architecture_string(operations[edge] for edge in STRING_EDGES)


def _read(source: pathlib.Path) -> tuple[bytes, str]:
    """The pickle's bytes and the package's version."""
    try:
        if zipfile.is_zipfile(source):
            return _read_wheel(source)
        with source.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise ImportFailure.from_os_error(error, source) from error
    _check_size(len(data), source)
    return data, VERSIONS.get(hashlib.sha256(data).hexdigest(), "of unknown version")


def _read_wheel(source: pathlib.Path) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(source) as wheel:
            metadata = next((name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")), None)
            if MEMBER not in wheel.namelist() or metadata is None:
                raise ImportFailure(Exit.BAD_DATA, source, f"is not a wheel of {PACKAGE}: it has no {MEMBER}")
            for name in (MEMBER, metadata):
                _check_size(wheel.getinfo(name).file_size, source)
            version = email.parser.Parser().parsestr(wheel.read(metadata).decode())["Version"]
            return wheel.read(MEMBER), version or "of unknown version"
    except (zipfile.BadZipFile, EOFError, UnicodeDecodeError, NotImplementedError, ValueError) as error:
        raise ImportFailure(Exit.BAD_DATA, source, f"is a damaged wheel: {error}") from error


def _check_size(size: int, source: pathlib.Path) -> None:
    if size > SIZE_LIMIT:
        raise ImportFailure(Exit.BAD_DATA, source, f"is larger than the {SIZE_LIMIT >> 20} MiB that are read")


def _accuracies(records: object, source: pathlib.Path) -> dict[str, float]:
    if not isinstance(records, dict) or not records:
        raise ImportFailure(Exit.BAD_DATA, source, "does not hold a dictionary of cells")
    accuracies = {}
    for cell, record in records.items():
        if not _is_cell(cell):
            raise ImportFailure(Exit.BAD_DATA, source, f"the key {cell!r:.60} is not six operations from 0 to 4")
        accuracies[cell_string(cell)] = _accuracy(cell, record, source)
    return accuracies


def _is_cell(cell: object) -> bool:
    return isinstance(cell, tuple) and len(cell) == 6 and all(isinstance(code, int) and 0 <= code <= 4 for code in cell)


def _accuracy(cell: object, record: object, source: pathlib.Path) -> float:
    if not isinstance(record, Architecture):
        raise ImportFailure(Exit.BAD_DATA, source, f"cell {cell}: its value is not a record")
    if record.architecture != cell:
        raise ImportFailure(Exit.BAD_DATA, source, f"cell {cell}: its record is of cell {record.architecture!r:.60}")
    value = record.baseline_accuracy
    if not isinstance(value, float) or not math.isfinite(value) or not 0 <= value <= 100:
        raise ImportFailure(
            Exit.BAD_DATA, source, f"cell {cell}: baseline_accuracy is {value!r:.60}, not a percentage from 0 to 100"
        )
    return value
