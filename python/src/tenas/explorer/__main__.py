"""The command line: `python -m tenas.explorer PACKED PAGE`, as `tenas explore` calls it."""

from __future__ import annotations

import os
import pathlib
import sys

from ..part import Failure, status_of, write_whole
from .bundle import page


def main(arguments: list[str]) -> int:
    """Write the page; its exit status, as `tenas.part` has it."""
    return status_of(lambda: _write(*map(pathlib.Path, _two(arguments))))


def _two(arguments: list[str]) -> list[str]:
    if len(arguments) != 2:
        raise Failure("give the packed cells and the page to write", os.EX_USAGE)
    return arguments


def _write(packed: pathlib.Path, output: pathlib.Path) -> None:
    try:
        content = packed.read_bytes()
    except OSError as error:
        raise Failure(f"{packed}: {error.strerror}", os.EX_NOINPUT) from error
    write_whole(output, page(content).encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
