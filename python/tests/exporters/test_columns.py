"""What `tenas export` writes, read by those it is written for."""

import csv
import json
import math
import subprocess
from collections import defaultdict
from statistics import fmean, stdev

import h5py
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from built import TENAS, needs_tenas, tenas

from tenas.exporters.__main__ import main

pytestmark = needs_tenas

EMPTY = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"


@pytest.fixture(scope="module")
def expected(place):
    """The means and deviations of the run, from its rows, as a frame."""
    cells = defaultdict(list)
    with open(place / "run/scores.csv") as file:
        for row in csv.DictReader(file):
            cells[int(row["index"]), row["architecture"]].append(row)
    records = []
    for (index, architecture), rows in sorted(cells.items()):
        record = {"index": index, "architecture": architecture, "repeats": len(rows)}
        for metric in ("kappa", "regions", "parameters", "flops"):
            values = [float(row[metric]) for row in rows]
            record[metric] = fmean(values)
            record[f"{metric}_sd"] = stdev(values) if math.isfinite(record[metric]) else math.nan
        records.append(record)
    frame = pd.DataFrame(records)
    frame["combined"] = frame["kappa"].rank() + frame["regions"].rank(ascending=False)
    accuracies = pd.read_csv(place / "a.csv").set_index("ArchitectureString")
    for dataset in ("cifar10", "cifar100"):
        column = accuracies[f"{dataset.upper()}TestAccuracy200Epochs"]
        frame[f"{dataset}_test_accuracy"] = frame["architecture"].map(column).astype("float64")
    return frame


def export(place, form, name, *options):
    tenas("export", "--format", form, "run", "--output", name, "--table", "table.h5", *options, directory=place)
    return place / name


def check(frame, expected):
    assert list(frame.columns) == list(expected.columns)
    names = ("index", "repeats", "parameters", "flops", "kappa")
    assert [frame[name].dtype.kind for name in names] == ["i", "i", "i", "i", "f"]
    assert all(name.isidentifier() for name in frame.columns)
    pd.testing.assert_frame_equal(frame.reset_index(drop=True), expected, check_dtype=False, rtol=1e-12)
    empty = frame[frame["architecture"] == EMPTY]
    assert len(empty) == 1 and np.isposinf(empty["kappa"]).all() and empty["kappa_sd"].isna().all()


def test_wide_csv(place, expected):
    check(pd.read_csv(export(place, "csv-wide", "wide.csv")), expected)


def test_where_it_comes_from(place):
    settings = json.loads((place / "run/run.json").read_text())["determines"]
    frame = pd.read_parquet(export(place, "parquet", "from.parquet"))
    assert frame.attrs["settings"] == settings
    assert frame.attrs["protocol"] == "paper" and frame.attrs["version"] == settings["version"]
    metadata = pyarrow.parquet.read_schema(place / "from.parquet").metadata
    assert json.loads(metadata[b"settings"]) == settings and metadata[b"program"].startswith(b"0.")
    with h5py.File(export(place, "hdf5", "from.h5")) as file:
        attributes = dict(file["scores/table"].attrs)
    assert json.loads(attributes["settings"]) == settings
    assert (attributes["protocol"], attributes["program"]) == ("paper", metadata[b"program"].decode())


def test_scores_without_a_run_have_no_origin(place):
    (place / "alone.csv").write_bytes((place / "run/scores.csv").read_bytes())
    tenas("export", "--format", "parquet", "alone.csv", "--output", "alone.parquet", directory=place)
    assert pd.read_parquet(place / "alone.parquet").attrs == {}


def test_a_long_list_of_cells_stays_out(place, tmp_path):
    run = json.loads((place / "run/run.json").read_text())
    run["determines"]["cells"] = {"indices": list(range(15625))}
    (tmp_path / "run.json").write_text(json.dumps(run))
    source = export(place, "csv-wide", "wide.csv")
    assert main(["hdf5", str(source), str(tmp_path / "o.h5"), "--manifest", str(tmp_path / "run.json")]) == 0
    with h5py.File(tmp_path / "o.h5") as file:
        assert json.loads(file["scores/table"].attrs["settings"])["cells"] == "as listed"
    (tmp_path / "run.json").write_text("[]")
    assert main(["hdf5", str(source), str(tmp_path / "o.h5"), "--manifest", str(tmp_path / "run.json")]) == 65


def test_tidy_csv(place, expected):
    tenas("export", "--format", "csv-tidy", "run", "--output", "tidy.csv", directory=place)
    tidy = pd.read_csv(place / "tidy.csv")
    means = tidy.pivot_table(index="index", columns="metric", values="value", aggfunc=lambda scores: scores.mean())
    for metric in ("kappa", "regions", "flops"):
        np.testing.assert_allclose(means[metric].to_numpy(), expected[metric].to_numpy(), rtol=1e-12)


def test_parquet_with_pandas_and_pyarrow(place, expected):
    path = export(place, "parquet", "run.parquet")
    check(pd.read_parquet(path), expected)
    table = pyarrow.parquet.read_table(path)
    assert [str(table.schema.field(name).type) for name in ("flops", "flops_sd")] == ["int64", "double"]
    assert table["kappa_sd"].null_count == expected["kappa_sd"].isna().sum() > 0
    assert math.inf in table["kappa"].to_pylist()


def test_hdf5_with_h5py(place, expected):
    with h5py.File(export(place, "hdf5", "run.h5")) as file:
        records = file["scores/table"][:]
    assert math.inf in records["kappa"]
    frame = pd.DataFrame(records)
    frame["architecture"] = frame["architecture"].str.decode("utf-8")
    check(frame, expected)


def test_hdf5_with_pandas(place, expected):
    path = export(place, "hdf5", "run.h5")
    check(pd.read_hdf(path), expected)
    check(pd.read_hdf(path, "scores"), expected)


@pytest.mark.parametrize("form", ["csv-wide", "csv-tidy", "parquet", "hdf5"])
def test_tenas_reads_its_exports(place, form):
    options = [] if form == "csv-tidy" else ["--table", "table.h5"]
    tenas("export", "--format", form, "run", "--output", f"back.{form}", *options, directory=place)

    def results(*arguments):
        output = tenas(*arguments, directory=place)
        return [line for line in output.splitlines() if not line.startswith("note: ")]

    for command in (
        ["top", "SCORES", "--by", "kappa"],
        ["correlate", "--scores", "SCORES", "--table", "table.h5", "--resamples", "2"],
    ):
        read = [word.replace("SCORES", f"back.{form}") for word in command]
        assert results(*read) == results(*[word.replace("SCORES", "run/scores.csv") for word in command])


def test_any_parquet_is_read(place):
    frame = pd.DataFrame({"arch": [7, 11, 12], "m": [1.5, math.inf, math.nan]}).set_index("arch")
    frame.to_parquet(place / "indexed.parquet")
    assert "inf" in tenas("cell", "11", "--run", "indexed.parquet", directory=place)
    lists = pd.DataFrame({"net": [[4, 0, 3, 1, 4, 3], [0, 0, 0, 0, 0, 0]], "m": [1.5, 2.5]})
    lists.to_parquet(place / "lists.parquet")
    assert "1.5" in tenas("cell", "(4, 0, 3, 1, 4, 3)", "--run", "lists.parquet", directory=place)


@pytest.mark.parametrize("form", ["parquet", "hdf5"])
def test_the_same_run_is_the_same_file(place, form):
    first = export(place, form, f"same.{form}").read_bytes()
    assert export(place, form, f"same.{form}").read_bytes() == first


def test_genotypes(place):
    options = ["--space", "darts", "--sample", "2", "--batch", "4", "--repeats", "1"]
    tenas("score", *options, "--output", "genotypes", directory=place)
    for form in ("parquet", "hdf5"):
        tenas("export", "--format", form, "genotypes", "--output", f"genotypes.{form}", directory=place)
    frame = pd.read_parquet(place / "genotypes.parquet")
    assert frame["architecture"].str.startswith("Genotype(").all() and frame["kappa_sd"].isna().all()
    pd.testing.assert_frame_equal(pd.read_hdf(place / "genotypes.hdf5"), frame, check_dtype=False)


class NASLib:
    """What NASLib's zerocost branch does with `zc_nasbench201.json`: `get_zc_benchmark_api`, and its optimizers'
    `query_zc_scores`, which knows infinite scores."""

    def __init__(self, path, dataset):
        with open(path) as file:
            self.api = json.load(file)[dataset]

    def score(self, spec: tuple, predictor: str) -> float:
        score = self.api[str(spec)][predictor]["score"]
        return {math.inf: 1e9, -math.inf: -1e9}.get(score, score)


def tuple_of(architecture: str) -> tuple:
    """The cell as NASLib hashes it: its operations' numbers, edges by their source."""
    names = ["skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"]
    operations = [part.split("~")[0] for node in architecture.split("+") for part in node.strip("|").split("|")]
    return tuple(names.index(operations[edge]) for edge in (0, 1, 3, 2, 4, 5))


def test_suite_zero_with_naslib(place, expected):
    path = export(place, "suite-zero", "zc.json", "--dataset", "cifar10,cifar100", "--accuracy", "test_accuracy")
    for dataset in ("cifar10", "cifar100"):
        api = NASLib(path, dataset)
        for row in expected.itertuples():
            spec = tuple_of(row.architecture)
            assert api.score(spec, "kappa") == pytest.approx(min(row.kappa, 1e9))
            assert api.score(spec, "regions") == pytest.approx(row.regions)
            assert api.api[str(spec)]["regions"]["time"] is None
            assert api.api[str(spec)]["val_accuracy"] == getattr(row, f"{dataset}_test_accuracy")


def test_suite_zero_with_graf(place, expected):
    """GRAF's `parse_scores` takes the first cell's keys but `id` and `val_accuracy` for metrics."""
    path = export(place, "suite-zero", "graf.json", "--dataset", "cifar10", "--accuracy", "test_accuracy")
    cells = json.loads(path.read_text())["cifar10"]
    metrics = [key for key in next(iter(cells.values())) if key not in ("id", "val_accuracy")]
    frame = pd.DataFrame({metric: [cell[metric]["score"] for cell in cells.values()] for metric in metrics})
    assert metrics == ["kappa", "regions", "parameters", "flops"]
    np.testing.assert_allclose(frame["kappa"], expected["kappa"], rtol=1e-12)
    assert [cell["val_accuracy"] for cell in cells.values()] == list(expected["cifar10_test_accuracy"])


def test_suite_zero_is_json(place):
    """Without Python's words for what JSON lacks."""

    def refuse(word):
        raise AssertionError(word)

    path = export(place, "suite-zero", "strict.json", "--dataset", "cifar10", "--accuracy", "test_accuracy")
    json.loads(path.read_text(), parse_constant=refuse)


def test_markdown(place):
    expected = tenas("correlate", "--scores", "run", "--table", "table.h5", "--resamples", "9", directory=place)
    lines = export(place, "markdown", "c.md", "--resamples", "9").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    rows = list(csv.DictReader(expected.splitlines()))
    assert len(cells) == 2 + len(rows)
    for cell, row in zip(cells[2:], rows):
        assert cell[:4] == [row["dataset"], row["population"], row["metric"], row["n"]]
        assert float(cell[4].split()[0]) == pytest.approx(float(row["tau"]), abs=6e-4)


def test_a_file_in_the_way_is_kept(place):
    export(place, "parquet", "kept.parquet")
    (place / "kept.parquet").write_text("mine")
    command = [TENAS, "export", "--format", "parquet", "run", "--output", "kept.parquet"]
    run = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert run.returncode == 64 and "--force" in run.stderr and (place / "kept.parquet").read_text() == "mine"
    assert not [path.name for path in place.iterdir() if path.name.startswith(".kept")]


@pytest.mark.parametrize("verb", ["parquet", "hdf5"])
def test_sources_that_are_wrong(tmp_path, capsys, verb):
    assert main([verb, str(tmp_path / "absent.csv"), str(tmp_path / "o")]) == 66
    (tmp_path / "bad.csv").write_text("index,kappa\n0,much\n")
    assert main([verb, str(tmp_path / "bad.csv"), str(tmp_path / "o")]) == 65
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2 and "absent.csv" in errors[0] and "bad.csv" in errors[1] and "much" in errors[1]
    assert main([verb]) == 64
