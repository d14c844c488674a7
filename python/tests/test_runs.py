"""Reading run directories. Those made by hand need no program."""

import gzip
import io
import json
import math
import pickle
import shutil

import numpy as np
import pandas as pd
import pytest

import tenas
from tenas.exact_csv import read_exact_csv

A, B, C = (tenas.cell(index).architecture for index in (3, 7, 11))


def write(directory, lines, metrics=("kappa", "regions"), record=None, name="scores.csv"):
    """Write a run directory of these rows."""
    directory.mkdir(exist_ok=True)
    settings = {
        "determines": {"metrics": list(metrics), "seed": 5, "parameters": {"repeats": 2}},
        "record": {"schema": 2},
    }
    settings["record"].update(record or {})
    (directory / "run.json").write_text(json.dumps(settings))
    text = "index,architecture,repeat,kappa,regions,parameters,flops\n" + "".join(f"{line}\n" for line in lines)
    if name.endswith(".gz"):
        (directory / name).write_bytes(gzip.compress(text.encode()))
    else:
        (directory / name).write_text(text)
    return directory


def test_repeats_are_averaged_and_what_is_not_finite_stays(tmp_path):
    lines = [f"7,{B},1,inf,3,,", f"3,{A},0,0.1,5,,", f"7,{B},0,2.5,4,,", f"3,{A},1,0.3,nan,,"]
    run = tenas.read_run(write(tmp_path / "run", lines))
    assert run.index.tolist() == [3, 7]
    assert run.index.name == "index"
    assert list(run.columns) == ["architecture", "kappa", "regions"]
    assert run["architecture"].tolist() == [A, B]
    assert run["kappa"].tolist() == [(0.1 + 0.3) / 2, math.inf]
    assert math.isnan(run.loc[3, "regions"])
    assert run.loc[7, "regions"] == 3.5
    assert (run.attrs["seed"], run.attrs["failed"], run.attrs["incomplete"]) == (5, [3], [])


def test_a_row_a_repeat(tmp_path):
    lines = [f"7,{B},1,inf,3,,", f"7,{B},0,2.5,4,,"]
    run = tenas.read_run(write(tmp_path / "run", lines), repeats=True)
    assert run.index.tolist() == [(7, 0), (7, 1)]
    assert run.index.names == ["index", "repeat"]
    assert run["kappa"].tolist() == [2.5, math.inf]


def test_an_unfinished_run(tmp_path):
    # Cell 3 is completed by a later line, cell 11 has half a line, and cell 7 lacks a repeat.
    lines = [f"3,{A},0,1.5,,,", f"3,{A},1,1.5,9,,", f"7,{B},0,2,8,,", f"3,{A},0,1.5,7,,"]
    directory = write(tmp_path / "run", lines)
    with open(directory / "scores.csv", "a") as file:
        file.write(f"11,{C},0,123.4")
    run = tenas.read_run(directory)
    assert run.index.tolist() == [3, 7]
    assert run["regions"].tolist() == [8, 8]
    assert (run.attrs["finished"], run.attrs["incomplete"]) == (False, [7])


def test_a_run_of_no_row_yet(tmp_path):
    run = tenas.read_run(write(tmp_path / "run", []))
    assert run.shape == (0, 3)
    assert tenas.read_run(tmp_path / "run", repeats=True).shape == (0, 3)


def test_counts_are_whole_numbers(tmp_path):
    lines = [f"3,{A},0,1,2,1073466,153272970", f"3,{A},1,1,3,1073466,153272970"]
    for repeats in (False, True):
        run = tenas.read_run(write(tmp_path / "run", lines, ("kappa", "parameters", "flops")), repeats=repeats)
        assert run["flops"].dtype == "int64"
        assert run["parameters"].iloc[0] == 1073466


def test_compressed_scores(tmp_path):
    plain = write(tmp_path / "run", [f"3,{A},0,1,2,,"])
    packed = write(tmp_path / "packed", [f"3,{A},0,1,2,,"], name="scores.csv.gz")
    pd.testing.assert_frame_equal(tenas.read_run(plain), tenas.read_run(packed))


@pytest.mark.parametrize(
    ("damage", "says", "status"),
    [
        (lambda run: (run / "run.json").unlink(), "run.json: no such file", 66),
        (lambda run: (run / "scores.csv").unlink(), "scores.csv: no such file", 66),
        (lambda run: shutil.rmtree(run), "no such file", 66),
        (lambda run: (run / "run.json").write_text("{"), "is not a run's settings", 65),
        (lambda run: (run / "run.json").write_text("[]"), "is not a run's settings", 65),
        (lambda run: write(run, [], record={"schema": 3}), "is of version 3, and this package reads 1 and 2", 65),
        (lambda run: write(run, [f"3,{A},0,fast,2,,"]), "is not a run's scores", 65),
        (lambda run: write(run, [f"3,{A},0,1,2,,,,,,"]), "is not a run's scores", 65),
        (lambda run: write(run, [], metrics=["zen"]), "lacks the column 'zen'", 65),
        (lambda run: (run / "scores.csv").write_text(""), "is not a run's scores", 65),
        (lambda run: (run / "scores.csv").write_bytes(b"\xff\xfe\n"), "is damaged", 65),
    ],
)
def test_damaged_runs_are_refused(tmp_path, damage, says, status):
    run = write(tmp_path / "run", [f"3,{A},0,1,2,,"])
    damage(run)
    with pytest.raises(tenas.TenasError) as failure:
        tenas.read_run(run)
    assert says in str(failure.value)
    assert "\n" not in str(failure.value)
    assert failure.value.status == status


def test_damaged_compression_is_refused(tmp_path):
    run = write(tmp_path / "run", [f"3,{A},0,1,2,,"], name="scores.csv.gz")
    data = (run / "scores.csv.gz").read_bytes()
    for damaged in (data[:-6], b"plain"):
        (run / "scores.csv.gz").write_bytes(damaged)
        with pytest.raises(tenas.TenasError, match="is damaged"):
            tenas.read_run(run)


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(tenas.TenasError("broken", 65)))
    assert (str(error), error.status) == ("broken", 65)


def test_the_means_are_those_of_the_program(place, tmp_path):
    tenas.program.run(["export", "--format", "csv-wide", str(place / "run"), "--output", str(tmp_path / "wide.csv")])
    wide = read_exact_csv(tmp_path / "wide.csv", index_col="index")
    run = tenas.read_run(place / "run")
    assert run["kappa"].tolist() == wide["kappa"].tolist()
    assert run["regions"].tolist() == wide["regions"].tolist()
    assert run["kappa"].max() == math.inf
    assert tenas.rank_sum(run).tolist() == wide["combined"].tolist()


def test_ranks_follow_the_direction_of_the_metric(place):
    run = tenas.read_run(place / "run", ranks=True)
    assert run["kappa_rank"].idxmin() == run["kappa"].idxmin()
    assert run["regions_rank"].idxmin() == run["regions"].idxmax()
    assert run.loc[run["kappa"] == math.inf, "kappa_rank"].tolist() == [len(run)]
    each = tenas.read_run(place / "run", repeats=True, ranks=True)
    assert each.groupby("repeat")["kappa_rank"].min().tolist() == [1, 1]


def test_ranks_of_ties_and_of_what_is_unknown():
    scores = pd.Series([1.0, 1.0, math.nan, math.inf, -math.inf])
    assert tenas.rank(scores, "lower").iloc[[0, 1, 3, 4]].tolist() == [2.5, 2.5, 4, 1]
    assert math.isnan(tenas.rank(scores, "higher")[2])
    with pytest.raises(tenas.TenasError, match="'up'"):
        tenas.rank(scores, "up")


def test_combining_what_is_not_there(place):
    with pytest.raises(tenas.TenasError, match="no scores by zen"):
        tenas.rank_sum(tenas.read_run(place / "run"), ["kappa", "zen"])


def test_numbers_are_read_to_the_last_bit():
    numbers = np.random.default_rng(3).random(20000) * 10.0 ** np.random.default_rng(4).integers(-30, 30, 20000)
    text = "x\n" + "".join(f"{number!r}\n" for number in numbers.tolist())
    assert read_exact_csv(io.StringIO(text))["x"].tolist() == numbers.tolist()
