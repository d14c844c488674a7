"""NAS-Bench-201's cells: what names one, and how they are related."""

from __future__ import annotations

import itertools
import operator
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Union

from .drawing import svg
from .errors import Exit, TenasError

OPERATIONS = ("none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3")
"""The operations, in the benchmark's order."""

EDGES = ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3))
"""The edges, source and target, in the order of an architecture string."""

TUPLE_OPERATIONS = ("skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3")
"""NASLib's order of the operations."""

TUPLE_EDGES = (0, 1, 3, 2, 4, 5)
"""The positions in `EDGES` of NASLib's edges, which are sorted by their source."""

CellName = Union["Cell", int, str, Sequence[int]]
"""What names a cell: itself, its index, its architecture string, or NASLib's tuple."""


@dataclass(frozen=True)
class Cell:
    """A cell of NAS-Bench-201: an operation on each of six edges between four nodes.

    `tenas.cell` makes one. A notebook draws it.

    Attributes:
        operations: six names, in the order of `EDGES`.

    >>> cell = tenas.cell(6111)
    >>> cell.operations
    ('nor_conv_3x3', 'nor_conv_3x3', 'nor_conv_3x3', 'skip_connect', 'nor_conv_3x3', 'nor_conv_1x1')
    >>> cell.op_indices
    (2, 2, 0, 2, 2, 3)
    """

    operations: tuple[str, ...]

    @property
    def index(self) -> int:
        """The index in the benchmark's order, 0 to 15624."""
        return _indices()[self.operations]

    @property
    def architecture(self) -> str:
        """The architecture string, `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`."""
        a, b, c, d, e, f = self.operations
        return f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"

    @property
    def op_indices(self) -> tuple[int, ...]:
        """The tuple of six operation numbers that NASLib and NAS-Bench-Suite-Zero write."""
        return tuple(TUPLE_OPERATIONS.index(self.operations[edge]) for edge in TUPLE_EDGES)

    @property
    def dead(self) -> tuple[int, ...]:
        """Positions in `EDGES` of the dead operations: other than `none`, and on no path from input to output."""
        used = [place for place, operation in enumerate(self.operations) if operation != "none"]
        reached, reaching = {0}, {3}
        for source, target in (EDGES[place] for place in used):
            if source in reached:
                reached.add(target)
        for source, target in (EDGES[place] for place in reversed(used)):
            if target in reaching:
                reaching.add(source)
        return tuple(place for place in used if EDGES[place][0] not in reached or EDGES[place][1] not in reaching)

    @property
    def live(self) -> bool:
        """Whether no operation is dead; so it is for 9,445 cells."""
        return not self.dead

    def isomorphs(self) -> list[Cell]:
        """Give all cells that the benchmark takes for the same one, this one included, by ascending index.

        The benchmark's `to_unique_str` decides, with `skip_connect` and `none` simplified away.

        >>> [cell.index for cell in tenas.cell(6111).isomorphs()]
        [6111]
        """
        return [_cells()[index] for index in _classes()[_unique(self.operations)]]

    def neighbours(self) -> list[Cell]:
        """Give the 24 cells that differ from this one in one operation.

        >>> len(tenas.cell(6111).neighbours())
        24
        """
        return [
            Cell((*self.operations[:place], other, *self.operations[place + 1 :]))
            for place, mine in enumerate(self.operations)
            for other in OPERATIONS
            if other != mine
        ]

    def __str__(self) -> str:
        return self.architecture

    def _repr_html_(self) -> str:
        """Draw the cell, as inline SVG above its index and architecture string."""
        return f"<div>{svg(self.operations, EDGES, self.dead)}<br><code>{self.index}: {self.architecture}</code></div>"


def cell(name: CellName) -> Cell:
    """Give the cell of that name.

    Args:
        name: an index (0 to 15624), an architecture string, NASLib's tuple of six operation numbers (or a text of it),
            or a cell.

    Raises:
        TenasError: no cell has that name; status 65.

    >>> tenas.cell((2, 2, 0, 2, 2, 3)).index
    6111
    >>> tenas.cell((2, 2, 0))
    Traceback (most recent call last):
    tenas.errors.TenasError: (2, 2, 0) names no cell: six operation numbers from 0 to 4 are needed
    """
    if isinstance(name, Cell):
        return name
    if isinstance(name, str):
        return _read(name)
    if isinstance(name, bool):
        raise _unnamed(name)
    try:
        return _at(operator.index(name))  # type: ignore[arg-type]
    except TypeError:
        pass
    try:
        return _of_tuple([operator.index(number) for number in name])  # type: ignore[union-attr]
    except TypeError:
        raise _unnamed(name) from None


def _read(text: str) -> Cell:
    text = text.strip()
    if text.startswith("|"):
        return _of_architecture(text)
    if re.fullmatch(r"[(\[]\s*\d+(\s*,\s*\d+)*\s*[)\]]", text):
        return _of_tuple([int(number) for number in re.findall(r"\d+", text)])
    if re.fullmatch(r"\d+", text):
        return _at(int(text))
    raise _unnamed(text)


def _of_architecture(text: str) -> Cell:
    operations = tuple(part.split("~")[0] for part in re.split(r"[|+]+", text) if part)
    unknown = [operation for operation in operations if operation not in OPERATIONS]
    if unknown:
        raise TenasError(f"'{text}' names no cell: there is no operation '{unknown[0]}'", Exit.BAD_DATA)
    if len(operations) != len(EDGES) or Cell(operations).architecture != text:
        raise TenasError(
            f"'{text}' names no cell: it is not of the form |op~0|+|op~0|op~1|+|op~0|op~1|op~2|", Exit.BAD_DATA
        )
    return Cell(operations)


def _of_tuple(numbers: list[int]) -> Cell:
    if len(numbers) != len(EDGES) or not all(0 <= number < len(OPERATIONS) for number in numbers):
        raise TenasError(f"{tuple(numbers)} names no cell: six operation numbers from 0 to 4 are needed", Exit.BAD_DATA)
    operations = {edge: TUPLE_OPERATIONS[number] for edge, number in zip(TUPLE_EDGES, numbers)}
    return Cell(tuple(operations[edge] for edge in range(len(EDGES))))


def _at(index: int) -> Cell:
    if not 0 <= index < len(_cells()):
        raise TenasError(f"there is no cell {index}; indices run from 0 to {len(_cells()) - 1}", Exit.BAD_DATA)
    return _cells()[index]


def _unnamed(name: object) -> TenasError:
    return TenasError(
        f"{name!r} names no cell: an index, an architecture string or a tuple of six operation numbers is needed",
        Exit.BAD_DATA,
    )


@cache
def _cells() -> list[Cell]:
    """List all cells in the benchmark's order: its authors shuffle the plain listing with Python's generator."""
    cells = [Cell(operations) for operations in itertools.product(OPERATIONS, repeat=len(EDGES))]
    random.Random(88).shuffle(cells)
    return cells


@cache
def _indices() -> dict[tuple[str, ...], int]:
    return {cell.operations: index for index, cell in enumerate(_cells())}


@cache
def _classes() -> dict[str, list[int]]:
    classes: dict[str, list[int]] = {}
    for index, cell in enumerate(_cells()):
        classes.setdefault(_unique(cell.operations), []).append(index)
    return classes


def _unique(operations: tuple[str, ...]) -> str:
    """Give the benchmark's `to_unique_str` with zero considered: 6,466 strings."""
    on = dict(zip(EDGES, operations))
    nodes = ["0"]
    for target in range(1, 4):
        nodes.append("+".join(sorted(_term(on[source, target], nodes[source]) for source in range(target))))
    return nodes[-1]


def _term(operation: str, source: str) -> str:
    if operation == "none" or source == "#":
        return "#"
    return source if operation == "skip_connect" else f"({source})@{operation}"
