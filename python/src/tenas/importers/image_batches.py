"""Writes training images of the downsampled ImageNet (ImageNet16, 32, 64) and of CIFAR as one NumPy array, and their
labels as a second one behind it.

Each file is a pickle of a dictionary: `data`, uint8 [N, 3 * size * size], and `labels`, from 1 (Chrabaszcz, Loshchilov
and Hutter, "A downsampled variant of ImageNet as an alternative to the CIFAR datasets", 2017). A training file of 32x32
images has 400 MB; only the rows that are wanted are read. CIFAR's Python version has the same form, with labels from 0;
its binary version has records of one or two label bytes and 3,072 pixel bytes.
"""

from __future__ import annotations

import dataclasses
import io
import math
import mmap
import os
import pathlib
import tarfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import numpy as np

from . import numpy_pickle
from .errors import Exit, ImportFailure, RefusedPickle
from .plain_pickle import Data, load

CHANNELS = 3
CIFAR_SIZE = 32
MEMBER_LIMIT = 256 << 20
PER_CLASS = 50
"""Images of each class that are taken: 50,000 of ImageNet, as many as CIFAR-10 has."""


@dataclasses.dataclass
class Layout:
    """How a data set is divided into files: the names tried first to last, the key of labels, and their range."""

    name: str
    files: list[str]
    labels: str
    classes: range
    coarse_classes: int = 0
    """Classes of a binary record's first label byte, where it has two."""

    @property
    def binary_files(self) -> list[str]:
        """The files of the binary version."""
        return [f"{name}.bin" for name in self.files]


IMAGENET = Layout(
    "the downsampled ImageNet", [f"train_data_batch_{number}" for number in range(1, 11)], "labels", range(1, 1001)
)
IMAGENET_VALIDATION = dataclasses.replace(IMAGENET, files=["val_data"])
CIFAR10 = Layout("CIFAR-10", [f"data_batch_{number}" for number in range(1, 6)], "labels", range(10))
CIFAR100 = Layout("CIFAR-100", ["train"], "fine_labels", range(100), coarse_classes=20)


@dataclasses.dataclass
class Batch:
    """A file: its labels, and where its rows of bytes are; `content` if it is in memory."""

    path: pathlib.Path
    labels: list[int]
    data: numpy_pickle.Array
    content: bytes | None = None

    def open(self) -> BinaryIO:
        """The file's bytes."""
        return self.path.open("rb") if self.content is None else io.BytesIO(self.content)

    @property
    def row(self) -> int:
        """Bytes of an image."""
        return self.data.shape[1]


def write_imagenet(directory: str | os.PathLike[str], output: BinaryIO, per_class: int = PER_CLASS) -> int:
    """Writes uint8 [N, 3, size, size], then labels uint16 [N], to the stream `output` in the `.npy` format; returns N.

    They are the first `per_class` of each class, in the order of the files; a further file is only opened while a class
    lacks images. The validation file stands in where there is no training file.
    """
    directory = pathlib.Path(directory)
    try:
        files, layout = _files(directory, [IMAGENET, IMAGENET_VALIDATION])
        chosen = _choose(files, layout, per_class)
        _write(chosen, output)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ImportFailure.from_os_error(error, error.filename or directory) from error
    return sum(len(rows) for _, rows in chosen)


def write_cifar(path: str | os.PathLike[str], output: BinaryIO, layout: Layout) -> int:
    """Writes all training images of a directory of the Python version, or of a `.tar.gz` of either version."""
    path = pathlib.Path(path)
    try:
        batches = _directory_batches(path, layout) if path.is_dir() else _archive_batches(path, layout)
        _write([(batch, range(len(batch.labels))) for batch in batches], output)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ImportFailure.from_os_error(error, error.filename or path) from error
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ImportFailure(Exit.BAD_DATA, path, f"is no .tar.gz archive, or a damaged one: {error}") from error
    return sum(len(batch.labels) for batch in batches)


def _directory_batches(directory: pathlib.Path, layout: Layout) -> list[Batch]:
    files, _ = _files(directory, [layout])
    return [_read(file, layout) for file in files]


def _archive_batches(path: pathlib.Path, layout: Layout) -> list[Batch]:
    batches = {}
    with tarfile.open(path, "r|gz") as archive:
        for member in archive:
            name = pathlib.PurePosixPath(member.name).name
            if member.isfile() and name in layout.files + layout.binary_files:
                if member.size > MEMBER_LIMIT:
                    raise ImportFailure(Exit.BAD_DATA, path, f"{member.name} is larger than {MEMBER_LIMIT >> 20} MiB")
                file = archive.extractfile(member)
                assert file is not None  # A regular file has content.
                read = _read_binary if name in layout.binary_files else _read_pickle
                batches[name] = read(file.read(), path / member.name, layout)
    if not batches:
        raise ImportFailure(Exit.BAD_DATA, path, f"has no training file of {layout.name}, such as {layout.files[0]}")
    return [batches[name] for name in layout.files + layout.binary_files if name in batches]


def _read_binary(content: bytes, path: pathlib.Path, layout: Layout) -> Batch:
    label_bytes = 2 if layout.coarse_classes else 1
    row = CIFAR_SIZE * CIFAR_SIZE * CHANNELS
    if not content or len(content) % (label_bytes + row):
        raise ImportFailure(
            Exit.BAD_DATA, path, f"has {len(content)} bytes, where a multiple of {label_bytes + row} is needed"
        )
    records = np.frombuffer(content, np.uint8).reshape(-1, label_bytes + row)
    if label_bytes == 2 and records[:, 0].max() >= layout.coarse_classes:
        raise ImportFailure(Exit.BAD_DATA, path, f"has a coarse label {records[:, 0].max()}")
    labels = _labels(records[:, label_bytes - 1].tolist(), path, layout)
    array = numpy_pickle.Array()
    pixels = records[:, label_bytes:].tobytes()
    array.take((len(records), row), numpy_pickle.Dtype("u1"), pixels, row_major=True)
    return Batch(path, labels, array)


def _files(directory: pathlib.Path, layouts: list[Layout]) -> tuple[list[pathlib.Path], Layout]:
    present = {entry.name for entry in os.scandir(directory)}
    for layout in layouts:
        files = [directory / name for name in layout.files if name in present]
        if files:
            return files, layout
    names = f"{layouts[0].files[0]} to {layouts[0].files[-1]}"
    raise ImportFailure(
        Exit.NO_SUCH_FILE, directory, f"no batch of {layouts[0].name} here; expected {names}, the Python files"
    )


def _choose(files: Iterable[pathlib.Path], layout: Layout, per_class: int) -> list[tuple[Batch, list[int]]]:
    """The batches that are needed, and which of their rows."""
    wanting = dict.fromkeys(layout.classes, per_class)
    chosen: list[tuple[Batch, list[int]]] = []
    for path in files:
        batch = _read(path, layout)
        if chosen and batch.row != chosen[0][0].row:
            raise ImportFailure(
                Exit.BAD_DATA,
                path,
                f"has images of {batch.row} bytes, where {chosen[0][0].path} has {chosen[0][0].row}",
            )
        rows = []
        for row, label in enumerate(batch.labels):
            if wanting[label]:
                wanting[label] -= 1
                rows.append(row)
        chosen.append((batch, rows))
        if not any(wanting.values()):
            break
    return chosen


def _read(path: pathlib.Path, layout: Layout) -> Batch:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise ImportFailure(Exit.BAD_DATA, path, "is empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _read_pickle(data, path, layout)


def _read_pickle(data: Data, path: pathlib.Path, layout: Layout) -> Batch:
    try:
        content = load(data, numpy_pickle.GLOBALS)
    except RefusedPickle as error:
        raise ImportFailure(Exit.BAD_DATA, path, str(error)) from error
    if not isinstance(content, dict):
        raise ImportFailure(Exit.BAD_DATA, path, f"does not hold a dictionary with data and {layout.labels}")
    fields = {key.decode("latin-1") if isinstance(key, bytes) else key: value for key, value in content.items()}
    labels = _labels(fields.get(layout.labels), path, layout)
    pixels = _pixels(fields.get("data"), path, fields, layout)
    return Batch(path, labels, pixels, data if isinstance(data, bytes) else None)


def _pixels(data: object, path: pathlib.Path, fields: dict[Any, Any], layout: Layout) -> numpy_pickle.Array:
    if not isinstance(data, numpy_pickle.Array) or data.dtype is None or data.dtype.code != "u1":
        raise ImportFailure(Exit.BAD_DATA, path, "its data is not an array of uint8")
    size = math.isqrt(data.shape[1] // CHANNELS) if len(data.shape) == 2 else 0
    if size == 0 or CHANNELS * size * size != data.shape[1]:
        raise ImportFailure(
            Exit.BAD_DATA, path, f"its data has the shape {data.shape}, where [N, 3 * size * size] is needed"
        )
    if data.shape[0] != len(fields[layout.labels]) or data.shape[0] == 0:
        raise ImportFailure(Exit.BAD_DATA, path, f"has {len(fields[layout.labels])} labels for {data.shape[0]} images")
    return data


def _labels(labels: object, path: pathlib.Path, layout: Layout) -> list[int]:
    if not isinstance(labels, list):
        raise ImportFailure(Exit.BAD_DATA, path, f"has no list of {layout.labels}")
    for place, label in enumerate(labels):
        if type(label) is not int or label not in layout.classes:
            raise ImportFailure(
                Exit.BAD_DATA,
                path,
                f"label {place} is {label!r:.20}, where {layout.classes[0]} to {layout.classes[-1]} is needed",
            )
    return labels


def _write(chosen: Sequence[tuple[Batch, Sequence[int]]], output: BinaryIO) -> None:
    count = sum(len(rows) for _, rows in chosen)
    size = math.isqrt(chosen[0][0].row // CHANNELS)
    _write_header(output, "|u1", (count, CHANNELS, size, size))
    for batch, rows in chosen:
        data = batch.data.data
        if isinstance(data, bytes):
            output.write(b"".join(data[row * batch.row : (row + 1) * batch.row] for row in rows))
            continue
        with batch.open() as file:
            for row in rows:
                file.seek(data.offset + row * batch.row)
                output.write(file.read(batch.row))
    _write_header(output, "<u2", (count,))
    for batch, rows in chosen:
        output.write(np.array([batch.labels[row] for row in rows], "<u2").tobytes())


def _write_header(output: BinaryIO, element: str, shape: tuple[int, ...]) -> None:
    np.lib.format.write_array_header_1_0(output, {"descr": element, "fortran_order": False, "shape": shape})
