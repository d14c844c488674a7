"""NAS-Bench-201's training records, as NATS-Bench and the older `.pth` files hold them, turned into columns of a table.

A record of a cell after so many epochs ("ArchResults") has, for each data set and seed, a trial ("ResultsCount"):
`train_acc1es`, `train_losses` and `train_times` by epoch from 0, `eval_acc1es` and `eval_losses` by "split@epoch",
`flop` and `params` in millions, `latency` in seconds, `epochs`. As the benchmark's own interface does, the last epoch
is taken and averaged over the seeds.
"""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Values = dict[str, dict[int, float]]
"""Accuracies, losses and times: (path of the column) -> {seed: value}."""
Costs = dict[str, float]
"""Costs of a cell: (path of the column) -> value."""
_Kind = TypeVar("_Kind")
_Key = TypeVar("_Key")

DATASETS = {
    "cifar10": "cifar10",
    "cifar10-valid": "cifar10-valid",
    "cifar100": "cifar100",
    "ImageNet16-120": "imagenet16-120",
}
"""The benchmark's names of the data sets, and the table's."""
SPLITS = {
    "cifar10": {"test": "ori-test"},
    "cifar10-valid": {"validation": "x-valid", "test": "ori-test"},
    "cifar100": {"validation": "x-valid", "test": "x-test", "test-full": "ori-test"},
    "ImageNet16-120": {"validation": "x-valid", "test": "x-test", "test-full": "ori-test"},
}
"""The table's splits and the benchmark's. For the last two data sets "ori-test" is validation and test together."""
SECTIONS = {12: "epochs12/", 200: ""}
"""Numbers of epochs that the table has a place for, and the group within the data set."""


class WrongRecord(ValueError):
    """A record does not have the documented form."""


def column_name(split: str, quantity: str) -> str:
    """`test_accuracy`, `validation_loss`, `test_accuracy_full`."""
    return f"test_{quantity}_full" if split == "test-full" else f"{split}_{quantity}"


def read_trials(record: Any) -> tuple[Values, Costs]:
    """The values of one record of a cell.

    The first dictionary has the accuracies and losses, (path, column) -> {seed: value}; the second the costs,
    path -> value. Raises `WrongRecord`.
    """
    values: Values = {}
    costs: dict[str, list[float]] = {}
    for (dataset, seed), trial in _field(record, "all_results", dict).items():
        if dataset not in DATASETS:
            raise WrongRecord(f"a trial on {dataset!r:.40}; the data sets are {', '.join(DATASETS)}")
        if type(seed) is not int:
            raise WrongRecord(f"a seed {seed!r:.40}")
        name = DATASETS[dataset]
        section = SECTIONS.get(_field(trial, "epochs", int))
        if section is None:
            raise WrongRecord(f"trained for {trial['epochs']} epochs; the table has 12 and 200")
        for column, value in _read_trial(trial, dataset).items():
            values.setdefault(f"/datasets/{name}/{section}{column}", {})[seed] = value
        for column, value in _read_costs(trial).items():
            costs.setdefault(f"/costs/{name}/{column}", []).append(value)
    return values, {path: float(np.mean(found)) for path, found in costs.items()}


def _read_trial(trial: Any, dataset: str) -> dict[str, float]:
    last = trial["epochs"] - 1
    found = {}
    for quantity, training, evaluation in (
        ("accuracy", "train_acc1es", "eval_acc1es"),
        ("loss", "train_losses", "eval_losses"),
    ):
        places: dict[str, tuple[str, Any]] = {"train": (training, last)}
        places |= {split: (evaluation, f"{name}@{last}") for split, name in SPLITS[dataset].items()}
        for split, (field, key) in places.items():
            by_epoch = trial.get(field)
            if not isinstance(by_epoch, dict) or by_epoch.get(key) is None:
                continue
            found[column_name(split, quantity)] = _number(by_epoch[key], f"{field}[{key!r}]", quantity)
    times = trial.get("train_times")
    # A sum over some of the epochs would be no training's time.
    if isinstance(times, dict) and all(times.get(epoch) is not None for epoch in range(trial["epochs"])):
        found["train_time"] = sum(_number(times[epoch], "train_times") for epoch in range(trial["epochs"]))
    return found


def _read_costs(trial: Any) -> dict[str, float]:
    costs = {}
    # Published in millions with six decimals: whole numbers, but for the rounding of decimal fractions.
    for column, field in (("flops", "flop"), ("parameters", "params")):
        if trial.get(field) is not None:
            costs[column] = float(round(_number(trial[field], field) * 1e6))
    latency = trial.get("latency")
    if isinstance(latency, list) and latency:
        mean = sum(_number(value, "latency") for value in latency) / len(latency)
        if mean > 0:
            costs["latency"] = mean
    return costs


def _field(record: Any, name: str, kind: type[_Kind]) -> _Kind:
    value = record.get(name) if isinstance(record, dict) else None
    if not isinstance(value, kind):
        raise WrongRecord(f"has no {name}")
    return value


def _number(value: Any, field: str, quantity: str = "") -> float:
    if type(value) not in (int, float) or (quantity == "accuracy" and not -1e-9 <= value <= 100 + 1e-9):
        raise WrongRecord(
            f"{field} is {value!r:.40}, not a number" + (" from 0 to 100" if quantity == "accuracy" else "")
        )
    return float(min(max(value, 0.0), 100.0)) if quantity == "accuracy" else float(value)


class Columns:
    """The columns of a table, filled cell by cell."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self._values: dict[tuple[str, int], NDArray[np.float64]] = {}
        self._costs: dict[str, NDArray[np.float64]] = {}
        self.known = np.zeros(cells, dtype=bool)

    def add(self, index: int, values: Values, costs: Costs) -> None:
        """Takes what `read_trials` found for a cell; costs that are known already stay."""
        self.known[index] = True
        for path, by_seed in values.items():
            for seed, value in by_seed.items():
                self._column(self._values, (path, seed))[index] = value
        for path, value in costs.items():
            column = self._column(self._costs, path)
            if math.isnan(column[index]):
                column[index] = value

    def _column(self, columns: dict[_Key, NDArray[np.float64]], key: _Key) -> NDArray[np.float64]:
        if key not in columns:
            columns[key] = np.full(self.cells, np.nan)
        return columns[key]

    def tables(self) -> tuple[dict[str, NDArray[np.float64]], dict[str, list[int]]]:
        """The table's columns by path, and the seeds of those whose rows hold one value a seed."""
        columns = dict(self._costs)
        seeds: dict[str, list[int]] = {}
        for path in sorted({path for path, _ in self._values}):
            seeds_here = sorted(seed for other, seed in self._values if other == path)
            by_seed = np.stack([self._values[path, seed] for seed in seeds_here], axis=1)
            columns[path] = _mean(by_seed)
            columns[f"{path}_by_seed"] = by_seed
            seeds[f"{path}_by_seed"] = seeds_here
        return columns, seeds

    def notes(self) -> list[str]:
        """What was found, for a reader."""
        notes = [f"{int(self.known.sum())} of {self.cells} cells have a record; the others are NaN"]
        for epochs, section in SECTIONS.items():
            found = []
            for name in DATASETS.values():
                prefix = f"/datasets/{name}/{section}"
                seeds = sorted(
                    {seed for path, seed in self._values if path.startswith(prefix) and "/" not in path[len(prefix) :]}
                )
                if seeds:
                    found.append(f"{name} (seeds {', '.join(map(str, seeds))})")
            notes.append(f"{epochs} epochs: {', '.join(found) or 'nothing'}")
        return notes


def _mean(by_seed: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over the known seeds of each cell; NaN where none is known."""
    known = ~np.isnan(by_seed)
    total = np.where(known, by_seed, 0).sum(axis=1)
    count = known.sum(axis=1)
    mean: NDArray[np.float64] = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
    return mean
