"""Makes an archive of as many records as wanted from the few real ones at hand; each keeps their numbers and its cell.

    PYTHONPATH=python/src python python/tests/importers/synthetic_archive.py REAL_DIRECTORY TARGET_DIRECTORY 15625

Compressing takes ten times as long as reading, so what the records share is compressed once: a file is four bzip2
streams, and only the short ones, which name the cell, are its own.
"""

import bz2
import pathlib
import pickle
import struct
import sys

from tenas.importers import numpy_pickle
from tenas.importers.nas_bench_201 import architectures
from tenas.importers.plain_pickle import load

FRAME = 3
NAME, INDEX = "the cell's name", 65_535


class Template:
    """A real record as compressed pieces, with gaps for the cell's index and name."""

    def __init__(self, path: pathlib.Path):
        self.content = load(bz2.decompress(path.read_bytes()), numpy_pickle.GLOBALS)
        for epochs in self.content.values():
            epochs["arch_index"], epochs["arch_str"] = INDEX, NAME
            for trial in epochs["all_results"].values():
                trial["arch_config"]["arch_str"] = NAME
        data = pickle.dumps(self.content, protocol=4)
        name = b"\x8c" + bytes([len(NAME)]) + NAME.encode()
        index = b"M" + struct.pack("<H", INDEX)
        self.head, rest = data.split(name)
        self.head_index = self.head.index(index)
        middle, end = rest.split(index)
        self.middle, self.end = bz2.compress(middle), bz2.compress(end)

    def file(self, index: int, architecture: str) -> bytes:
        """The file of a cell."""
        number = b"M" + struct.pack("<H", index)
        name = b"\x8c" + bytes([len(architecture)]) + architecture.encode()
        (frame,) = struct.unpack_from("<Q", self.head, FRAME)
        head = self.head[:FRAME] + struct.pack("<Q", frame + len(architecture) - len(NAME)) + self.head[FRAME + 8 :]
        head = head[: self.head_index] + number + head[self.head_index + len(number) :]
        return bz2.compress(head + name, 1) + self.middle + bz2.compress(number, 1) + self.end


def templates(directory: pathlib.Path) -> list[Template]:
    return [Template(path) for path in sorted(directory.glob("[0-9]*.pickle.pbz2"))]


def write_archive(directory: pathlib.Path, target: pathlib.Path, count: int) -> None:
    """The first `count` cells and the list of all of them."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "meta.pickle.pbz2").write_bytes((directory / "meta.pickle.pbz2").read_bytes())
    made = templates(directory)
    for index, architecture in enumerate(architectures()[:count]):
        (target / f"{index:06}.pickle.pbz2").write_bytes(made[index % len(made)].file(index, architecture))


if __name__ == "__main__":
    write_archive(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]))
