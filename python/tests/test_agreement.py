"""Correlation and validation of scores from anywhere."""

import math

import numpy as np
import pandas as pd
import pytest
from small import CELLS, accuracy

import tenas

INDICES = [tenas.cell(name).index for name in CELLS]


def tau(frame, **where):
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize(
    "scores",
    [
        {index: accuracy(index) for index in INDICES},
        {tenas.cell(index).architecture: accuracy(index) for index in INDICES},
        {tenas.cell(index).op_indices: accuracy(index) for index in INDICES},
        {tenas.cell(index): np.float32(accuracy(index)) for index in INDICES},
        pd.Series({index: accuracy(index) for index in INDICES}),
        pd.Series({tenas.cell(index).op_indices: accuracy(index) for index in INDICES}),
        pd.DataFrame({"score": [accuracy(index) for index in INDICES]}, index=INDICES),
        pd.DataFrame(
            {
                "architecture": [tenas.cell(index).architecture for index in INDICES],
                "score": [accuracy(index) for index in INDICES],
            }
        ),
    ],
    ids=["index", "string", "tuple", "cell", "series", "multiindex", "frame", "column"],
)
def test_a_metric_of_ones_own_in_one_line(place, scores):
    result = tenas.correlate(scores, place / "table.h5", dataset="cifar10", resamples=20)
    row = tau(result, metric="score")
    assert (row["n"], row["kendall_tau"], row["spearman_rho"]) == (10, 1, 1)
    valid = tenas.validate(scores, place / "table.h5", dataset="cifar10", resamples=20)
    row = tau(valid, cells="all", statistic="kendall_tau")
    assert (row["metric"], row["n"], row["value"]) == ("score", 10, 1)


def test_a_frame_of_a_run_correlates_as_the_run_itself(place):
    run, table = place / "run", place / "table.h5"
    of_run = tenas.correlate(run, table, resamples=50)
    of_frame = tenas.correlate(tenas.read_run(run), table, resamples=50)
    pd.testing.assert_frame_equal(of_run, of_frame)
    assert set(of_run["metric"]) == {"kappa", "regions", "combined", "parameters", "flops"}
    assert set(of_run["dataset"]) == {"cifar10", "cifar100"}
    assert any("kappa is infinite" in note for note in of_frame.attrs["notes"])
    valid = tenas.validate(run, table, resamples=50)
    again = tenas.validate(tenas.read_run(run), table, resamples=50)
    pd.testing.assert_frame_equal(valid, again)


def test_infinities_rank_at_their_end(place):
    scores = {index: accuracy(index) for index in INDICES}
    scores[6111] = math.inf
    assert tenas.correlate(scores, place / "table.h5", dataset="cifar10", resamples=20)["kendall_tau"].tolist() == [1]


def test_directions(place):
    scores = pd.Series({index: -accuracy(index) for index in INDICES}, name="error")
    arguments = {"dataset": "cifar10", "resamples": 20}
    lower = tenas.validate(scores, place / "table.h5", direction={"error": "lower"}, **arguments)
    higher = tenas.validate(scores, place / "table.h5", direction={"error": "higher"}, **arguments)
    assert tau(lower, cells="all", statistic="kendall_tau")["value"] == 1
    assert tau(higher, cells="all", statistic="kendall_tau")["value"] == -1
    unsaid = tenas.validate(scores, place / "table.h5", **arguments)
    assert any("higher is taken for better, as 10 cells are too few" in note for note in unsaid.attrs["notes"])
    many = pd.Series({index: -accuracy(index) for index in range(120)}, name="error")
    detected = tenas.validate(many, place / "large.h5", **arguments)
    assert any(note.startswith("detected") for note in detected.attrs["notes"])


def test_files_that_are_kept(place, tmp_path):
    scores = {index: accuracy(index) for index in INDICES}
    tenas.validate(scores, place / "table.h5", output=tmp_path / "validation", resamples=20)
    assert (tmp_path / "validation" / "validation.csv").exists()
    tenas.correlate(scores, place / "table.h5", output=tmp_path / "c.csv", resamples=20)
    assert (tmp_path / "c.csv").read_text().startswith("dataset,population,metric")


@pytest.mark.parametrize("judge", [tenas.correlate, tenas.validate])
def test_what_is_not_a_number(place, judge):
    scores = {index: accuracy(index) for index in INDICES}
    scores[7] = math.nan
    with pytest.raises(tenas.TenasError, match="cell 7 has the score nan by 'score'"):
        judge(scores, place / "table.h5")
    result = judge(scores, place / "table.h5", dataset="cifar10", resamples=20, drop_unknown=True)
    assert result["n"].iloc[0] == 9


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ({99999: 1.0}, "there is no cell 99999"),
        ({"|x~0|": 1.0}, "no operation 'x'"),
        ({7: 1.0, tenas.cell(7).architecture: 2.0}, "cell 7 has several scores"),
        ({7: "high"}, "cell 7 has the score 'high' by 'score', which is not a number"),
        ({7: None}, "cell 7 has the score nan"),
        ({7: [1.0, 2.0]}, "is not a number"),
        ({7: np.zeros(2)}, "is not a number"),
        ({}, "there is no score"),
        (pd.DataFrame(index=[7]), "there is no score"),
        (pd.Series({7: 1.0}, name="index"), "cannot be called 'index'"),
        ([1.0, 2.0], "not list"),
    ],
)
@pytest.mark.parametrize("judge", [tenas.correlate, tenas.validate])
def test_bad_scores(judge, scores, says):
    with pytest.raises(tenas.TenasError) as failure:
        judge(scores, "table.h5")
    assert says in str(failure.value)


def test_rows_of_repeats_are_refused(place):
    with pytest.raises(tenas.TenasError, match="average its repeats first"):
        tenas.validate(tenas.read_run(place / "run", repeats=True), place / "table.h5")


def test_what_the_program_refuses(place):
    scores = {index: accuracy(index) for index in INDICES}
    with pytest.raises(tenas.TenasError, match="gone.h5"):
        tenas.correlate(scores, place / "gone.h5")
    with pytest.raises(tenas.TenasError, match="population"):
        tenas.correlate(scores, place / "table.h5", population="dead")
    with pytest.raises(tenas.TenasError):
        tenas.validate({7: 1.0}, place / "table.h5")
