"""The metrics that the program knows."""

from __future__ import annotations

import json
from functools import cache

import pandas as pd

from . import program
from .errors import Exit, TenasError


def metrics() -> pd.DataFrame:
    """Give what there is to say of every metric.

    Returns:
        A row a metric, indexed by `metric`; columns `better` (`higher` or `lower`), `labels`, `passes`, `definition`,
        `cost`, `source`, `without_path`, `spaces` (a list) and `settings` (a dict) under the protocol `lite`.

    Raises:
        TenasError: the program is not found, or prints something else.

    >>> tenas.metrics().loc["kappa", "better"]
    'lower'
    """
    return _table(program.find()).copy()


@cache
def _table(path: str) -> pd.DataFrame:
    """Ask the program once a process."""
    try:
        items = json.loads(program.run(["metrics", "--json"]).text)
        table = pd.DataFrame(items).set_index("metric")
    except (ValueError, KeyError) as error:
        raise TenasError(f"{path}: metrics --json: prints something of an unknown form", Exit.BAD_DATA) from error
    columns = "better labels passes definition cost source without_path spaces settings".split()
    return table[columns]


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
