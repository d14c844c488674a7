import os
import pickle
import struct

import pytest

from conftest import pickled
from tenas_data.record_pickle import RefusedPickle, load_records


class Record:
    pass


CLASSES = {("analognasbench.data", "Architecture"): Record}


class Calls:
    """Unpickles by calling a function."""

    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_command_is_not_run(protocol, tmp_path):
    trace = tmp_path / "was-run"
    data = pickle.dumps({(0,) * 6: Calls(os.system, f"touch {trace}")}, protocol=protocol)
    with pytest.raises(RefusedPickle):
        load_records(data, CLASSES)
    assert not trace.exists()


@pytest.mark.parametrize("function, argument", [(eval, "1"), (exec, "pass"), (open, "x"), (__import__, "os")])
def test_no_function_is_reached(function, argument):
    with pytest.raises(RefusedPickle):
        load_records(pickled(Calls(function, argument)), CLASSES)


def test_calls_are_refused_whatever_they_call():
    with pytest.raises(RefusedPickle, match="instruction REDUCE"):
        load_records(pickled(Calls(dict)), CLASSES)


def test_other_classes_are_refused(published):
    with pytest.raises(RefusedPickle, match="class analognasbench.data.DriftMeasurement is not"):
        load_records(pickled(published.DriftMeasurement()), CLASSES)


def test_dotted_names_do_not_reach_inside_a_class():
    name = b"Architecture.__init__.__globals__"
    module = b"analognasbench.data"
    data = b"\x80\x04\x8c" + bytes([len(module)]) + module + b"\x8c" + bytes([len(name)]) + name + b"\x93."
    with pytest.raises(RefusedPickle, match="is not one of the records"):
        load_records(data, CLASSES)


def test_classes_named_the_old_way_are_refused():
    with pytest.raises(RefusedPickle, match="instruction GLOBAL"):
        load_records(b"cos\nsystem\n.", CLASSES)


def test_persistent_references_are_refused():
    with pytest.raises(RefusedPickle, match="instruction BINPERSID"):
        load_records(b"\x80\x04K\x00Q.", CLASSES)


def test_memory_is_not_claimed_by_a_number():
    for data in [b"\x80\x04K\x00r\xff\xff\xff\x7f.", b"\x80\x04\x8e" + struct.pack("<Q", 1 << 40) + b"."]:
        with pytest.raises(RefusedPickle):
            load_records(data, CLASSES)


def test_nested_tuples_are_refused():
    nested = ()
    for _ in range(100):
        nested = (nested,)
    with pytest.raises(RefusedPickle):
        load_records(pickled({nested: 1}), CLASSES)
    with pytest.raises(RefusedPickle, match="six|6 small integers"):
        load_records(b"\x80\x04}(" + b"(" * 7 + b"K\x00t" * 7 + b"K\x00u.", CLASSES)


def test_class_objects_cannot_be_altered():
    """BUILD on the class itself, rather than on one of its objects."""
    names = b"\x8c\x13analognasbench.data\x8c\x0cArchitecture\x93"
    with pytest.raises(RefusedPickle, match="damaged"):
        load_records(b"\x80\x04" + names + b"}\x8c\x0c__setstate__K\x01sb.", CLASSES)
    assert not hasattr(Record, "__setstate__")


def test_truncation_anywhere(published):
    data = pickled({(0, 1, 2, 3, 4, 0): published.make((0, 1, 2, 3, 4, 0), 50.0)})
    classes = {("analognasbench.data", name): Record for name in ("Architecture", "DriftMeasurement")}
    assert vars(load_records(data, classes)[0, 1, 2, 3, 4, 0])["baseline_accuracy"] == 50.0
    for length in range(len(data)):
        with pytest.raises(RefusedPickle):
            load_records(data[:length], classes)


def test_text_is_no_pickle():
    with pytest.raises(RefusedPickle):
        load_records(b"index,architecture\n", CLASSES)
