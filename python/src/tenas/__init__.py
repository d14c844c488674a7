"""Training-free neural architecture search: score cells, and measure how well the scores rank them.

The program `tenas` computes; this package runs it, and reads its files into DataFrames.

```python
import tenas

scores = tenas.score(sample=100)                        # a row a cell: kappa, regions, parameters, flops
tenas.correlate(scores, "table.h5", dataset="cifar10")  # Kendall's tau with test accuracy
mine = {index: my_metric(tenas.cell(index)) for index in scores.index}
tenas.validate(mine, "table.h5")                        # the same for a metric of one's own, and more
```
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import naslib, own_scores, program
    from .accuracy_table import table
    from .agreement import correlate, validate
    from .cells import Cell, cell
    from .combination import Combination, combine
    from .errors import Exit, TenasError
    from .metric_table import metrics
    from .ranks import rank, rank_sum
    from .runs import read_run
    from .scoring import score
else:
    # The program runs parts of this package (`tenas.importers`, `tenas.exporters`) with a Python that need not have
    # pandas. So a module is imported when one of its names is first asked for.
    import importlib

    _MODULES = {
        "accuracy_table": ["table"],
        "agreement": ["correlate", "validate"],
        "cells": ["Cell", "cell"],
        "combination": ["Combination", "combine"],
        "errors": ["Exit", "TenasError"],
        "metric_table": ["metrics"],
        "naslib": [],
        "own_scores": [],
        "program": [],
        "ranks": ["rank", "rank_sum"],
        "runs": ["read_run"],
        "scoring": ["score"],
    }
    _HOMES = {name: module for module, names in _MODULES.items() for name in names}

    def __getattr__(name):
        if name in _HOMES:
            value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
        elif name in _MODULES:
            value = importlib.import_module(f".{name}", __name__)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*globals(), *__all__})


__version__ = "0.4.0"

__all__ = [
    "Cell",
    "Combination",
    "Exit",
    "TenasError",
    "cell",
    "combine",
    "correlate",
    "metrics",
    "naslib",
    "own_scores",
    "program",
    "rank",
    "rank_sum",
    "read_run",
    "score",
    "table",
    "validate",
]
