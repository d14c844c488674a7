"""The command line: `python -m tenas.importers VERB SOURCE ...`, one verb per source."""

import argparse
import functools
import sys

from .analog_nasbench import import_analog_nasbench
from .errors import Exit, ImportFailure
from .image_batches import CIFAR10, CIFAR100, PER_CLASS, write_cifar, write_imagenet
from .nasbench201_pth import import_nasbench201
from .nats_bench import import_nats_bench
from .suites import import_naslib, import_suite_zero

IMPORTERS = {
    "analog-nasbench": (import_analog_nasbench, "the wheel of PyPI's analog-nasbench, or the data.anb in it"),
    "nats-bench": (import_nats_bench, "NATS-Bench's topology archive, a directory of NNNNNN.pickle.pbz2 or its .tar"),
    "nasbench201-pth": (import_nasbench201, "NAS-Bench-201-v1_0-e61699.pth or -v1_1-096897.pth"),
    "naslib": (import_naslib, "NASLib's nb201_*_full_training.pickle, one or a directory of them"),
    "suite-zero": (import_suite_zero, "NAS-Bench-Suite-Zero's zc_nasbench201.json"),
}


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def main(arguments=None) -> int:
    """Runs a verb; its exit status."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except ImportFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return failure.status
    except RecursionError:  # Values within values without end, met where one of them was to be printed.
        print(f"error: {options.source}: nests deeper than plain data does", file=sys.stderr)
        return Exit.BAD_DATA
    except BrokenPipeError:
        return Exit.INPUT_OUTPUT
    return 0


def _parser() -> _Parser:
    parser = _Parser(prog="tenas.importers", description="Brings published results and images into files that tenas reads.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (_, what) in IMPORTERS.items():
        verb = verbs.add_parser(name, help=f"an accuracy table from {what}")
        verb.add_argument("source", metavar="SOURCE", help=what)
        verb.add_argument("--output", metavar="TABLE.h5", required=True, help="the table to write")
        verb.set_defaults(run=_import_table)
    verb = verbs.add_parser("imagenet", help="images of ImageNet16/32 and labels, as .npy on standard output")
    verb.add_argument("source", metavar="DIR", help="the directory of train_data_batch_1 to train_data_batch_10")
    verb.add_argument("--per-class", type=int, default=PER_CLASS, help="images of each class (default: %(default)s)")
    verb.set_defaults(run=lambda options: write_imagenet(options.source, sys.stdout.buffer, options.per_class))
    for name, layout in (("cifar10", CIFAR10), ("cifar100", CIFAR100)):
        verb = verbs.add_parser(name, help=f"training images of {layout.name} and labels, as .npy on standard output")
        verb.add_argument("source", metavar="SOURCE", help="a directory of the Python version, or a .tar.gz of either")
        verb.set_defaults(run=functools.partial(_write_cifar, layout))
    return parser


def _write_cifar(layout, options) -> None:
    write_cifar(options.source, sys.stdout.buffer, layout)


def _import_table(options) -> None:
    importer, _ = IMPORTERS[options.verb]
    for note in importer(options.source, options.output):
        print(f"note: {options.source}: {note}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
