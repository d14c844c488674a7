"""CSV with numbers read to the last bit, in every version of pandas."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd

# Older versions round unless told not to; newer ones do not, and deprecate being told.
EXACT: dict[str, Any] = (
    {} if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}
)


def read_exact_csv(source: io.StringIO | Path, **options: Any) -> pd.DataFrame:
    r"""Do as `pandas.read_csv`, but give each number as its text says.

    >>> tenas.exact_csv.read_exact_csv(io.StringIO("a\n0.31834812086501896\n"))["a"].tolist()
    [0.31834812086501896]
    """
    frame: pd.DataFrame = pd.read_csv(source, **EXACT, **options)
    return frame
