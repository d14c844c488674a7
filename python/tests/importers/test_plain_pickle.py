import collections
import os
import pickle
import struct

import numpy as np
import pytest

from tenas.importers import numpy_pickle
from tenas.importers.errors import RefusedPickle
from tenas.importers.plain_pickle import INLINE, Span, load

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


def read(data):
    return load(data, numpy_pickle.GLOBALS)


class Calls:
    """Unpickles by calling a function."""

    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


class Other:
    pass


VALUES = [
    None, True, False, 0, 1, 255, 256, 65535, 65536, -1, 2**31 - 1, -(2**31), 2**40, -(2**70), 2**1000, 0.0, -1.5,
    float("inf"), "", "text", "größer", "x" * 300, b"", b"bytes", [], [1], [1, 2, "x"], list(range(3000)), (), (1,),
    (1, 2), (1, 2, 3), (1, 2, 3, 4), {}, {"a": 1}, {i: str(i) for i in range(2500)}, {("a", 1): {}}, {1, 2, 3}, set(),
    [[1, [2, [3]]]], {"a": {"b": [{"c": (1, ("x", 2))}]}}, np.float64(0.1), np.float32(0.5), np.int64(-7),
    np.uint8(200), np.bool_(True), collections.OrderedDict([("b", 1), ("a", [2])]),
]  # fmt: skip


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_plain_data_is_read_as_python_reads_it(value, protocol):
    result = read(pickle.dumps(value, protocol=protocol))
    assert result == value
    assert type(result) in (int, float, str, bytes, bool, list, tuple, dict, set, type(None))


def test_shared_objects_are_shared():
    inner = [1]
    result = read(pickle.dumps([inner, inner, {"k": inner}], protocol=4))
    assert result[0] is result[1] is result[2]["k"]


@pytest.mark.parametrize("protocol", [3, 4, 5])
@pytest.mark.parametrize("kind", ["u1", "<i8", ">f4"])
def test_arrays(protocol, kind):
    array = np.arange(24).reshape(2, 12).astype(kind)
    result = read(pickle.dumps(array, protocol=protocol))
    assert result.shape == (2, 12) and result.dtype.code == array.dtype.str[1:]
    assert bytes(result.data) == array.tobytes()


def test_long_bytes_stay_in_the_file():
    data = pickle.dumps({"data": b"x" * (INLINE + 1)}, protocol=4)
    span = read(data)["data"]
    assert isinstance(span, Span) and data[span.offset : span.offset + span.length] == b"x" * (INLINE + 1)


def test_arrays_that_are_not_in_row_major_order_are_refused():
    with pytest.raises(RefusedPickle, match="row-major"):
        read(pickle.dumps(np.asfortranarray(np.zeros((3, 4), np.uint8)), protocol=4))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_command_is_not_run(protocol, tmp_path):
    trace = tmp_path / "was-run"
    with pytest.raises(RefusedPickle):
        read(pickle.dumps({1: Calls(os.system, f"touch {trace}")}, protocol=protocol))
    assert not trace.exists()


@pytest.mark.parametrize(
    "function, argument", [(eval, "1"), (exec, "pass"), (open, "x"), (__import__, "os"), (getattr, {})]
)
def test_no_function_is_reached(function, argument):
    with pytest.raises(RefusedPickle, match="has no place in plain data"):
        read(pickle.dumps(Calls(function, argument), protocol=4))


def test_other_classes_are_refused():
    with pytest.raises(RefusedPickle, match="test_plain_pickle.Other has no place"):
        read(pickle.dumps(Other(), protocol=4))


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x04\x8c\x05numpy\x8c\x0fdtype.__class__\x93.",  # an attribute of a class
        b"\x80\x04\x8c\x05numpy\x8c\x05dtype\x93}\x8c\x04codeK\x01sb.",  # the state of a class
        b"\x80\x04K\x01)R.",  # calls a number
        b"\x80\x04]}K\x01K\x02sR.",  # calls a list
        b"\x80\x02cnumpy\nndarray\n)R.",  # mentioned only
        b"\x80\x04K\x00Q.",  # a reference outside
        b"\x80\x04\x82\x01.",  # an extension code
        b"(S'x'\n.",  # protocol 0
        b"i",
        b"\x80\x04}]K\x01s.",  # a list as a key
        b"\x80\x04}K\x01K\x02K\x03\x87\x85K\x01s.",  # a tuple in a tuple as a key
        b"\x80\x04]]e.",
        b"\x80\x04K\x01K\x02.",
        b"\x80\x04h\x05.",
        b"\x80\x04t.",
        b"\x80\x04(K\x01.",
        b"\x80\x04}(K\x01u.",
        b"\x80\x09.",
        b"\x80\x04\x8c\x02\xff\xff.",
    ],
)
def test_programs_that_are_no_data(data):
    with pytest.raises(RefusedPickle) as refusal:
        read(data)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [b"\x80\x04" + b"]" * 100_000 + b"a" * 99_999 + b"."]
    + [b"\x80\x04" + b"(" * 100_000 + b"t" * 100_000 + b"."]
    + [b"\x80\x04)" + b"\x85" * 100_000 + b"."]
    + [b"\x80\x04}" + b"K\x01}" * 100_000 + b"s" * 100_000 + b"."],
    ids=["lists", "tuples", "single tuples", "dictionaries"],
)
def test_deep_nesting_is_refused(data):
    with pytest.raises(RefusedPickle, match="deeper than plain data"):
        read(data)


def test_nesting_through_the_memo_does_no_harm():
    """Lists put into each other after they were made never lie on the stack together."""
    links = b"".join(b"]r" + struct.pack("<I", n) + b"0" for n in range(100_001))
    links += b"".join(b"j" + struct.pack("<I", n) + b"j" + struct.pack("<I", n + 1) + b"a0" for n in range(100_000))
    assert type(read(b"\x80\x04" + links + b"j\x00\x00\x00\x00.")) is list


@pytest.mark.parametrize("instruction", [b"\x8e", b"\x8d", b"\x96", b"\x95"])
def test_memory_is_not_claimed_by_a_number(instruction):
    with pytest.raises(RefusedPickle, match=f"claims .*{1 << 40} bytes"):
        read(b"\x80\x04" + instruction + struct.pack("<Q", 1 << 40) + b"abc.")


def test_memory_is_not_claimed_by_a_memo_number():
    assert read(b"\x80\x04K\x07r\xff\xff\xff\xff.") == 7


def test_truncation_anywhere():
    content = {"a": [1, 2.5, "x"], ("b", 3): np.float64(1), "c": {"d": None}, "e": np.zeros((2, 3), np.uint8)}
    for protocol in PROTOCOLS:
        data = pickle.dumps(content, protocol=protocol)
        for length in range(len(data)):
            with pytest.raises(RefusedPickle):
                read(data[:length])


def test_truncation_of_a_large_one_at_every_thousandth_byte():
    data = pickle.dumps({f"key {n}": [n, n / 7, {"x": (n, str(n))}] for n in range(5_000)}, protocol=4)
    assert len(data) > 100_000
    for length in range(0, len(data), 1_000):
        with pytest.raises(RefusedPickle):
            read(data[:length])


def test_changed_bytes_give_data_or_a_refusal():
    generator = np.random.default_rng(0)
    original = pickle.dumps({"a": [1, 2.5, "x"], ("b", 3): np.float64(1), "e": np.zeros((2, 3), np.uint8)}, protocol=4)
    for _ in range(5_000):
        data = bytearray(original)
        for position in generator.integers(0, len(data), 3):
            data[position] = generator.integers(0, 256)
        try:
            read(bytes(data))
        except RefusedPickle as refusal:
            assert "\n" not in str(refusal)
