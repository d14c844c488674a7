"""Errors for the person at the terminal: one line, and an exit status from sysexits.h."""

from __future__ import annotations

import os

from ..errors import Exit
from ..part import Failure

__all__ = ["Exit", "ImportFailure", "RefusedPickle"]


class ImportFailure(Failure):
    """Something is wrong with `path`; the message says what, where in it, and what would be right."""

    def __init__(self, status: Exit, path: str | os.PathLike[str], reason: str) -> None:
        super().__init__(f"{path}: {reason}", status)

    @classmethod
    def from_os_error(cls, error: OSError, path: str | os.PathLike[str]) -> ImportFailure:
        """The operating system's reason for refusing `path`."""
        missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
        return cls(Exit.NO_SUCH_FILE if missing else Exit.INPUT_OUTPUT, path, error.strerror or str(error))


class RefusedPickle(Exception):
    """A pickle is damaged, or would do something other than build the data that is allowed in it."""
