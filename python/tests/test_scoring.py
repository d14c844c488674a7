"""Scoring through the program, its progress, and its interruption."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

import tenas
from tenas import scoring

QUICK = {"metrics": "depth", "progress": False, "threads": 1}


@pytest.mark.parametrize(
    ("cells", "indices"),
    [
        (7, [7]),
        (np.int64(7), [7]),
        (tenas.cell(7), [7]),
        (tenas.cell(7).architecture, [7]),
        (tenas.cell(7).op_indices, [7]),
        ([9, tenas.cell(7).op_indices, tenas.cell(8).architecture, tenas.cell(3)], [3, 7, 8, 9]),
        (range(3), [0, 1, 2]),
        ([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]),
        (pd.Index([12, 11]), [11, 12]),
    ],
)
def test_cells_by_every_name(program, cells, indices):
    assert tenas.score(cells, **QUICK).index.tolist() == indices


def test_populations_and_samples(program):
    assert len(tenas.score("live", **QUICK)) == 9445
    small, large = tenas.score(sample=5, **QUICK), tenas.score(sample=9, **QUICK)
    assert set(small.index) < set(large.index)
    assert tenas.score(sample=5, seed=1, **QUICK).index.tolist() != small.index.tolist()


def test_a_run_that_is_kept_grows(program, tmp_path):
    first = tenas.score([3, 7], output=tmp_path / "run", **QUICK)
    both = tenas.score([3, 7], output=tmp_path / "run", metrics=["depth", "skips"], progress=False)
    assert both["depth"].tolist() == first["depth"].tolist()
    assert "skips" in both
    pd.testing.assert_frame_equal(both, tenas.read_run(tmp_path / "run"))


def test_settings_and_options_reach_the_program(program):
    run = tenas.score(
        3,
        metrics="snip",
        protocol="lite",
        settings={"snip.batch": 8},
        seed=4,
        repeats=2,
        images="gaussian",
        progress=False,
    )
    assert run.attrs["parameters"]["snip"]["batch"] == 8
    assert (run.attrs["seed"], run.attrs["parameters"]["repeats"], run.attrs["protocol"]) == (4, 2, "lite")
    assert run.attrs["images"]["source"] == "gaussian"
    assert run.attrs["finished"]


def test_genotypes(program):
    run = tenas.score(sample=2, space="darts", metrics="parameters", progress=False)
    assert run.attrs["space"] == "darts"
    again = tenas.score(run["architecture"].tolist(), space="darts", metrics="parameters", progress=False)
    assert again["parameters"].tolist() == run["parameters"].tolist()


@pytest.mark.parametrize(
    ("arguments", "says", "status"),
    [
        ({"cells": 99999}, "there is no cell 99999", 65),
        ({"cells": [7, tenas.cell(7).architecture]}, "cell 7 is given twice", 65),
        ({"cells": []}, "no cell to score", 64),
        ({}, "give either cells or sample", 64),
        ({"cells": 7, "sample": 3}, "give either cells or sample", 64),
        ({"sample": 0}, "at least 1", 64),
        ({"cells": 7, "metrics": "bogus"}, "there is no metric 'bogus'", 64),
        ({"cells": 7, "wings": 2}, "Unknown option '--wings'", 64),
        ({"cells": 7, "images": "cifar10:/nowhere"}, "/nowhere", 66),
        ({"cells": 7, "settings": {"snip.wings": 2}, "metrics": "snip"}, "wings", 64),
    ],
)
def test_bad_input(program, arguments, says, status):
    with pytest.raises(tenas.TenasError) as failure:
        tenas.score(**{"metrics": "depth", "progress": False, **arguments})
    assert says in str(failure.value)
    assert "\n" not in str(failure.value)
    assert failure.value.status == status


def test_the_bar_shows_rows(program, monkeypatch, tmp_path):
    bars = []

    class Bar:
        def __init__(self, total, initial, **_):
            self.total, self.n, self.closed = total, initial, False
            bars.append(self)

        def update(self, count):
            self.n += count

        def close(self):
            self.closed = True

    monkeypatch.setattr(scoring, "tqdm", Bar)
    tenas.score([3, 7], repeats=3, batch=4, output=tmp_path / "run", threads=1)
    assert [(bar.n, bar.total, bar.closed) for bar in bars] == [(6, 6, True)]


INTERRUPTED = """
import sys, tenas
try:
    tenas.score(sample=2000, output=sys.argv[1], threads=1)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_stops_the_program_and_leaves_a_run_that_resumes(program, tmp_path):
    run = tmp_path / "run"
    environment = {**os.environ, "TENAS": program, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", INTERRUPTED, str(run)]
    # A session of its own, so that the signal can go to the whole group, as a terminal's does.
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not (run / "scores.csv").exists() or len((run / "scores.csv").read_text().splitlines()) < 3:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (out, process.returncode) == ("interrupted\n", 0), errors
    # The program has ended, and what it had done is whole.
    assert not (run / "run.lock").exists()
    partial = tenas.read_run(run)
    assert not partial.attrs["finished"]
    assert 0 < len(partial) < 2000
    state = tenas.program.run(["status", str(run), "--json"]).text
    assert '"state" : "running"' not in state


def test_an_interrupted_temporary_run_leaves_nothing(program, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tenas.scoring.tempfile, "tempdir", None)
    monkeypatch.setattr(scoring._Bar, "update", interrupt)
    with pytest.raises(KeyboardInterrupt):
        tenas.score(sample=2000, threads=1)
    assert list(tmp_path.iterdir()) == []
