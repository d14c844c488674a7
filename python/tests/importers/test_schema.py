"""`data/SCHEMA.md`: its examples, run on a made-up table and run, and its version."""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest
from made import ROOT

from tenas.importers import table
from tenas.importers.nas_bench_201 import architectures

SCHEMA = (ROOT / "data/SCHEMA.md").read_text(encoding="utf-8")
EXPECTED = "paper: cell 11 has kappa 4.5 and reaches 71.25%\n"


def example(language: str) -> str:
    (code,) = re.findall(rf"```{language}\n(.*?)```", SCHEMA, re.DOTALL)
    return code


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A table, and a run of three cells, one of which has no path."""
    order = architectures()
    accuracy = np.full(len(order), np.nan)
    accuracy[[0, 11, 284]] = 90.0, 71.25, 60.0
    table.write_table(tmp_path / "table.h5", "made up", order, {"/datasets/cifar10/test_accuracy": accuracy})
    scores = {0: (7.0, 5.0), 11: (4.0, 5.0), 284: (1.0, "inf")}
    lines = ["index,architecture,repeat,kappa,regions,parameters,flops"]
    lines += [f"{i},{order[i]},{r},{kappa},9,,\n".strip() for i, pair in scores.items() for r, kappa in enumerate(pair)]
    (tmp_path / "run").mkdir()
    (tmp_path / "run/scores.csv").write_text("\n".join(lines) + "\n")
    manifest = {"determines": {"protocol": "paper", "metrics": ["kappa", "regions"]}, "record": {"schema": 1}}
    (tmp_path / "run/run.json").write_text(json.dumps(manifest))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_version():
    assert f"| accuracy table | {table.VERSION} |" in SCHEMA
    assert f"`{table.FORMAT}`" in SCHEMA


def test_python(place, capsys):
    exec(compile(example("python"), "SCHEMA.md", "exec"), {})
    assert capsys.readouterr().out == EXPECTED


def has_r() -> bool:
    if not shutil.which("Rscript"):
        return False
    check = 'quit(status = !all(sapply(c("hdf5r", "jsonlite"), requireNamespace, quietly = TRUE)))'
    return subprocess.run(["Rscript", "-e", check], capture_output=True).returncode == 0


@pytest.mark.skipif(not has_r(), reason="there is no R with hdf5r and jsonlite")
def test_r(place):
    run = subprocess.run(["Rscript", "-e", example("r")], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout == EXPECTED
