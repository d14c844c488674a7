"""The command line: `python -m tenas_export render DIR`."""

import argparse
import os
import sys

from .render import RenderFailure, render


def main(arguments=None) -> int:
    """Runs a verb; its exit status: 0, 64 usage, 65 bad data, 66 no such directory, 69 no renderer, 74 input or output."""
    parser = argparse.ArgumentParser(prog="tenas_export", description="Draws the figures that tenas specified.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = verbs.add_parser("render", help="draw a directory's *.vl.json as SVG and PNG, and complete its report.html")
    verb.add_argument("directory", metavar="DIR", help="where tenas wrote the figures")
    try:
        options = parser.parse_args(arguments)
    except SystemExit as exit:
        return os.EX_USAGE if exit.code else 0
    try:
        for name in render(options.directory):
            print(name, flush=True)
    except RenderFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return failure.status
    except OSError as failure:
        print(f"error: {failure.filename}: {failure.strerror}", file=sys.stderr)
        return os.EX_IOERR
    return 0


if __name__ == "__main__":
    sys.exit(main())
