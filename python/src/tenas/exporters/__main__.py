"""The command line: `python -m tenas.exporters render DIR`, `parquet SOURCE OUTPUT`, `hdf5 SOURCE OUTPUT`."""

from __future__ import annotations

import argparse
import os
import sys

from ..part import status_of
from .columns import write_hdf5, write_parquet, write_text
from .printed import WIDTHS
from .render import SCREEN, render

FORMATS = {"parquet": write_parquet, "hdf5": write_hdf5}


def main(arguments: list[str] | None = None) -> int:
    """Runs a verb; its exit status, as `tenas.part` has it."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as exit:
        return os.EX_USAGE if exit.code else 0
    return status_of(lambda: _run(options))


def _run(options: argparse.Namespace) -> None:
    if options.verb == "render":
        for name in render(options.directory, options.format or SCREEN, options.columns or tuple(WIDTHS)):
            print(name, flush=True)
    elif options.verb == "text":
        write_text(options.source, sys.stdout)
    else:
        FORMATS[options.verb](options.source, options.output, options.manifest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tenas.exporters", description="Draws and writes what tenas specified.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = verbs.add_parser("render", help="draw a directory's *.vl.json, and complete its report.html")
    verb.add_argument("directory", metavar="DIR", help="where tenas wrote the figures")
    verb.add_argument("--format", action="append", choices=[*SCREEN, "pdf"], help="again for more; else SVG and PNG")
    verb.add_argument("--columns", action="append", type=int, choices=list(WIDTHS), help="of a PDF; else both widths")
    verb = verbs.add_parser("text", help="the columns of a Parquet file as CSV on standard output")
    verb.add_argument("source", metavar="SOURCE", help="the Parquet file")
    for name in FORMATS:
        verb = verbs.add_parser(name, help=f"write the columns of a csv-wide export as {name}")
        verb.add_argument("source", metavar="SOURCE", help="the file that tenas export --format csv-wide wrote")
        verb.add_argument("output", metavar="OUTPUT", help="the file to write")
        verb.add_argument(
            "--manifest", metavar="run.json", help="the run's, whose settings go into the file's metadata"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
