"""The metrics that the program knows."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from . import program
from .errors import Exit, TenasError


def metrics() -> pd.DataFrame:
    """Give the table of metrics that `tenas metrics` prints.

    The program times every metric when it prints the table, which takes about a second; it is asked once a process.

    Returns:
        A row a metric, indexed by `metric`; columns `better` (`higher` or `lower`), `labels`, `passes`, `ms a cell`
        (float) and `source`.

    Raises:
        TenasError: the program is not found, or prints another table.

    >>> tenas.metrics().loc["kappa", "better"]
    'lower'
    """
    return _table(program.find()).copy()


@cache
def _table(path: str) -> pd.DataFrame:
    """Read the table by the widths of the dashes under its header."""
    lines = program.run(["metrics"]).text.splitlines()
    if len(lines) < 3 or not re.fullmatch(r"-+(  -+)*", lines[1]) or not lines[0].startswith("metric "):
        raise TenasError(f"{path}: metrics: prints a table of a form that is not known", Exit.BAD_DATA)
    columns = [match.span() for match in re.finditer("-+", lines[1])]
    columns[-1] = (columns[-1][0], max(map(len, lines)))
    header, *rows = ([line[start:end].strip() for start, end in columns] for line in [lines[0], *lines[2:]])
    table = pd.DataFrame(rows, columns=header).set_index("metric")
    table["ms a cell"] = table["ms a cell"].astype(float)
    return table


def direction(metric: str) -> str:
    """Tell which scores of a metric are better, `higher` or `lower`.

    `combined` is the sum of the ranks of kappa and regions, of which lower is better.

    Raises:
        TenasError: the program does not know the metric; status 65.
    """
    if metric == "combined":
        return "lower"
    table = _table(program.find())
    if metric not in table.index:
        raise TenasError(f"there is no metric '{metric}'; there are {', '.join(table.index)}", Exit.BAD_DATA)
    return str(table.loc[metric, "better"])
