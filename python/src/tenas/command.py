"""The command `tenas` of a wheel: the program inside it, with this Python for what the program leaves to Python."""

from __future__ import annotations

import os
import sys

from .program import BUNDLED


def main() -> int:
    """Become the program; returns, with an exit status, only where that cannot be."""
    os.environ.setdefault("TENAS_PYTHON", sys.executable)
    try:
        os.execv(BUNDLED, ["tenas", *sys.argv[1:]])
    except OSError as error:
        print(f"error: {BUNDLED}: {error.strerror}", file=sys.stderr)
        return os.EX_NOINPUT if isinstance(error, FileNotFoundError) else os.EX_IOERR
