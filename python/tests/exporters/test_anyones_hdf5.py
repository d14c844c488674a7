"""Accuracies out of HDF5 as people write it: by h5py, NumPy's structured arrays, PyTables and pandas."""

import subprocess

import h5py
import numpy as np
import pandas as pd
import pytest
from built import TENAS, needs_tenas, tenas

pytestmark = needs_tenas

CELLS = [
    "|nor_conv_1x1~0|+|skip_connect~0|avg_pool_3x3~1|+|nor_conv_3x3~0|none~1|skip_connect~2|",
    "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
]
TUPLES = [[3, 0, 2, 4, 1, 0], [1, 1, 1, 1, 1, 1]]
ACCURACIES = [91.25, 10.5]


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The columns of a table made from CSV."""
    place = tmp_path_factory.mktemp("expected")
    lines = [f"{cell},{accuracy}" for cell, accuracy in zip(CELLS, ACCURACIES)]
    (place / "a.csv").write_text("\n".join(["ArchitectureString,CIFAR10TestAccuracy200Epochs", *lines]) + "\n")
    tenas("table", "import", "--from", "csv", "a.csv", "--output", "t.h5", directory=place)
    return tenas("table", "verify", "t.h5", directory=place)


def imported(place, key, column):
    options = ["--architecture-column", key, "--map", f"{column}=cifar10/test_accuracy", "--output", "t.h5"]
    tenas("table", "import", "--from", "hdf5", "source.h5", *options, directory=place)
    return tenas("table", "verify", "t.h5", directory=place)


def refusal(place, key, column):
    options = ["--architecture-column", key, "--map", f"{column}=cifar10/test_accuracy", "--output", "t.h5"]
    command = [TENAS, "table", "import", "--from", "hdf5", "source.h5", *options]
    result = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert result.returncode == 65 and len(result.stderr.splitlines()) == 1, result.stderr
    return result.stderr


@pytest.mark.parametrize("text", [h5py.string_dtype(), "S120", h5py.string_dtype("utf-8", 120)])
@pytest.mark.parametrize("number", ["<f8", ">f8", "<f4", ">f4"])
@pytest.mark.parametrize("filters", [{}, {"compression": "gzip", "shuffle": True}, {"fletcher32": True}])
def test_datasets(tmp_path, expected, text, number, filters):
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file.create_dataset("runs/arch", data=[cell.encode() for cell in CELLS], dtype=text)
        file.create_dataset("runs/acc", data=np.array(ACCURACIES, number), **filters)
    assert imported(tmp_path, "runs/arch", "/runs/acc") == expected
    assert imported(tmp_path, "arch", "acc") == expected


@pytest.mark.parametrize("number", ["<f2", "<f8", ">f8"])
def test_structured_arrays(tmp_path, expected, number):
    records = np.array(list(zip(CELLS, [True, False], ACCURACIES)), [("arch", "S100"), ("done", "?"), ("acc", number)])
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["a/b/records"] = np.array(records)
    assert imported(tmp_path, "a/b/records/arch", "acc") == expected


def test_structured_arrays_with_texts_of_any_length(tmp_path, expected):
    kind = np.dtype([("arch", h5py.string_dtype()), ("acc", "f4")])
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["records"] = np.array(list(zip(CELLS, ACCURACIES)), kind)
    assert imported(tmp_path, "arch", "acc") == expected


@pytest.mark.parametrize("integers", ["u1", "<i2", ">i4", "<i8", "<u8"])
def test_indices_and_tuples(tmp_path, integers):
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["net"] = np.array(TUPLES, integers)
        file["acc"] = np.array([91, 10], integers)
    by_tuple = imported(tmp_path, "net", "acc")
    indices = [tenas("cell", cell, directory=tmp_path).split()[1] for cell in CELLS]
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["index"] = np.array([int(index) for index in indices], ">i8")
        file["acc"] = np.array([91, 10], integers)
    assert imported(tmp_path, "index", "acc") == by_tuple


def test_pandas(tmp_path, expected):
    pytest.importorskip("tables")
    frame = pd.DataFrame({"arch": CELLS, "acc": ACCURACIES, "epochs": [200, 200]})
    frame.to_hdf(tmp_path / "source.h5", key="df", format="table", data_columns=True, complib="zlib", complevel=5)
    assert imported(tmp_path, "arch", "df/table/acc") == expected
    for form in ({"format": "table"}, {"format": "fixed"}):
        (tmp_path / "source.h5").unlink()
        frame.to_hdf(tmp_path / "source.h5", key="df", **form)
        assert "data_columns=True" in refusal(tmp_path, "arch", "acc")


def test_tables(tmp_path, expected):
    tables = pytest.importorskip("tables")
    with tables.open_file(tmp_path / "source.h5", "w") as file:
        kind = np.dtype([("arch", "S100"), ("acc", "f8")])
        file.create_table("/", "scores", np.array(list(zip(CELLS, ACCURACIES)), kind))
    assert imported(tmp_path, "scores/arch", "scores/acc") == expected


def test_filters_that_are_missing(tmp_path):
    indices, accuracies = np.arange(4000), np.full(4000, 50.0)
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["index"] = indices
        file.create_dataset("acc", data=accuracies, compression="lzf")
    message = refusal(tmp_path, "index", "acc")
    assert "/acc: is compressed with LZF" in message and "h5repack" in message and "HDF5_PLUGIN_PATH" in message
    tables = pytest.importorskip("tables")
    (tmp_path / "source.h5").unlink()
    with tables.open_file(tmp_path / "source.h5", "w") as file:
        rows = np.array(list(zip(indices, accuracies)), np.dtype([("index", "i8"), ("acc", "f8")]))
        file.create_table("/", "scores", rows, filters=tables.Filters(5, "blosc"))
    assert "is compressed with Blosc" in refusal(tmp_path, "index", "acc")


def test_what_is_no_column(tmp_path):
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["arch"] = CELLS
        file["acc"] = ACCURACIES + [1.0]
        file["times"] = np.zeros(2, h5py.opaque_dtype(np.dtype("<M8[s]")))
        file["deep/acc"] = ACCURACIES
    assert "has 3 rows, where /arch has 2" in refusal(tmp_path, "arch", "/acc")
    assert "there is no such column; there are /acc, /arch" in refusal(tmp_path, "arch", "missing")
    assert "where numbers or texts are needed" in refusal(tmp_path, "arch", "times")


def test_a_file_that_another_program_writes_to(tmp_path):
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file["arch"], file["acc"] = CELLS, ACCURACIES
    with h5py.File(tmp_path / "source.h5", "r+"):
        options = ["--architecture-column", "arch", "--map", "acc=cifar10/test_accuracy", "--output", "t.h5"]
        command = [TENAS, "table", "import", "--from", "hdf5", "source.h5", *options]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 74 and "another program has it open for writing" in result.stderr
