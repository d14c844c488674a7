"""What the tests share: small pickles in the package's shape, and the command line as a function."""

import pathlib
import pickle
import sys
import types

import pytest

from tenas.importers.__main__ import main

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def published(monkeypatch):
    """The package's classes as a module that can be pickled from; `make(cell, accuracy)` makes a record."""
    module = types.ModuleType("analognasbench.data")
    for name in ("Architecture", "DriftMeasurement", "AnalogNASBench"):
        setattr(module, name, type(name, (), {"__module__": module.__name__}))
    monkeypatch.setitem(sys.modules, "analognasbench", types.ModuleType("analognasbench"))
    monkeypatch.setitem(sys.modules, "analognasbench.data", module)

    def make(cell, accuracy, architecture=None):
        record = module.Architecture()
        record.architecture = architecture or cell
        record.baseline_accuracy = accuracy
        record.baseline_drift_60 = module.DriftMeasurement()
        record.baseline_drift_60.value = 10.0
        return record

    module.make = make
    return module


@pytest.fixture
def run(tmp_path, capsys):
    """Imports bytes as `data.anb` into `table.h5`; the exit status and what was printed as an error."""

    def run(data: bytes):
        source = tmp_path / "data.anb"
        source.write_bytes(data)
        status = main(["analog-nasbench", str(source), "--output", str(tmp_path / "table.h5")])
        return status, capsys.readouterr().err

    return run


def pickled(value) -> bytes:
    """As the package's authors pickled."""
    return pickle.dumps(value, protocol=4)
