"""A notebook that `tenas export` writes, run by Jupyter, beside what `tenas correlate` says of the same run."""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys

import nbformat
import pytest
from built import needs_tenas, tenas

import tenas as tenas_package

pytestmark = needs_tenas

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[3] / "notebooks-export"


def execute(place, name):
    """The notebook after Jupyter has run it; nbconvert fails if a cell does."""
    nbformat.validate(nbformat.read(place / name, as_version=4))
    command = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", f"done-{name}", name]
    run = subprocess.run([sys.executable, *command], cwd=place, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return nbformat.read(place / f"done-{name}", as_version=4)


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def pictures(notebook) -> int:
    return sum("image/png" in output.get("data", {}) for output in outputs(notebook))


def test_correlations_are_those_of_tenas(place):
    tenas("export", "--format", "notebook", "run", "--output", "full.ipynb", "--table", "table.h5", directory=place)
    notebook = execute(place, "full.ipynb")
    assert pictures(notebook) == 4
    text = "\n".join(output.get("data", {}).get("text/plain", "") for output in outputs(notebook))
    found = {
        metric: [float(tau) for tau in taus.split()]
        for metric, taus in re.findall(r"^(\w+)((?: +-?\d\.\d+){2})$", text, re.M)
    }
    expected = tenas("correlate", "--scores", "run", "--table", "table.h5", "--resamples", "2", directory=place)
    rows = list(csv.DictReader(io.StringIO(expected)))
    assert len(rows) == 10
    for row in rows:
        column = ["cifar10", "cifar100"].index(row["dataset"])
        assert found[row["metric"]][column] == pytest.approx(float(row["kendall_tau"]), abs=1e-6)


def test_scores_alone(place):
    tenas("export", "--format", "notebook", "run", "--output", "alone.ipynb", directory=place)
    assert pictures(execute(place, "alone.ipynb")) == 2


def test_a_run_without_kappa(place):
    options = ["--batch", "4", "--repeats", "1", "--metrics", "regions"]
    tenas("score", "--architectures", "cells.txt", "--output", "regions", *options, directory=place)
    tenas("export", "--format", "notebook", "regions", "--output", "r.ipynb", "--table", "table.h5", directory=place)
    assert pictures(execute(place, "r.ipynb")) == 2


def test_genotypes(place):
    options = ["--space", "darts", "--sample", "2", "--batch", "4", "--repeats", "1"]
    tenas("score", *options, "--output", "darts", directory=place)
    tenas("export", "--format", "notebook", "darts", "--output", "darts.ipynb", directory=place)
    assert pictures(execute(place, "darts.ipynb")) == 1
    with pytest.raises(subprocess.CalledProcessError) as failure:
        tenas("export", "--format", "notebook", "darts", "--output", "d.ipynb", "--table", "table.h5", directory=place)
    assert failure.value.returncode == 64 and "NAS-Bench-201" in failure.value.stderr


def test_the_same_run_is_the_same_notebook(place):
    texts = []
    for _ in range(2):
        tenas("export", "--format", "notebook", "run", "--output", "same.ipynb", "--table", "table.h5", directory=place)
        texts.append((place / "same.ipynb").read_bytes())
    assert texts[0] == texts[1] and json.loads(texts[0])["nbformat"] == 4


def test_the_notebook_from_install_to_figure_9(place):
    """As it stands, but with fewer cells and a table that needs no network."""
    notebook = nbformat.read(NOTEBOOKS / "figure-9.ipynb", as_version=4)
    for old, new in (("SAMPLE = 300", "SAMPLE = 20"), ("nas-bench-201.h5", "all.h5"), ('output="run"', 'output="own"')):
        assert sum(old in cell.source for cell in notebook.cells) == 1
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)
    rows = [f"{tenas_package.cell(index).architecture},{10 + 7919 * index % 83}" for index in range(15625)]
    (place / "all.csv").write_text("\n".join(["ArchitectureString,CIFAR10TestAccuracy200Epochs", *rows]) + "\n")
    tenas("table", "import", "--from", "csv", "all.csv", "--output", "all.h5", directory=place)
    nbformat.write(notebook, place / "figure-9.ipynb")
    done = execute(place, "figure-9.ipynb")
    assert pictures(done) == 1
    last = [output.get("data", {}).get("text/plain", "") for output in outputs(done)][-1]
    assert [line.split()[1] for line in last.splitlines()[1:]] == ["kappa", "regions", "rank_sum", "mine"]
