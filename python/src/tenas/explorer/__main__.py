"""The command line: `python -m tenas.explorer PACKED PAGE`, as `tenas explore` calls it."""

from __future__ import annotations

import os
import pathlib
import sys

from ..part import Failure, status_of
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
    partial = output.with_name(f".{os.getpid()}.partial")
    try:
        partial.write_text(page(content), encoding="utf-8")
        partial.replace(output)
    except OSError as error:
        raise Failure(f"{output}: cannot be written: {error.strerror}", os.EX_IOERR) from error
    finally:
        partial.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
