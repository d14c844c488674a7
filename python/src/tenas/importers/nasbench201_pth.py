"""Imports `NAS-Bench-201-v1_0-e61699.pth` and `NAS-Bench-201-v1_1-096897.pth` without torch.

Such a file is what `torch.save` writes: in newer versions a zip archive with the pickle `data.pkl`, in older ones
several pickles one after another, the fourth the object, and then the tensors' bytes, which are of no interest here.
The object is one pickle of several gigabytes: {"meta_archs": strings, "arch2infos": {index: {"full": record after 200
epochs, "less": record after 12}}, ...}. Each cell is reduced to its final values as soon as its dictionary is complete,
so memory is that of a few cells.
"""

from __future__ import annotations

import mmap
import os
import pathlib
import struct
import zipfile
from typing import IO, Any, cast

from . import numpy_pickle
from .errors import Exit, ImportFailure, RefusedPickle
from .nas_bench_201 import architectures
from .plain_pickle import Globals, PickleMachine
from .progress import Progress
from .table import write_table
from .training_records import Columns, WrongRecord, read_trials

MAGIC = 0x1950A86A20F9469CFC6C
LEGACY_VERSION = 1001
BY_EPOCH = ("train_acc1es", "train_acc5es", "train_losses", "train_times", "eval_acc1es", "eval_losses", "eval_times")
LOCAL_HEADER = 30
"""Bytes of a zip member's header before its name."""


def _tensor(*_: object) -> None:
    """A tensor, of no interest."""


GLOBALS: Globals = (
    numpy_pickle.GLOBALS
    | {
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch._utils", "_rebuild_tensor"): _tensor,
    }
    | {
        ("torch", f"{kind}Storage"): None
        for kind in ("Float", "Double", "Half", "Long", "Int", "Short", "Char", "Byte", "Bool")
    }
)


def import_nasbench201(source: str | os.PathLike[str], output: str | os.PathLike[str]) -> list[str]:
    """Writes the table `output` from the file at `source`; what was found, for a reader."""
    source = pathlib.Path(source)
    reader = _Reader(source)
    try:
        with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data, reader.progress:
            reader.run(data)
    except OSError as error:
        raise ImportFailure.from_os_error(error, source) from error
    except (RefusedPickle, WrongRecord, zipfile.BadZipFile, ValueError) as error:
        raise ImportFailure(Exit.BAD_DATA, source, str(error)) from error
    if not reader.columns.known.any():
        raise ImportFailure(Exit.BAD_DATA, source, "has no record of a cell under arch2infos")
    tables, seeds = reader.columns.tables()
    write_table(output, f"NAS-Bench-201, {source.name}", reader.order, tables, seeds)
    return reader.columns.notes()


class _Reader:
    def __init__(self, source: pathlib.Path) -> None:
        self.order = architectures()
        self.columns = Columns(len(self.order))
        self.progress = Progress(len(self.order), "of the cells")

    def run(self, data: mmap.mmap) -> None:
        """Reads the object in `data`."""
        content = PickleMachine(
            data, GLOBALS, position=_object_position(data), persistent=_tensor, watch=self._watch
        ).load()
        if not isinstance(content, dict) or "arch2infos" not in content:
            raise WrongRecord("does not hold a dictionary with arch2infos")
        if content.get("meta_archs") != self.order:
            raise WrongRecord("its meta_archs are not the 15,625 cells of the benchmark in their order")

    def _watch(self, dictionary: dict[Any, Any]) -> bool:
        """Reduces trials and cells as they are completed; true at the end of a cell."""
        if "eval_acc1es" in dictionary and "epochs" in dictionary:
            _reduce(dictionary)
        if "full" in dictionary and "less" in dictionary:
            self._take(dictionary)
            dictionary.clear()
            return True
        return False

    def _take(self, cell: dict[Any, Any]) -> None:
        for name in ("full", "less"):
            record = cell[name]
            if not isinstance(record, dict):
                raise WrongRecord(f"a cell has no record under '{name}'")
            index = record.get("arch_index")
            if type(index) is not int or not 0 <= index < len(self.order):
                raise WrongRecord(f"a record of cell {index!r:.20}; there are {len(self.order)}")
            if record.get("arch_str") != self.order[index]:
                raise WrongRecord(f"cell {index} is {record.get('arch_str')!r:.120}, not the benchmark's")
            try:
                self.columns.add(index, *read_trials(record))
            except (KeyError, TypeError, ValueError) as error:
                raise WrongRecord(f"cell {index}: {error!s:.120}") from error
        self.progress.show(int(self.columns.known.sum()))


def _reduce(trial: dict[Any, Any]) -> None:
    """Keeps of a trial's courses over the epochs the last values alone."""
    last = trial["epochs"] - 1 if type(trial["epochs"]) is int else None
    for name in BY_EPOCH:
        course = trial.get(name)
        if isinstance(course, dict):
            end = {key: value for key, value in course.items() if key == last or str(key).endswith(f"@{last}")}
            course.clear()
            course.update(end)
    trial["net_state_dict"] = None


def _object_position(data: mmap.mmap) -> int:
    """Where the pickle of the object begins."""
    if data[:4] == b"PK\x03\x04":
        return _zip_position(data)
    machine = PickleMachine(data, {})
    if machine.load() != MAGIC or machine.load() != LEGACY_VERSION:
        raise WrongRecord("is no file of torch.save: it does not begin with torch's numbers")
    machine.load()  # The properties of the machine it was written on.
    return machine.position


def _zip_position(data: mmap.mmap) -> int:
    with zipfile.ZipFile(cast("IO[bytes]", data)) as archive:  # It reads and seeks as a file does.
        members = [member for member in archive.infolist() if member.filename.endswith("/data.pkl")]
        if len(members) != 1:
            raise WrongRecord("is a zip archive without torch's data.pkl")
        member = members[0]
    if member.compress_type != zipfile.ZIP_STORED:
        raise WrongRecord("its data.pkl is compressed, which torch never does")
    if member.header_offset + LOCAL_HEADER > len(data):
        raise WrongRecord("is a damaged zip archive")
    name_and_extra: tuple[int, int] = struct.unpack_from("<HH", data, member.header_offset + 26)
    return member.header_offset + LOCAL_HEADER + sum(name_and_extra)
