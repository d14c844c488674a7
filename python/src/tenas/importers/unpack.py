"""What is within a compressed file: xz, bzip2 and zip of one file by Python, Zstandard where it has a library."""

from __future__ import annotations

import bz2
import contextlib
import errno
import importlib
import lzma
import os
import sys
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from .errors import Exit, ImportFailure

LARGEST = 1 << 33
"""A file may not grow to more than this many bytes, whatever it says."""
BLOCK = 1 << 20
MARKS = {
    b"\xfd7zXZ\x00": "xz",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "a zip archive",
}
"""How files begin, and what they are."""
OTHERS = {
    "[Content_Types].xml": "is a spreadsheet or another document of Office; save the table as CSV",
    "data.pkl": "is PyTorch's; save the table as CSV",
}
"""Members by which archives are known that hold no table of one file."""


class _RefusedError(Exception):
    """Why there is nothing to read."""

    def __init__(self, reason: str, status: Exit = Exit.BAD_DATA) -> None:
        super().__init__(reason)
        self.status = status


def write_unpacked(source: str | os.PathLike[str], name: str, output: IO[bytes]) -> None:
    """Write the content of a compressed file; `name` is what messages call it."""
    try:
        with open(source, "rb") as file:
            _write(file, output)
    except _RefusedError as refused:
        raise ImportFailure(refused.status, name, str(refused)) from refused


def _write(file: IO[bytes], output: IO[bytes]) -> None:
    head = file.read(8)
    kind = next((kind for mark, kind in MARKS.items() if head.startswith(mark)), None)
    if kind is None:
        raise _RefusedError("is compressed in no way that is known")
    file.seek(0)
    with _damage(kind):
        content = _opened(kind, file)
    size = 0
    while True:
        with _damage(kind):
            block = content.read(BLOCK)
        if not block:
            return
        size += len(block)
        if size > LARGEST:
            raise _RefusedError(f"unpacks to more than {LARGEST >> 30} GiB")
        output.write(block)


@contextlib.contextmanager
def _damage(kind: str) -> Iterator[None]:
    """Whatever a library says of a file that is damaged is one refusal; what the system says of it is not."""
    try:
        yield
    except _RefusedError:
        raise
    except Exception as error:
        # A zip archive's places may be before its beginning; bz2 has OSError for damage, without a number.
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno not in (None, errno.EINVAL)):
            raise
        what = kind if kind.startswith("a ") else f"compressed with {kind}"
        raise _RefusedError(f"is {what}, but is damaged or ends too early; copy it again") from error


def _opened(kind: str, file: IO[bytes]) -> IO[bytes]:
    if kind == "xz":
        return lzma.open(file)
    if kind == "bzip2":
        return bz2.open(file)
    if kind == "Zstandard":
        return _zstandard(file)
    return _member(zipfile.ZipFile(file))


def _member(archive: zipfile.ZipFile) -> IO[bytes]:
    """The only file of an archive."""
    names = [
        info.filename for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    ]
    for name in names:
        if words := OTHERS.get(name) or OTHERS.get(name.partition("/")[2]):
            raise _RefusedError(words)
    if names and all(name.endswith(".npy") for name in names):
        raise _RefusedError("is an archive of NumPy's (npz), whose arrays have no names of cells; save a table as CSV")
    if len(names) != 1:
        shown = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
        raise _RefusedError(
            f"is a zip archive of {len(names)} files{f': {shown}' if names else ''}; unpack it and give one of them"
        )
    if archive.getinfo(names[0]).flag_bits & 1:
        raise _RefusedError(f"is a zip archive with a password; unpack it and give {names[0]}")
    return archive.open(names[0])


def _zstandard(file: IO[bytes]) -> IO[bytes]:
    """A reader of Python 3.14's own library, or of the package `zstandard`."""
    try:
        opened: IO[bytes] = importlib.import_module("compression.zstd").open(file)
    except ImportError:
        try:
            reader: Any = importlib.import_module("zstandard")
        except ImportError as error:
            raise _RefusedError(
                f"is compressed with Zstandard, for which {sys.executable} has no library (pip install zstandard, or "
                "Python 3.14); or unpack it with unzstd",
                Exit.NO_SUCH_FILE,
            ) from error
        opened = reader.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    return opened
