"""NAS-Bench-201's cells: their strings, and the order the benchmark numbers them in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

OPERATIONS = ("none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3")
EDGES = 6


def architecture_string(operations: Iterable[str]) -> str:
    """The string of the cell with these operations on the edges 1<-0, 2<-0, 2<-1, 3<-0, 3<-1, 3<-2."""
    a, b, c, d, e, f = operations
    return f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"


def architectures() -> list[str]:
    """All 15,625 strings in the benchmark's index order.

    Its authors list the cells with node 1's operation outermost and each later edge varying faster, then shuffle the
    list with Python's own generator, seeded with 88.
    """
    cells = [architecture_string(cell) for cell in itertools.product(OPERATIONS, repeat=EDGES)]
    random.Random(88).shuffle(cells)
    return cells
