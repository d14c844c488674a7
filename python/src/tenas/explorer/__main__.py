"""The command line: `python -m tenas.explorer PACKED PAGE`, as `tenas explore` calls it."""

from __future__ import annotations

import os
import pathlib
import sys

from .bundle import NoLibraryError, page


def main(arguments: list[str]) -> int:
    """Write the page; its exit status: 0, 64 usage, 66 no such file, 69 no drawing library, 74 input or output."""
    if len(arguments) != 2:
        print("error: give the packed cells and the page to write", file=sys.stderr)
        return os.EX_USAGE
    packed, output = map(pathlib.Path, arguments)
    try:
        text = page(packed.read_bytes())
        partial = output.with_name(f"{output.name}.{os.getpid()}.partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(output)
    except NoLibraryError as failure:
        print(f"error: {failure}", file=sys.stderr)
        return os.EX_UNAVAILABLE
    except OSError as failure:
        print(f"error: {failure.filename}: {failure.strerror}", file=sys.stderr)
        return os.EX_NOINPUT if failure.filename == str(packed) else os.EX_IOERR
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
