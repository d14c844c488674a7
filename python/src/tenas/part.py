"""What the parts of the package that the program runs share: a failure is one line and an exit status."""

from __future__ import annotations

import os
import pathlib
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


def write_whole(path: str | os.PathLike[str], data: bytes | memoryview) -> None:
    """Write a file whole or not at all, whenever the process is told to end; a link is written through.

    Raises Failure if it cannot be written.
    """
    place = pathlib.Path(os.path.realpath(path))
    partial = place.with_name(f".{os.getpid()}.partial")
    try:
        with open(partial, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(place)
    except OSError as error:
        raise Failure(f"{os.fspath(path)}: cannot be written: {error.strerror or error}", Exit.INPUT_OUTPUT) from error
    finally:
        partial.unlink(missing_ok=True)
