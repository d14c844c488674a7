"""Imports NATS-Bench's topology archive, `NATS-tss-v1_0-3ffb9-simple`: a directory or `.tar` of `NNNNNN.pickle.pbz2`.

Each file is a bzip2-compressed pickle of plain data with one cell's training records after 12 and 200 epochs. A batch
of files at a time is decompressed and read by as many processes as there are cores, and only final values are kept.
"""

from __future__ import annotations

import bz2
import concurrent.futures
import itertools
import os
import pathlib
import re
import tarfile
from collections.abc import Iterator
from typing import Any, NamedTuple, Union

from . import numpy_pickle
from .errors import Exit, ImportFailure, RefusedPickle
from .nas_bench_201 import architectures
from .plain_pickle import load
from .progress import Progress
from .table import write_table
from .training_records import Columns, Costs, Values, WrongRecord, read_trials

RECORD_NAME = re.compile(r"0*(\d{1,6})\.pickle\.pbz2")
META_NAME = "meta.pickle.pbz2"
COMPRESSED_LIMIT = 2 << 20
LIMIT = 8 << 20
"""Bytes of a record, unpacked; the published ones have a third of a megabyte."""
BATCH = 128
ALONE = 16
"""So few records are not worth starting processes for."""


class Cell(NamedTuple):
    """What a record says of a cell."""

    number: int
    architecture: Any
    values: Values
    costs: Costs


class Meta(NamedTuple):
    """What `META_NAME` says: the cells' strings in their order."""

    architectures: Any


Read = Union[Cell, Meta, str]
"""A file's content, or a text saying what is wrong with it."""


def import_nats_bench(source: str | os.PathLike[str], output: str | os.PathLike[str]) -> list[str]:
    """Writes the table `output` from the archive at `source`; what was found, for a reader."""
    source = pathlib.Path(source)
    order = architectures()
    columns = Columns(len(order))
    try:
        total, records = _open(source)
        progress = Progress(total, "of the archive")
        with progress, _Readers() as readers:
            while batch := list(itertools.islice(records, BATCH)):
                for (name, _, _), result in zip(batch, readers.read(batch)):
                    _take(result, source / name, order, columns)
                progress.show(batch[-1][1])
    except OSError as error:
        raise ImportFailure.from_os_error(error, error.filename or source) from error
    except (tarfile.TarError, EOFError) as error:
        raise ImportFailure(Exit.BAD_DATA, source, f"is no archive, or a damaged one: {error}") from error
    if not columns.known.any():
        raise ImportFailure(Exit.BAD_DATA, source, "has no record; expected files such as 000000.pickle.pbz2")
    tables, seeds = columns.tables()
    write_table(output, f"NATS-Bench topology archive {source.name}", order, tables, seeds)
    return columns.notes()


def _open(source: pathlib.Path) -> tuple[int, Iterator[tuple[str, int, bytes]]]:
    """How much there is, and the records: name, how much has been read with it, and its bytes."""
    if source.is_dir():
        names = sorted(name for name in os.listdir(source) if RECORD_NAME.fullmatch(name) or name == META_NAME)
        return len(names), ((name, done, _read(source / name)) for done, name in enumerate(names, 1))
    return source.stat().st_size, _members(source)


def _read(path: pathlib.Path) -> bytes:
    with path.open("rb") as file:
        return file.read(COMPRESSED_LIMIT + 1)


def _members(source: pathlib.Path) -> Iterator[tuple[str, int, bytes]]:
    with tarfile.open(source, "r|*") as archive:
        for member in archive:
            name = pathlib.PurePosixPath(member.name).name
            if member.isfile() and (RECORD_NAME.fullmatch(name) or name == META_NAME):
                file = archive.extractfile(member)
                assert file is not None  # A regular file has content.
                yield name, member.offset_data, file.read(COMPRESSED_LIMIT + 1)
            archive.members.clear()  # type: ignore[attr-defined]  # Missing in typeshed.


class _Readers:
    """Reads batches of records, in processes if there are many."""

    def __init__(self) -> None:
        self._pool: concurrent.futures.ProcessPoolExecutor | None = None

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def read(self, batch: list[tuple[str, int, bytes]]) -> Iterator[Read]:
        """What `read_record` makes of each."""
        items = [(name, data) for name, _, data in batch]
        if len(batch) <= ALONE:
            return map(read_record, items)
        self._pool = self._pool or concurrent.futures.ProcessPoolExecutor(max_workers=os.cpu_count())
        return self._pool.map(read_record, items, chunksize=4)


def read_record(item: tuple[str, bytes]) -> Read:
    """Reads the file of this name and content."""
    name, compressed = item
    try:
        content = load(_decompress(compressed), numpy_pickle.GLOBALS)
        number = RECORD_NAME.fullmatch(name)
        if number is None:  # The name is META_NAME.
            return Meta(content["meta_archs"] if isinstance(content, dict) else None)
        return _read_cell(content, int(number[1]))
    except (RefusedPickle, WrongRecord) as error:
        return str(error)
    except (OSError, EOFError, ValueError) as error:
        return f"is no bzip2 file, or a damaged one: {error}"
    except (KeyError, TypeError) as error:
        return f"does not have the documented form: {type(error).__name__} {error!s:.80}"


def _decompress(compressed: bytes) -> bytes:
    if len(compressed) > COMPRESSED_LIMIT:
        raise WrongRecord(
            f"is larger than the {COMPRESSED_LIMIT >> 20} MiB of a record; use the archive without weights"
        )
    data = b""
    while compressed or not data:  # A file may be several streams, one after another.
        decompressor = bz2.BZ2Decompressor()
        data += decompressor.decompress(compressed, LIMIT + 1 - len(data))
        if len(data) > LIMIT:
            raise WrongRecord(f"unpacks to more than the {LIMIT >> 20} MiB of a record")
        if not decompressor.eof:
            raise EOFError("it ends too early")
        compressed = decompressor.unused_data
    return data


def _read_cell(content: object, index: int) -> Cell:
    if not isinstance(content, dict) or not content:
        raise WrongRecord("does not hold a dictionary of records")
    values: Values = {}
    costs: Costs = {}
    named = set()
    # The records of 200 epochs come last and replace the costs of the others, which are the same.
    for epochs in sorted(content, key=str):
        record = content[epochs]
        if not isinstance(record, dict):
            raise WrongRecord(f"has no record under {epochs!r:.20}")
        named.add((record.get("arch_index"), record.get("arch_str")))
        found, cost = read_trials(record)
        values |= found
        costs |= cost
    if len(named) != 1:
        raise WrongRecord("its records are of different cells")
    ((number, architecture),) = named
    if number != index:
        raise WrongRecord(f"is the record of cell {number!r:.20}, where its name says {index}")
    return Cell(index, architecture, values, costs)


def _take(result: Read, path: pathlib.Path, order: list[str], columns: Columns) -> None:
    if isinstance(result, str):
        raise ImportFailure(Exit.BAD_DATA, path, result)
    if isinstance(result, Meta):
        if result.architectures != order:
            raise ImportFailure(
                Exit.BAD_DATA, path, "does not list the 15,625 cells of the topology space in their order"
            )
        return
    index, architecture, values, costs = result
    if index >= len(order) or architecture != order[index]:
        raise ImportFailure(
            Exit.BAD_DATA, path, f"names the cell {architecture!r:.120}, which is not number {index} of the benchmark"
        )
    if columns.known[index]:
        raise ImportFailure(Exit.BAD_DATA, path, f"is a second record of cell {index}")
    columns.add(index, values, costs)
