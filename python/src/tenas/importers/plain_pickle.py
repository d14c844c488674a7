"""Reads pickles of plain data without Python's unpickler; every importer reads with it.

A pickle is a program for a stack machine. This is that machine without what could do harm: it builds numbers, strings,
lists, tuples, sets and dictionaries, and for the few classes its caller names it calls the caller's own function.
There is no way from a pickle to a class, a function or an attribute of this process.

A number in the file never claims memory: what is longer than `INLINE` stays in the file as a `Span`. Nothing recurses,
and only flat values are hashed. It runs about four million instructions a second.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable
from typing import Any, Optional, TypeVar, Union

from .errors import RefusedPickle

Data = Union[bytes, mmap.mmap]
"""What pickles are read from."""
Globals = dict[tuple[str, str], Optional[Callable[..., Any]]]
"""The function to call for each (module, name) a pickle may mention; none where it may not call it."""
Handler = Callable[["PickleMachine", int], int]
"""Runs one instruction whose argument begins at the number, and returns where the next begins."""
_Container = TypeVar("_Container")

INLINE = 1 << 16
"""The longest text or bytes, in bytes, that is copied into memory."""
NESTING = 256
"""How many lists, tuples and dictionaries may be begun within each other."""
UNFINISHED = 4_000
"""How many values may wait on a stack when a container begins; pickles collect up to 2,000 for one instruction."""
TUPLE_NESTING = 5
KEPT_PARTS = 2
"""Parts of a stream whose notes are kept for good: names that all parts share are first noted there."""
SCALARS = frozenset([str, int, float, bool, bytes, type(None)])


class Span:
    """Bytes that were left in the file, `length` of them from `offset`."""

    __slots__ = ("offset", "length")

    def __init__(self, offset: int, length: int) -> None:
        self.offset, self.length = offset, length


class Global:
    """A class or function the pickle names; `make` is what this program calls in its place."""

    __slots__ = ("name", "make")

    def __init__(self, name: str, make: Callable[..., Any] | None) -> None:
        self.name, self.make = name, make


class _Generation(dict[int, Any]):
    """The memo of a stream: what the first cells noted is kept, of the others the latest and the one before."""

    def __init__(self, count: int, permanent: dict[int, Any], previous: dict[int, Any]) -> None:
        super().__init__()
        self._before, self._permanent, self._previous = count, permanent, previous

    def __missing__(self, number: int) -> Any:
        earlier = self._permanent if number in self._permanent else self._previous
        return dict.__getitem__(earlier, number)

    def forget(self) -> None:
        """Lets go of the generation before."""
        self._previous = {}

    def __len__(self) -> int:
        """How many values were noted in all; the next is noted under this number."""
        return self._before + super().__len__()


def load(data: Data, globals_: Globals) -> Any:
    """The value of a whole pickle: `data` is bytes or an `mmap`; `globals_` maps (module, name) to a function."""
    return PickleMachine(data, globals_).load()


class PickleMachine:
    """Runs one pickle after another from `data`; `position` is where the next begins."""

    def __init__(
        self,
        data: Data,
        globals_: Globals,
        position: int = 0,
        persistent: Callable[[Any], Any] | None = None,
        watch: Callable[[dict[Any, Any]], bool] | None = None,
    ) -> None:
        """`persistent` is called for references to objects outside the pickle; without it they are refused.

        `watch` is called with each dictionary when items have been put into it, and may empty it. Where it returns true
        a part of a long stream is over, and what the pickle noted for later use in it is forgotten after the next part.
        """
        self.data, self.size, self.position = data, len(data), position
        self.globals = {name: Global(".".join(name), make) for name, make in globals_.items()}
        self.persistent, self.watch = persistent, watch

    def load(self) -> Any:
        """Runs to the end of the pickle that begins at `position`.

        Raises `RefusedPickle` if it is damaged or asks for something else than plain data.
        """
        self._clear()
        self._parts, self._permanent = 0, self.memo
        try:
            return self._run()
        except RefusedPickle:
            raise
        except (IndexError, struct.error) as error:
            if self.position >= self.size - 8:
                raise RefusedPickle(f"is no pickle, or ends too early, after {self.size} bytes") from error
            raise self.refusal(f"is damaged: {error}") from error
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, MemoryError) as error:
            raise self.refusal(f"is damaged: {type(error).__name__} {error!s:.80}") from error
        finally:
            self._clear()

    def _clear(self) -> None:
        self.stack: list[Any] = []
        self.outer: list[list[Any]] = []
        self.memo: dict[int, Any] = {}

    def refusal(self, reason: str) -> RefusedPickle:
        """An error at the instruction being run."""
        printable = "".join(character if character.isprintable() else "?" for character in reason)
        return RefusedPickle(f"byte {self.position}: {printable}")

    def _run(self) -> Any:
        data, memo, cold, double = self.data, self.memo, COLD, struct.Struct(">d").unpack_from
        stack, at = self.stack, self.position
        while True:
            instruction = data[at]
            # The instructions that make up nearly all of a record; the others are in COLD.
            if instruction == 0x47:  # BINFLOAT
                stack.append(double(data, at + 1)[0])
                at += 9
            elif instruction == 0x4B:  # BININT1
                stack.append(data[at + 1])
                at += 2
            elif instruction == 0x94:  # MEMOIZE
                memo[len(memo)] = stack[-1]
                at += 1
            elif instruction == 0x8C:  # SHORT_BINUNICODE
                end = at + 2 + data[at + 1]
                if end > self.size:
                    raise IndexError("text")
                stack.append(str(data[at + 2 : end], "utf-8", "surrogatepass"))
                at = end
            elif instruction == 0x68:  # BINGET
                stack.append(memo[data[at + 1]])
                at += 2
            elif instruction == 0x71:  # BINPUT
                memo[data[at + 1]] = stack[-1]
                at += 2
            elif instruction == 0x72:  # LONG_BINPUT
                memo[int.from_bytes(data[at + 1 : at + 5], "little")] = stack[-1]
                at += 5
            elif instruction == 0x58:  # BINUNICODE
                length = int.from_bytes(data[at + 1 : at + 5], "little")
                end = at + 5 + length
                if end > self.size or length > INLINE:
                    self.position = at
                    raise self.refusal(f"claims a text of {length} bytes")
                stack.append(str(data[at + 5 : end], "utf-8", "surrogatepass"))
                at = end
            elif instruction == 0x2E:  # STOP
                self.position = at + 1
                value = stack.pop()
                if stack or self.outer:
                    raise self.refusal("is damaged: values are left over")
                return value
            else:
                self.position = at
                handler = cold.get(instruction)
                if handler is None:
                    raise self.refusal(f"the pickle instruction {instruction:#04x} is not needed for plain data")
                at = handler(self, at + 1)
                stack, memo = self.stack, self.memo

    # Each of the following runs one instruction whose argument begins at `at`, and returns where the next begins.

    def _integer(self, at: int, width: int, signed: bool = False) -> int:
        if at + width > self.size:
            self.position = self.size
            raise IndexError("integer")
        return int.from_bytes(self.data[at : at + width], "little", signed=signed)

    def _take(self, at: int, length: int) -> bytes | Span:
        """Bytes of the file, or where they are if they are long."""
        if at + length > self.size:
            raise self.refusal(f"claims {length} bytes, where the pickle has {self.size - at} left")
        return Span(at, length) if length > INLINE else bytes(self.data[at : at + length])

    def _check_room(self) -> None:
        if len(self.stack) > UNFINISHED or len(self.outer) > NESTING:
            raise self.refusal("nests deeper than plain data does")

    def _protocol(self, at: int) -> int:
        if not 2 <= self.data[at] <= 5:
            raise self.refusal(f"has pickle protocol {self.data[at]}; 2 to 5 are read")
        return at + 1

    def _frame(self, at: int) -> int:
        length = self._integer(at, 8)
        if at + 8 + length > self.size:
            raise self.refusal(f"claims a frame of {length} bytes, where the pickle has {self.size - at - 8} left")
        return at + 8

    def _mark(self, at: int) -> int:
        self.outer.append(self.stack)
        self._check_room()
        self.stack = []
        return at

    def _pop_mark(self) -> list[Any]:
        items, self.stack = self.stack, self.outer.pop()
        return items

    def _key(self, key: Any) -> Any:
        """A key or set element; a deep one would overflow the stack when hashed."""
        kind = type(key)
        if kind in SCALARS or (kind is tuple and all(type(item) in SCALARS for item in key)):
            return key
        raise self.refusal("a key that is not a number, a text or a tuple of them")

    def _into(self, kind: type[_Container]) -> _Container:
        target = self.stack[-1]
        if type(target) is not kind:
            raise self.refusal(f"is damaged: a {type(target).__name__}, where a {kind.__name__} is needed")
        return target

    def _append(self, at: int) -> int:
        value = self.stack.pop()
        self._into(list).append(value)
        return at

    def _appends(self, at: int) -> int:
        items = self._pop_mark()
        self._into(list).extend(items)
        return at

    def _set_item(self, at: int) -> int:
        value, key = self.stack.pop(), self._key(self.stack.pop())
        target = self._into(dict)
        target[key] = value
        self._filled(target)
        return at

    def _set_items(self, at: int) -> int:
        items = self._pop_mark()
        keys = items[::2]
        if len(items) % 2:
            raise self.refusal("is damaged: a key without a value")
        for key in keys:
            if type(key) not in SCALARS:
                self._key(key)
        target = self._into(dict)
        target.update(zip(keys, items[1::2]))
        self._filled(target)
        return at

    def _filled(self, target: dict[Any, Any]) -> None:
        if self.watch and self.watch(target):
            self._parts += 1
            if self._parts >= KEPT_PARTS:
                previous = self.memo if self.memo is not self._permanent else {}
                self.memo = _Generation(len(self.memo), self._permanent, previous)
                if isinstance(previous, _Generation):
                    previous.forget()

    def _add_items(self, at: int) -> int:
        items = self._pop_mark()
        self._into(set).update(map(self._key, items))
        return at

    def _pop(self, at: int) -> int:
        self.stack.pop()
        return at

    def _named(self, module: Any, name: Any) -> None:
        found = self.globals.get((module, name)) if type(module) is str and type(name) is str else None
        if found is None:
            raise self.refusal(f"the class {module!s:.60}.{name!s:.60} has no place in plain data")
        self.stack.append(found)

    def _global(self, at: int) -> int:
        names = []
        for _ in range(2):
            end = self.data.find(b"\n", at, at + 200)
            if end < 0:
                raise self.refusal("is damaged: a class without a name")
            names.append(str(self.data[at:end], "ascii"))
            at = end + 1
        self._named(*names)
        return at

    def _stack_global(self, at: int) -> int:
        name, module = self.stack.pop(), self.stack.pop()
        self._named(module, name)
        return at

    def _reduce(self, at: int) -> int:
        arguments, function = self.stack.pop(), self.stack.pop()
        if type(function) is not Global or function.make is None or type(arguments) is not tuple:
            raise self.refusal("calls something that is no class of plain data")
        self.stack.append(function.make(*arguments))
        return at

    def _build(self, at: int) -> int:
        state, target = self.stack.pop(), self.stack[-1]
        if not isinstance(target, Stateful):
            raise self.refusal("sets the state of something that has none")
        target.set_state(state)
        return at

    def _persistent(self, at: int) -> int:
        if self.persistent is None:
            raise self.refusal("refers to an object outside itself")
        self.stack.append(self.persistent(self.stack.pop()))
        return at


# Makers of handlers that differ in a number or a value alone.


def _empty(make: Callable[[], Any]) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        machine._check_room()
        machine.stack.append(make())
        return at

    return run


def _constant(value: object) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        machine.stack.append(value)
        return at

    return run


def _number(width: int, signed: bool = False) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        machine.stack.append(machine._integer(at, width, signed))
        return at + width

    return run


def _long(width: int) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        length = machine._integer(at, width)
        if length > 255:
            raise machine.refusal(f"an integer of {length} bytes")
        machine.stack.append(machine._integer(at + width, length, signed=True))
        return at + width + length

    return run


def _bytes(width: int, decode: Callable[[bytes], str] | None = None) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        length = machine._integer(at, width)
        value = machine._take(at + width, length)
        machine.stack.append(decode(value) if decode and type(value) is bytes else value)
        return at + width + length

    return run


def _tuple(count: int | None) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        items = machine._pop_mark() if count is None else [machine.stack.pop() for _ in range(count)][::-1]
        value = tuple(items)
        if _nesting(value) > TUPLE_NESTING:
            raise machine.refusal("nests tuples deeper than plain data does")
        machine.stack.append(value)
        return at

    return run


def _get(width: int) -> Handler:
    def run(machine: PickleMachine, at: int) -> int:
        machine.stack.append(machine.memo[machine._integer(at, width)])
        return at + width

    return run


def _text(value: bytes) -> str:
    return str(value, "utf-8", "surrogatepass")


def _latin(value: bytes) -> str:
    return str(value, "latin-1")


HANDLERS: dict[bytes, Handler] = {
    b"\x80": PickleMachine._protocol,
    b"\x95": PickleMachine._frame,
    b"(": PickleMachine._mark,
    b"]": _empty(list),
    b"}": _empty(dict),
    b"\x8f": _empty(set),
    b")": _constant(()),
    b"N": _constant(None),
    b"\x88": _constant(True),
    b"\x89": _constant(False),
    b"M": _number(2),
    b"J": _number(4, signed=True),
    b"\x8a": _long(1),
    b"\x8b": _long(4),
    b"\x8d": _bytes(8, _text),
    b"U": _bytes(1, _latin),
    b"T": _bytes(4, _latin),
    b"C": _bytes(1),
    b"B": _bytes(4),
    b"\x8e": _bytes(8),
    b"\x96": _bytes(8),
    b"\x85": _tuple(1),
    b"\x86": _tuple(2),
    b"\x87": _tuple(3),
    b"t": _tuple(None),
    b"a": PickleMachine._append,
    b"e": PickleMachine._appends,
    b"s": PickleMachine._set_item,
    b"u": PickleMachine._set_items,
    b"\x90": PickleMachine._add_items,
    b"0": PickleMachine._pop,
    b"j": _get(4),
    b"c": PickleMachine._global,
    b"\x93": PickleMachine._stack_global,
    b"R": PickleMachine._reduce,
    b"\x81": PickleMachine._reduce,
    b"b": PickleMachine._build,
    b"Q": PickleMachine._persistent,
}

COLD = {instruction[0]: handler for instruction, handler in HANDLERS.items()}


class Stateful:
    """An object of plain data to which a pickle gives a state after making it; this one ignores it."""

    def set_state(self, state: Any) -> None:
        """Takes the state; raises ValueError, TypeError or AttributeError if it is not of the right form."""


def _nesting(value: object, limit: int = TUPLE_NESTING + 1) -> int:
    """How deep tuples lie in tuples, counted up to `limit`."""
    if type(value) is not tuple or limit == 0:
        return 0
    return 1 + max((_nesting(item, limit - 1) for item in value if type(item) is tuple), default=0)
