"""A run as a predictor of NASLib, which need not be installed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .cells import Cell, cell
from .errors import Exit, TenasError
from .metric_table import direction
from .ranks import rank_sum
from .runs import StrPath, read_run


class RunPredictor:
    """Predicts the rank of architectures by what a run scored; it has the methods of NASLib's `Predictor`.

    Args:
        run: a run directory, or what `tenas.read_run` or `tenas.score` gave.
        metric: a metric of the run, or `combined`, the sum of the ranks of kappa and regions in the run.

    Raises:
        TenasError: there is no such run, or it has no such metric.

    >>> predictor = tenas.naslib.RunPredictor("run", metric="kappa")
    >>> predictor.query([(2, 2, 0, 2, 2, 3)]).shape
    (1,)
    """

    def __init__(self, run: StrPath | pd.DataFrame, metric: str = "combined") -> None:
        frame = run if isinstance(run, pd.DataFrame) else read_run(run)
        if metric == "combined" and metric not in frame:
            scores = rank_sum(frame)
        elif metric in frame:
            scores = frame[metric]
        else:
            raise TenasError(f"the run has no scores by '{metric}'", Exit.BAD_DATA)
        sign = 1.0 if direction(metric) == "higher" else -1.0
        self.metric: str | None = metric
        self.ss_type: str | None = "nasbench201"
        self.encoding: str | None = None
        self.hyperparams: dict[str, Any] | None = None
        self._scores: dict[int, float] = dict(zip(scores.index.tolist(), (sign * scores).astype(float).tolist()))

    def set_ss_type(self, ss_type: str) -> None:
        """Take note of the search space; a run is of NAS-Bench-201, and any other is refused."""
        if ss_type != "nasbench201":
            raise TenasError(f"a run's cells are of nasbench201, not of {ss_type}", Exit.BAD_DATA)
        self.ss_type = ss_type

    def pre_process(self) -> None:
        """Do nothing: the run is there."""

    def pre_compute(self, xtrain: Any = None, xtest: Any = None, unlabeled: Any = None) -> None:
        """Do nothing: the run is there."""

    def fit(self, xtrain: Any = None, ytrain: Any = None, train_info: Any = None, **_: Any) -> None:
        """Do nothing: the scores need no accuracies."""

    def query(self, xtest: Iterable[Any], info: Any = None, eval_batch_size: Any = None) -> npt.NDArray[np.float64]:
        """Give a score for each architecture, higher better: a metric of which lower is better has its sign turned.

        Args:
            xtest: architectures: NASLib's graphs (anything with `get_hash` or `get_op_indices`), tuples, strings or
                indices.
            info: is not looked at.
            eval_batch_size: is not looked at.

        Returns:
            Scores [len(xtest)]; -inf of a cell whose kappa is infinite.

        Raises:
            TenasError: an architecture is none, or is not in the run.
        """
        return np.array([self._score(architecture) for architecture in xtest], dtype=np.float64)

    def set_hyperparams(self, hyperparams: dict[str, Any] | None) -> None:
        """Keep the hyperparameters, of which none is used."""
        self.hyperparams = hyperparams

    def get_hyperparams(self) -> dict[str, Any] | None:
        """Give the hyperparameters that were set."""
        return self.hyperparams

    def get_data_reqs(self) -> dict[str, Any]:
        """Say that no training data is needed."""
        return {
            "requires_partial_lc": False,
            "metric": None,
            "requires_hyperparameters": False,
            "hyperparams": None,
            "unlabeled": False,
            "unlabeled_factor": 0,
        }

    def requires_partial_training(self, xtest: Any = None) -> bool:
        """Say that no architecture needs training."""
        return False

    def _score(self, architecture: Any) -> float:
        found = _cell(architecture)
        if found.index not in self._scores:
            raise TenasError(f"cell {found.index} is not in the run: {found.architecture}", Exit.BAD_DATA)
        return self._scores[found.index]


def _cell(architecture: Any) -> Cell:
    for method in ("get_hash", "get_op_indices"):
        if hasattr(architecture, method):
            named = getattr(architecture, method)()
            return cell(named if isinstance(named, str) else tuple(named))
    return cell(architecture)
