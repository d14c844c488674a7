"""The packages that some verbs need and others do not, and how to get one."""

from __future__ import annotations

import sys

DISTRIBUTIONS = {
    "numpy": ("numpy", "tenas"),
    "pandas": ("pandas", "tenas"),
    "vl_convert": ("vl-convert-python", "tenas[pictures]"),
    "pyarrow": ("pyarrow", "tenas[parquet]"),
    "h5py": ("h5py", "tenas[import]"),
}
"""A module that may be missing, what PyPI calls its package, and which requirement of tenas brings it."""


def missing(error: ImportError) -> str:
    """Say in one line what is not installed, where, and which command installs it.

    An import that failed for another reason keeps that reason.

    >>> line = tenas.needs.missing(ImportError(name="pyarrow"))
    >>> line.startswith("pyarrow is not installed in ") and "pip install pyarrow" in line
    True
    """
    module = (error.name or "").partition(".")[0]
    if module not in DISTRIBUTIONS:
        return f"{sys.executable}: {error}"
    distribution, requirement = DISTRIBUTIONS[module]
    what = f"{distribution} is not installed in {sys.executable} ({requirement} needs it)"
    if sys.prefix != sys.base_prefix:
        return f"{what}; to install it: {sys.executable} -m pip install {distribution}"
    # A system's own Python often refuses to be changed, so the advice is an environment.
    return (
        f"{what}; to install it: {sys.executable} -m venv ~/.tenas && ~/.tenas/bin/pip install {distribution}, "
        f"and set TENAS_PYTHON=~/.tenas/bin/python"
    )
