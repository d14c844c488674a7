"""The command line: `python -m tenas.importers VERB SOURCE ...`, one verb per source.

A verb's module is imported when the verb is run, so that each needs its own packages only.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from ..part import status_of
from .errors import Exit, ImportFailure
from .progress import folded

IMPORTERS = {
    "nats-bench": (
        "nats_bench.import_nats_bench",
        "NATS-Bench's topology archive, a directory of NNNNNN.pickle.pbz2 or its .tar",
    ),
    "nasbench201-pth": (
        "nasbench201_pth.import_nasbench201",
        "NAS-Bench-201-v1_0-e61699.pth or -v1_1-096897.pth",
    ),
    "naslib": ("suites.import_naslib", "NASLib's nb201_*_full_training.pickle, one or a directory of them"),
    "suite-zero": ("suites.import_suite_zero", "NAS-Bench-Suite-Zero's zc_nasbench201.json"),
}
"""Verbs that write a table, the function of each, and what it reads."""

CIFAR = {"cifar10": "CIFAR10", "cifar100": "CIFAR100"}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a verb; its exit status."""
    options = _parser().parse_args(arguments)
    return status_of(lambda: _run(options))


def _run(options: argparse.Namespace) -> None:
    try:
        options.run(options)
    except RecursionError as error:  # Values within values without end, met where one of them was to be printed.
        raise ImportFailure(Exit.BAD_DATA, options.source, "nests deeper than plain data does") from error


def _parser() -> _Parser:
    parser = _Parser(
        prog="tenas.importers", description="Brings published results and images into files that tenas reads."
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (_, what) in IMPORTERS.items():
        verb = verbs.add_parser(name, help=f"an accuracy table from {what}")
        verb.add_argument("source", metavar="SOURCE", help=what)
        verb.add_argument("--output", metavar="TABLE.h5", required=True, help="the table to write")
        verb.set_defaults(run=_import_table)
    verb = verbs.add_parser("analog-nasbench", help="CIFAR-10 accuracies, as CSV on standard output")
    verb.add_argument("source", metavar="SOURCE", help="the wheel of PyPI's analog-nasbench, or the data.anb in it")
    verb.set_defaults(run=_write_analog_nasbench)
    verb = verbs.add_parser("imagenet", help="images of ImageNet16/32 and labels, as .npy on standard output")
    verb.add_argument("source", metavar="DIR", help="the directory of train_data_batch_1 to train_data_batch_10")
    verb.add_argument("--per-class", type=int, help="images of each class (default: 50)")
    verb.set_defaults(run=_write_imagenet)
    verb = verbs.add_parser("unpack", help="what is within an xz, bzip2, Zstandard or zip file, on standard output")
    verb.add_argument("source", metavar="SOURCE", help="the file")
    verb.add_argument("--name", metavar="NAME", help="what messages call it (default: SOURCE)")
    verb.set_defaults(run=_write_unpacked)
    for name in CIFAR:
        verb = verbs.add_parser(name, help=f"training images of {name} and labels, as .npy on standard output")
        verb.add_argument("source", metavar="SOURCE", help="a directory of the Python version, or a .tar.gz of either")
        verb.set_defaults(run=_write_cifar)
    return parser


def _write_analog_nasbench(options: argparse.Namespace) -> None:
    from .analog_nasbench import write_analog_nasbench

    write_analog_nasbench(options.source, sys.stdout)


def _write_imagenet(options: argparse.Namespace) -> None:
    from . import image_batches

    per_class = image_batches.PER_CLASS if options.per_class is None else options.per_class
    image_batches.write_imagenet(options.source, sys.stdout.buffer, per_class)


def _write_cifar(options: argparse.Namespace) -> None:
    from . import image_batches

    image_batches.write_cifar(options.source, sys.stdout.buffer, getattr(image_batches, CIFAR[options.verb]))


def _write_unpacked(options: argparse.Namespace) -> None:
    from .unpack import write_unpacked

    write_unpacked(options.source, options.name or options.source, sys.stdout.buffer)


def _import_table(options: argparse.Namespace) -> None:
    module, function = IMPORTERS[options.verb][0].split(".")
    importer = getattr(importlib.import_module(f".{module}", __package__), function)
    for note in importer(options.source, options.output):
        print(folded(f"note: {options.source}: {note}", sys.stderr), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
