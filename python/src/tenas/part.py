"""What the parts of the package that the program runs share: a failure is one line and an exit status."""

from __future__ import annotations

import sys
from typing import Callable

from .errors import Exit
from .needs import missing


class Failure(Exception):
    """What went wrong, in one line, and the exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def status_of(work: Callable[[], None]) -> int:
    """Do the work of a verb; its exit status, after one line on standard error if it fails.

    64 usage, 65 bad data, 66 no such file or package, 69 no drawing library, 74 input or output.
    """
    try:
        work()
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return failure.status
    except ImportError as failure:
        print(f"error: {missing(failure)}", file=sys.stderr)
        return Exit.NO_SUCH_FILE
    except BrokenPipeError:
        return Exit.INPUT_OUTPUT
    except OSError as failure:
        place = f"{failure.filename}: " if failure.filename else ""
        print(f"error: {place}{failure.strerror or failure}", file=sys.stderr)
        return Exit.INPUT_OUTPUT
    return 0
