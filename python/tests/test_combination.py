"""The best sum of ranked metrics."""

import pandas as pd
import pytest
from small import accuracy

import tenas

GOOD = {"population": "all", "folds": 2, "resamples": 5, "dataset": "cifar10"}


def scores():
    """One metric that knows the accuracies, and one that does not."""
    cells = range(120)
    return pd.DataFrame({"jacov": [accuracy(cell) for cell in cells], "zen": [cell * 31 % 17 for cell in cells]}, cells)


def test_finds_the_metric_that_knows(place, tmp_path):
    found = tenas.combine(scores(), place / "large.h5", terms=2, output=tmp_path / "out", **GOOD)
    assert found.rule == "log jacov"
    held = found.rankings[found.rankings["ranking"] == "held-out"].iloc[0]
    assert (held["n"], held["kendall_tau"]) == (120, 1)
    assert found.terms["terms"].tolist() == [1, 2]
    assert set(found.choices["fold"].astype(str)) == {"0", "1", "all"}
    assert (tmp_path / "out" / "searches.json").exists()


def test_a_metric_that_is_not_there(place):
    with pytest.raises(tenas.TenasError, match="has no metric 'snip'") as caught:
        tenas.combine(scores(), place / "large.h5", metrics=["jacov", "snip"], **GOOD)
    assert caught.value.status == tenas.Exit.USAGE


def test_too_few_cells(place):
    with pytest.raises(tenas.TenasError, match="2 folds need 40"):
        tenas.combine(scores().head(30), place / "large.h5", **GOOD)
