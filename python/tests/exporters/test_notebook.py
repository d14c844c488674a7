"""A notebook that `tenas export` writes, run by Jupyter, beside what `tenas correlate` says of the same run."""

import csv
import io
import json
import re
import subprocess
import sys

import nbformat
import pytest
from built import needs_tenas, tenas

pytestmark = needs_tenas


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
