"""Writes accuracy tables: HDF5 files of format `tenas-accuracy-table`, version 1."""

from __future__ import annotations

import io
import os
import zlib

import h5py
import numpy as np
from numpy.typing import NDArray

from ..part import write_whole

FORMAT = "tenas-accuracy-table"
VERSION = 1


def write_table(
    path: str | os.PathLike[str],
    source: str,
    architectures: list[str],
    columns: dict[str, NDArray[np.float64]],
    seeds: dict[str, list[int]] | None = None,
) -> None:
    """Writes a table, which replaces any file at `path` only when it is complete.

    `architectures` are in the benchmark's index order; `columns` maps a path such as
    `/datasets/cifar10/test_accuracy` to float64 values, one row per architecture, NaN where unknown. `seeds` maps
    columns with one value a seed to the seeds, which become the attribute `seeds`.
    """
    # Made in memory first: libhdf5 crashes when it cannot write, as on a full disk.
    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        _fill(file, source, architectures, columns, seeds or {})
    write_whole(path, image.getbuffer())


def _fill(
    file: h5py.File,
    source: str,
    architectures: list[str],
    columns: dict[str, NDArray[np.float64]],
    seeds: dict[str, list[int]],
) -> None:
    file.attrs["format"] = FORMAT
    file.attrs["version"] = VERSION
    # A name that is not UTF-8 is spelled as Python spells it.
    file.attrs["source"] = source.encode("utf-8", "backslashreplace").decode()
    longest = max(len(text.encode()) for text in architectures)
    strings = np.array([text.encode() for text in architectures], dtype=h5py.string_dtype("utf-8", longest))
    file.create_dataset("architectures", data=strings, chunks=(min(len(strings), 4096),), compression="gzip")
    for name, values in columns.items():
        if len(values) != len(architectures):
            raise ValueError(f"{name} has {len(values)} values for {len(architectures)} architectures")
        values = np.ascontiguousarray(values, dtype="<f8")
        file.create_dataset(name, data=values)
        file[name].attrs["crc32"] = zlib.crc32(values.tobytes())
        if name in seeds:
            file[name].attrs["seeds"] = seeds[name]
