"""What the tests share: the program, a run of ten cells and a table of made-up accuracies."""

import os

import pytest
from small import CELLS, write_table

import tenas


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
