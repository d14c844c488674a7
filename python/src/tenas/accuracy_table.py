"""Reading an accuracy table through the program."""

from __future__ import annotations

import io
import os
import re

import pandas as pd

from . import program
from .cells import cell
from .errors import Exit, TenasError
from .exact_csv import read_exact_csv
from .runs import StrPath


def table(path: StrPath, column: str = "test_accuracy") -> pd.DataFrame:
    """Read one column of an accuracy table, for every data set that has it.

    Args:
        path: the HDF5 file that `tenas table import` made.
        column: its name, such as `test_accuracy`, `validation_accuracy` or `train_loss`, after the full training.

    Returns:
        A DataFrame of [15625, 1 + data sets], indexed by `index`: the column `architecture`, then one a data set, in
        percent (losses in nats). What is not known is NaN.

    Raises:
        TenasError: there is no such file (status 66), it is no table, or no data set has the column (65).

    >>> tenas.table("table.h5")["cifar10"].idxmax()
    6111
    """
    file = os.fspath(path)
    info = program.run(["table", "info", file]).text
    columns: dict[str, list[str]] = {}
    for dataset, name in re.findall(r"^/datasets/([^/\s]+)/([^/\s]+)$", info, re.MULTILINE):
        columns.setdefault(name, []).append(dataset)
    if column not in columns:
        raise TenasError(f"{file}: no data set has a column '{column}'; there are {', '.join(columns)}", Exit.BAD_DATA)
    cells = range(int(re.findall(r"^cells +(\d+)$", info, re.MULTILINE)[0]))
    frame = pd.DataFrame(
        {"architecture": [cell(index).architecture for index in cells]}, index=pd.Index(cells, name="index")
    )
    for dataset in columns[column]:
        # `best` with as many ranks as there are cells prints every known value, exactly.
        arguments = ["table", "best", file, "--dataset", dataset, "--column", column, "--count", str(len(cells))]
        known = read_exact_csv(io.StringIO(program.run(arguments).text), index_col="cell")
        frame[dataset] = known[column].reindex(frame.index)
    return frame
