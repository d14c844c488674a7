"""What goes wrong, as a Python exception."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """The program's exit statuses, which are those of sysexits.h."""

    VERIFICATION_FAILED = 1
    USAGE = 64
    BAD_DATA = 65
    NO_SUCH_FILE = 66
    NO_RENDERER = 69
    INPUT_OUTPUT = 74
    INTERRUPTED = 130


class TenasError(Exception):
    """Something is wrong with what was given; the message is one line that says what.

    ``status`` is the exit status of the program `tenas`, or the one it would have had where Python found the fault.

    >>> try:
    ...     tenas.cell(15625)
    ... except tenas.TenasError as error:
    ...     print(int(error.status), error)
    65 there is no cell 15625; indices run from 0 to 15624
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[type[TenasError], tuple[str, int]]:
        """Pickle both arguments, so that the error comes back from a process pool."""
        return type(self), (str(self), self.status)
