"""The command line: `python -m tenas_data VERB SOURCE --output TABLE.h5`, one verb per source."""

import argparse
import sys

from .analog_nasbench import import_analog_nasbench
from .errors import Exit, ImportFailure

IMPORTERS = {
    "analog-nasbench": (import_analog_nasbench, "the wheel of PyPI's analog-nasbench, or the data.anb in it"),
}


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def main(arguments=None) -> int:
    """Runs a verb; its exit status."""
    parser = _Parser(prog="tenas_data", description="Makes accuracy tables for tenas from published results.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (_, what) in IMPORTERS.items():
        verb = verbs.add_parser(name, help=f"from {what}")
        verb.add_argument("source", metavar="SOURCE", help=what)
        verb.add_argument("--output", metavar="TABLE.h5", required=True, help="the table to write")
    options = parser.parse_args(arguments)
    importer, _ = IMPORTERS[options.verb]
    try:
        unknown = importer(options.source, options.output)
    except ImportFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return failure.status
    if unknown:
        print(f"{options.source}: no record of {unknown} cells; they are NaN in the table", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
