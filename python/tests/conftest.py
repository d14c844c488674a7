"""What the tests share: the program, a run of ten cells and a table of made-up accuracies."""

import os

import pandas as pd
import pytest

import tenas

PATHLESS = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"
CELLS = [PATHLESS, 6111, 7, 0, 1, 2, 3, 4, 5, (4, 0, 3, 1, 4, 3)]
"""Ten cells, named in every way; the first has no path from input to output."""


def program_path():
    """The program, or None."""
    try:
        return tenas.program.find()
    except tenas.TenasError:
        return None


@pytest.fixture(scope="session")
def program():
    """The program's path; without the program the test is skipped."""
    path = program_path()
    if path is None:
        pytest.skip("the program tenas is not found; set TENAS to its path")
    return os.path.abspath(path)


@pytest.fixture(scope="session")
def place(program, tmp_path_factory):
    """A directory with `run`, two repeats of `CELLS`, and tables whose accuracies depend on the index.

    `table.h5` knows `CELLS`, `large.h5` cells 0 to 119.
    """
    place = tmp_path_factory.mktemp("place")
    tenas.score(CELLS, output=place / "run", repeats=2, batch=4, threads=1, progress=False)
    write_table(place / "table.h5", [tenas.cell(name).index for name in CELLS])
    write_table(place / "large.h5", range(120))
    return place


def write_table(path, indices):
    """Imports made-up accuracies of some cells."""
    accuracies = pd.DataFrame(
        {
            "ArchitectureString": [tenas.cell(index).architecture for index in indices],
            "CIFAR10TestAccuracy200Epochs": [accuracy(index) for index in indices],
            "CIFAR100TestAccuracy200Epochs": [accuracy(index) / 3 if index != 7 else None for index in indices],
        }
    )
    csv = path.with_suffix(".csv")
    accuracies.to_csv(csv, index=False)
    tenas.program.run(["table", "import", "--from", "csv", str(csv), "--output", str(path)])


def accuracy(index):
    """A made-up accuracy in percent; cell 6111 has the highest."""
    return 99.0 if index == 6111 else 50 + 7919 * index % 40
