"""What the tests of exports share: a run and a table."""

import csv

import pytest
from built import tenas


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """A run of 13 cells, one of them without a path, and a table of made-up accuracies."""
    place = tmp_path_factory.mktemp("export")
    empty = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"
    (place / "cells.txt").write_text("\n".join([empty, *map(str, range(12))]) + "\n")
    tenas("score", "--architectures", "cells.txt", "--output", "run", "--batch", "4", "--repeats", "2", directory=place)
    with open(place / "run/scores.csv") as file:
        cells = sorted({(int(row["index"]), row["architecture"]) for row in csv.DictReader(file)})
    lines = [f"{cell},{50 + 7919 * index % 40},{20 + 104729 * index % 50}" for index, cell in cells]
    header = "ArchitectureString,CIFAR10TestAccuracy200Epochs,CIFAR100TestAccuracy200Epochs"
    (place / "a.csv").write_text("\n".join([header, *lines]) + "\n")
    tenas("table", "import", "--from", "csv", "a.csv", "--output", "table.h5", directory=place)
    return place
