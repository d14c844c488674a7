"""Loads a pickle of plain records, and nothing else.

A pickle is a program. This one may only build numbers, strings, dictionaries, tuples of six small integers and objects
of the record classes the caller names, which have no code of their own: first every instruction is compared with a
list, then the loader itself refuses every other class.
"""

import io
import pickle
import pickletools

from .errors import RefusedPickle

INSTRUCTIONS = frozenset(
    "PROTO FRAME STOP MARK MEMOIZE BINGET LONG_BINGET BININT1 BINFLOAT SHORT_BINUNICODE TUPLE EMPTY_TUPLE EMPTY_DICT"
    " SETITEM SETITEMS STACK_GLOBAL NEWOBJ BUILD".split()
)
"""What the published file uses. Left out, among others: everything that calls (REDUCE, OBJ, INST), that names classes
in other ways (GLOBAL, EXT1...), or that claims memory by a number in the file (LONG_BINPUT, BINBYTES8...)."""

TUPLE_LENGTH = 6


def load_records(data: bytes, classes: dict[tuple[str, str], type]):
    """Unpickles `data`; `classes` maps (module, name) in the pickle to the class built in its place."""
    _check_instructions(data)
    try:
        return _RecordUnpickler(data, classes).load()
    except RefusedPickle:
        raise
    except Exception as error:
        # A damaged pickle can fail in any way that building objects can.
        raise RefusedPickle(f"is damaged: {error}") from error


def _check_instructions(data: bytes) -> None:
    integers = None
    try:
        for instruction, _, position in pickletools.genops(data):
            name = instruction.name
            if name not in INSTRUCTIONS:
                raise RefusedPickle(f"byte {position}: the pickle instruction {name} is not needed for records")
            # Tuples within tuples could overflow the stack when hashed.
            if name == "TUPLE" and integers != TUPLE_LENGTH:
                raise RefusedPickle(f"byte {position}: a tuple that is not of {TUPLE_LENGTH} small integers")
            if name == "MARK":
                integers = 0
            elif name == "BININT1" and integers is not None:
                integers += 1
            elif name != "FRAME":
                integers = None
    except ValueError as error:
        raise RefusedPickle(f"is no pickle, or a truncated one: {error}") from error


class _RecordUnpickler(pickle.Unpickler):
    def __init__(self, data: bytes, classes: dict[tuple[str, str], type]):
        super().__init__(io.BytesIO(data))
        self._classes = classes

    def find_class(self, module, name):
        try:
            return self._classes[module, name]
        except KeyError:
            raise RefusedPickle(f"the class {module}.{name} is not one of the records") from None

    def persistent_load(self, identifier):
        raise RefusedPickle("refers to an object outside itself")
