import csv
import io
import os
import pathlib
import pickle
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from made import ROOT, pickled

from tenas.importers import analog_nasbench
from tenas.importers.__main__ import main
from tenas.importers.errors import RefusedPickle
from tenas.importers.nas_bench_201 import architectures
from tenas.importers.plain_pickle import load

WHEEL = ROOT / "data" / "downloads" / "analog_nasbench-0.1.3-py3-none-any.whl"
OFFICIAL = ROOT.parent / "shared" / "data" / "nats-bench-tss-200-epochs.csv"
CELL = (4, 0, 3, 1, 4, 3)
STRING = "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|"


def write_wheel(path: pathlib.Path, data: bytes, member=analog_nasbench.MEMBER) -> pathlib.Path:
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(member, data)
        wheel.writestr("analog_nasbench-9.9.dist-info/METADATA", "Name: analog-nasbench\nVersion: 9.9\n")
    return path


def accuracies(text: str) -> tuple[str, dict[str, float]]:
    """What the line above the table says, and the accuracies by cell."""
    source, table = text.split("\n", 1)
    rows = csv.DictReader(io.StringIO(table))
    return source, {row["ArchitectureString"]: float(row["CIFAR10TestAccuracy200Epochs"]) for row in rows}


def test_table_of_one_record(published, run):
    status, text, _ = run(pickled({CELL: published.make(CELL, 61.5)}))
    source, found = accuracies(text)
    assert status == 0 and found == {STRING: 61.5}
    assert source.startswith("analog-nasbench of unknown version")


def test_wheel_names_its_version(published, tmp_path, capsys):
    wheel = write_wheel(tmp_path / "a.whl", pickled({CELL: published.make(CELL, 61.5)}))
    assert main(["analog-nasbench", str(wheel)]) == 0
    assert capsys.readouterr().out.startswith("analog-nasbench 9.9 ")


def test_only_the_standard_library_is_needed(published, tmp_path):
    """The first table of a new user is made with a Python that has nothing else."""
    wheel = write_wheel(tmp_path / "a.whl", pickled({CELL: published.make(CELL, 61.5)}))
    code = (
        "import runpy, sys; sys.argv[1:] = ['analog-nasbench', sys.argv[1]];"
        " runpy.run_module('tenas.importers', run_name='__main__')"
    )
    environment = {"PYTHONPATH": str(ROOT / "python/src")}
    program = [sys.executable, "-S", "-c", code, str(wheel)]
    assert STRING in subprocess.run(program, env=environment, check=True, capture_output=True, text=True).stdout


def test_a_package_that_is_missing_is_named(tmp_path):
    environment = {"PYTHONPATH": str(ROOT / "python/src")}
    program = [
        sys.executable,
        "-S",
        "-m",
        "tenas.importers",
        "naslib",
        str(tmp_path),
        "--output",
        str(tmp_path / "t.h5"),
    ]
    run = subprocess.run(program, env=environment, capture_output=True, text=True)
    assert run.returncode == 66 and run.stderr.count("\n") == 1
    assert (
        "h5py is not installed in" in run.stderr and "tenas[import]" in run.stderr and "pip install h5py" in run.stderr
    )


@pytest.mark.parametrize(
    "records, reason",
    [
        (lambda make: {}, "does not hold a dictionary of cells"),
        (lambda make: make(CELL, 50.0), "does not hold a dictionary of cells"),
        (lambda make: {(4, 0, 3, 1, 4, 5): make((4, 0, 3, 1, 4, 5), 50.0)}, "is not six operations from 0 to 4"),
        (lambda make: {"cell": make(CELL, 50.0)}, "is not six operations from 0 to 4"),
        (lambda make: {CELL: 50.0}, "is not a record"),
        (lambda make: {CELL: make(CELL, 50.0, architecture=(0,) * 6)}, "its record is of cell (0, 0, 0, 0, 0, 0)"),
        (lambda make: {CELL: make(CELL, 100.5)}, "baseline_accuracy is 100.5"),
        (lambda make: {CELL: make(CELL, float("nan"))}, "baseline_accuracy is nan"),
        (lambda make: {CELL: make(CELL, "high")}, "baseline_accuracy is 'high'"),
    ],
)
def test_records_that_are_wrong(published, run, tmp_path, records, reason):
    status, written, printed = run(pickled(records(published.make)))
    assert status == 65
    assert reason in printed and "data.anb" in printed and printed.count("\n") == 1
    assert written == ""


def test_values_nested_without_end_are_refused_in_a_line(published, run):
    data = pickle.dumps({CELL: published.make(CELL, "hole")}, protocol=3)
    status, _, printed = run(data.replace(b"X\x04\0\0\0hole", b"}" + b"K\x01}" * 1900 + b"s" * 1900))
    assert status == 65 and "deeper than plain data" in printed and printed.count("\n") == 1


@pytest.mark.parametrize("name", ["AnalogNASBench", "float64"])
def test_other_classes_are_refused(published, run, name):
    value = np.float64(1) if name == "float64" else published.AnalogNASBench()
    status, _, printed = run(pickled({CELL: published.make(CELL, value)}))
    assert status == 65 and "has no place in plain data" in printed and printed.count("\n") == 1


@pytest.mark.parametrize("arguments", [b"}b", b")\x81K\x01b", b"K\x01\x85\x81"])
def test_states_and_arguments_that_are_wrong(arguments):
    """A state for the class itself, a state that is a number, a constructor's argument."""
    names = b"\x8c\x13analognasbench.data\x8c\x0cArchitecture\x93"
    with pytest.raises(RefusedPickle, match="^byte "):
        load(b"\x80\x04" + names + arguments + b".", analog_nasbench.GLOBALS)


def test_truncation_anywhere(published):
    data = pickled({CELL: published.make(CELL, 50.0)})
    assert load(data, analog_nasbench.GLOBALS)[CELL].baseline_accuracy == 50.0
    for length in range(len(data)):
        with pytest.raises(RefusedPickle):
            load(data[:length], analog_nasbench.GLOBALS)


def test_malicious_pickle(run, tmp_path):
    trace = tmp_path / "was-run"

    class Command:
        def __reduce__(self):
            return os.system, (f"touch {trace}",)

    status, _, printed = run(pickled({CELL: Command()}))
    assert status == 65 and printed.count("\n") == 1
    assert not trace.exists()


def test_size_is_limited(published, run, tmp_path, monkeypatch):
    monkeypatch.setattr(analog_nasbench, "SIZE_LIMIT", 100)
    data = pickled({CELL: published.make(CELL, 61.5)})
    status, _, printed = run(data)
    assert status == 65 and "larger than" in printed
    wheel = write_wheel(tmp_path / "a.whl", data)
    assert main(["analog-nasbench", str(wheel)]) == 65


def test_other_archives(tmp_path, capsys):
    wheel = write_wheel(tmp_path / "other.whl", b"", member="other/data.py")
    assert main(["analog-nasbench", str(wheel)]) == 65
    assert "it has no analognasbench/data.anb" in capsys.readouterr().err
    whole = write_wheel(tmp_path / "damaged.whl", bytes(1000)).read_bytes()
    wheel.write_bytes(whole.replace(bytes(1000), bytes(999) + b"x"))
    assert main(["analog-nasbench", str(wheel)]) == 65
    assert "damaged wheel" in capsys.readouterr().err


def test_missing_source(tmp_path, capsys):
    assert main(["analog-nasbench", str(tmp_path / "absent")]) == 66
    assert "No such file" in capsys.readouterr().err
    assert main(["analog-nasbench", str(tmp_path)]) == 74


@pytest.mark.parametrize("arguments", [[], ["unknown", "x"], ["nats-bench", "x"]])
def test_usage(arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 64


@pytest.mark.skipif(not WHEEL.exists(), reason="data/downloads has no analog-nasbench wheel")
def test_the_published_wheel(capsys):
    assert main(["analog-nasbench", str(WHEEL)]) == 0
    source, found = accuracies(capsys.readouterr().out)
    assert "0.1.3" in source
    accuracy = np.array([found[architecture] for architecture in architectures()])
    assert accuracy.argmax() == 13714
    if OFFICIAL.exists():
        with OFFICIAL.open(newline="") as file:
            official = np.array([float(row["CIFAR10TestAccuracy200Epochs"]) for row in csv.DictReader(file)])
        assert round(np.corrcoef(ranks(official), ranks(accuracy))[0, 1], 3) == 0.991


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1; equal values share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]
