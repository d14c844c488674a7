"""The predictor, used as NASLib uses one; NASLib is not needed."""

import math

import numpy as np
import pandas as pd
import pytest

import tenas
from tenas.naslib import RunPredictor


class Graph:
    """An architecture as NASLib's NASBench201SearchSpace hands it over: `get_hash` gives a tuple of six numbers."""

    def __init__(self, index):
        self.op_indices = list(tenas.cell(index).op_indices)

    def get_hash(self):
        return tuple(self.op_indices)


def evaluate(predictor, xtrain, ytrain, xtest):
    """The calls that NASLib's predictor evaluator makes, in its order."""
    predictor.set_ss_type("nasbench201")
    predictor.pre_process()
    assert predictor.get_data_reqs()["requires_partial_lc"] is False
    predictor.pre_compute(xtrain, xtest, None)
    predictor.fit(xtrain, ytrain, None)
    predictor.set_hyperparams(None)
    return predictor.query(xtest, [{} for _ in xtest])


def test_scores_come_in_the_order_asked_and_higher_is_better(place):
    run = tenas.read_run(place / "run")
    xtest = [Graph(7), Graph(6111), Graph(0)]
    kappa = evaluate(RunPredictor(place / "run", "kappa"), [Graph(1)], [90.0], xtest)
    assert kappa.tolist() == [-run.loc[7, "kappa"], -run.loc[6111, "kappa"], -run.loc[0, "kappa"]]
    regions = RunPredictor(run, "regions").query(xtest)
    assert regions.tolist() == [run.loc[7, "regions"], run.loc[6111, "regions"], run.loc[0, "regions"]]
    assert regions.dtype == np.float64


def test_the_rank_sum_is_what_it_predicts_by(place):
    run = tenas.read_run(place / "run")
    combined = RunPredictor(run).query(run.index)
    assert combined.tolist() == (-tenas.rank_sum(run)).tolist()


def test_every_name_of_an_architecture(place):
    cell = tenas.cell(6111)
    scores = RunPredictor(place / "run", "kappa").query([6111, cell, cell.architecture, cell.op_indices, Graph(6111)])
    assert len(set(scores.tolist())) == 1


def test_a_cell_without_a_path_comes_last(place):
    empty = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"
    assert RunPredictor(place / "run", "kappa").query([empty]).tolist() == [-math.inf]


def test_what_is_not_there(place):
    predictor = RunPredictor(place / "run")
    with pytest.raises(tenas.TenasError, match="cell 15000 is not in the run"):
        predictor.query([15000])
    with pytest.raises(tenas.TenasError, match="names no cell"):
        predictor.query([object()])
    with pytest.raises(tenas.TenasError, match="no scores by 'zen'"):
        RunPredictor(place / "run", "zen")
    with pytest.raises(tenas.TenasError, match="no scores by regions"):
        RunPredictor(pd.DataFrame({"kappa": [1.0]}, index=[7]))
    with pytest.raises(tenas.TenasError, match="not of darts"):
        predictor.set_ss_type("darts")
    with pytest.raises(tenas.TenasError, match="no such file"):
        RunPredictor(place / "gone")
