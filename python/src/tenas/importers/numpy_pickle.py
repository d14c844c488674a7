"""What NumPy and the collections module put into pickles, for `plain_pickle`: scalars, arrays, ordered dictionaries."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

from .plain_pickle import Globals, Span, Stateful

SCALAR_FORMATS = {
    "f8": "d", "f4": "f", "f2": "e", "i8": "q", "i4": "i", "i2": "h", "i1": "b",
    "u8": "Q", "u4": "I", "u2": "H", "u1": "B", "b1": "?",
}  # fmt: skip


class Dtype(Stateful):
    """The type of an array's elements: `code` such as "f8", `order` "<", ">" or "|"."""

    def __init__(self, code: str, *_: object) -> None:
        if code not in SCALAR_FORMATS:
            raise ValueError(f"an array of {code!r:.20}")
        self.code, self.order = code, "|"

    def set_state(self, state: Any) -> None:
        """Takes the byte order."""
        if state[1] not in ("<", ">", "|", "="):
            raise ValueError("a byte order")
        self.order = state[1]


class Array(Stateful):
    """An array whose elements stay bytes: `shape`, `dtype` and `data`, bytes or a `Span`, in row-major order."""

    def __init__(self, *_: object) -> None:
        self.shape: tuple[int, ...] = ()
        self.dtype: Dtype | None = None
        self.data: bytes | Span = b""

    def set_state(self, state: Any) -> None:
        """Takes what NumPy pickles of an array."""
        _, shape, dtype, fortran, data = state
        self.take(shape, dtype, data, row_major=not fortran)

    def take(self, shape: tuple[int, ...], dtype: Dtype, data: str | bytes | Span, row_major: bool) -> None:
        """Takes its contents, which must fit each other."""
        octets = _octets(data)
        size = 1
        for extent in shape:
            if type(extent) is not int or extent < 0:
                raise ValueError("an array's shape")
            size *= extent
        if type(dtype) is not Dtype or not row_major or size * int(dtype.code[1]) != _length(octets):
            raise ValueError("an array that is not in row-major order or does not fill its shape")
        self.shape, self.dtype, self.data = shape, dtype, octets


def _array_from_buffer(data: Any, dtype: Any, shape: Any, order: Any) -> Array:
    array = Array()
    array.take(shape, dtype, data, row_major=order == "C")
    return array


def _scalar(dtype: Any, data: Any) -> Any:
    """A Python number in place of NumPy's."""
    order = "<" if dtype.order in "|=" else dtype.order
    return struct.unpack(order + SCALAR_FORMATS[dtype.code], _octets(data))[0]


def _octets(data: Any) -> Any:
    """Python 2 pickled bytes as text."""
    return data.encode("latin-1") if type(data) is str else data


def _length(data: bytes | Span) -> int:
    return data.length if isinstance(data, Span) else len(data)


def _encode(text: Any, encoding: Any = "latin1") -> bytes:
    if type(text) is not str or encoding != "latin1":
        raise ValueError("encoded text")
    return text.encode("latin-1")


def _ordered_dictionary(items: Iterable[tuple[Any, Any]] = ()) -> dict[Any, Any]:
    result = {}
    for key, value in items:
        if type(key) not in (str, int, float):
            raise ValueError("a key")
        result[key] = value
    return result


def _set(items: Iterable[Any] = ()) -> set[Any]:
    if not all(type(item) in (str, int, float) for item in items):
        raise ValueError("a set's element")
    return set(items)


def _no_bytes() -> bytes:
    return b""


GLOBALS: Globals = {
    ("collections", "OrderedDict"): _ordered_dictionary,
    ("_codecs", "encode"): _encode,
    ("__builtin__", "bytes"): _no_bytes,
    ("builtins", "set"): _set,
    ("__builtin__", "set"): _set,
    ("numpy", "dtype"): Dtype,
    ("numpy", "ndarray"): None,
}
"""For `plain_pickle.load`. A name without a function may be mentioned, but not called."""
for _package in ("numpy.core", "numpy._core"):
    GLOBALS[f"{_package}.multiarray", "scalar"] = _scalar
    GLOBALS[f"{_package}.multiarray", "_reconstruct"] = Array
    GLOBALS[f"{_package}.numeric", "_frombuffer"] = _array_from_buffer
