"""What the tests share: small records in the package's shape, and the command line as a function."""

import sys
import types

import pytest

from tenas.importers.__main__ import main


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
    """Reads bytes as `data.anb`; the exit status, what was written and what was printed as an error."""

    def run(data: bytes):
        source = tmp_path / "data.anb"
        source.write_bytes(data)
        status = main(["analog-nasbench", str(source)])
        return status, *capsys.readouterr()

    return run
