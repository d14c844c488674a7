"""Writes a small run and its correlations by SciPy beside this file; the Swift tests compare theirs.

Usage: python3 make_fixture.py        (needs numpy and scipy)

scores.csv    a made-up run of 80 cells and 2 repeats, rows in random order: ties, cells with infinite kappa in one repeat
              or in both.
expected.json accuracies by data set and index (null where unknown), how many cells have infinite kappa, and tau and rho
              for every data set, population, way to treat infinite kappa, and metric.
"""
import json
import pathlib
import random

import numpy
from scipy import stats

FOLDER = pathlib.Path(__file__).parent
OPERATIONS = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
EDGES = [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]


def benchmark_order():
    """All cells as six operation names, in the benchmark's order."""
    cells = [()]
    for _ in EDGES:
        cells = [cell + (operation,) for cell in cells for operation in OPERATIONS]
    random.seed(88)
    random.shuffle(cells)
    return cells


def string(cell):
    return "|{}~0|+|{}~0|{}~1|+|{}~0|{}~1|{}~2|".format(*cell)


def is_live(cell):
    """Whether every operation but none lies on a path from node 0 to node 3."""
    active = [edge for edge, operation in zip(EDGES, cell) if operation != "none"]
    reached, reaching = {0}, {3}
    for _ in range(4):
        reached |= {target for target, source in active if source in reached}
        reaching |= {source for target, source in active if target in reaching}
    return all(source in reached and target in reaching for target, source in active)


def make_scores(generator, indices, cells):
    rows = []
    for place, index in enumerate(indices):
        quality = generator.normal()
        weights = sum(9 if o == "nor_conv_3x3" else 1 if o == "nor_conv_1x1" else 0 for o in cells[index])
        for repeat in range(2):
            infinite = place % 9 == 0 or (place % 9 == 1 and repeat == 0)
            kappa = float("inf") if infinite else float(numpy.exp(5 + generator.normal() - quality).round(3))
            if place % 20 == 5:
                kappa = 123456.0  # above what the authors' code prints for a degenerate cell
            regions = int(round(10 + 3 * quality + generator.normal()))
            rows.append((index, string(cells[index]), repeat, kappa, regions, 70000 + 1000 * weights, 10**7 * weights))
    return rows, [rows[i] for i in generator.permutation(len(rows))]


def statistics(score, accuracy):
    return {
        "n": len(score),
        "tau": float(stats.kendalltau(score, accuracy).statistic),
        "rho": float(stats.spearmanr(score, accuracy).statistic),
    }


def expected_rows(dataset, accuracy, rows, cells):
    table = numpy.array([row[3:] for row in rows], float).reshape(-1, 2, 4)
    indices = numpy.array([row[0] for row in rows[::2]])
    truth = numpy.array([numpy.nan if accuracy[str(i)] is None else accuracy[str(i)] for i in indices])
    for population in ("all", "live"):
        for degenerate in ("inf", "authors", "drop"):
            kept = ~numpy.isnan(truth)
            if population == "live":
                kept &= numpy.array([is_live(cells[i]) for i in indices])
            scores = table.copy()
            if degenerate == "authors":
                scores[:, :, 0] = numpy.where(numpy.isinf(scores[:, :, 0]), 1e5, scores[:, :, 0])
            if degenerate == "drop":
                kept &= ~numpy.isinf(scores[:, :, 0]).any(axis=1)
            means = scores.mean(axis=1)[kept]
            combined = stats.rankdata(means[:, 0]) + stats.rankdata(-means[:, 1])
            columns = {
                "kappa": means[:, 0], "regions": means[:, 1], "combined": combined, "parameters": means[:, 2],
                "flops": means[:, 3],
            }
            for metric, column in columns.items():
                case = {"dataset": dataset, "population": population, "degenerate": degenerate, "metric": metric}
                yield case | statistics(column, truth[kept])


def main():
    generator = numpy.random.default_rng(20210211)
    cells = benchmark_order()
    indices = sorted(int(i) for i in generator.choice(len(cells), 80, replace=False))
    rows, shuffled = make_scores(generator, indices, cells)
    lines = ["index,architecture,repeat,kappa,regions,parameters,flops"]
    lines += [",".join(map(str, row[:3])) + f",{row[3]!r},{row[4]},{row[5]},{row[6]}" for row in shuffled]
    (FOLDER / "scores.csv").write_text("\n".join(lines) + "\n")

    means = {row[0]: row[4] for row in rows}
    accuracy = {}
    for dataset, spread in (("cifar10", 2.0), ("cifar100", 5.0)):
        accuracy[dataset] = {str(i): round(min(95.0, 60 + 2 * means[i] + spread * generator.normal()), 1) for i in indices}
    for place in (3, 31, 47):
        accuracy["cifar100"][str(indices[place])] = None
    expected = [row for name in accuracy for row in expected_rows(name, accuracy[name], rows, cells)]
    degenerate = len({row[0] for row in rows if numpy.isinf(row[3])})
    content = {"accuracy": accuracy, "degenerateCells": degenerate, "expected": expected}
    (FOLDER / "expected.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
