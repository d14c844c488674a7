"""Times families of metrics here and in PyTorch, alternated: the same cells, network, batch and number of threads.

    python3 Benchmarks/compare_metrics.py --python .venv-torch/bin/python [--families forward,gradient] [--cells N] [--rounds N]
        [--threads N]

Prints a row a family: milliseconds a cell of each, the median of the rounds' ratios, and their range. Here it is processor time of the
passes and formulas as run.json has it, divided by the threads, which work at a cell each, weights and inputs drawn in it; PyTorch's is
the wall time of the same metrics (Benchmarks/pytorch/literature.py), a cell on all threads, without drawing.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).parent / "pytorch"))
from timed_cells import CELLS  # noqa: E402

FAMILIES = {
    "forward": "nwot,swap,zen,expressivity,progressivity,meco_layers", "gradient": "grad_norm,snip,plain,fisher,zico",
    "image": "jacov,epe_nas", "synflow": "synflow,synflow_bn,logsynflow", "hessian": "grasp", "signs": "trainability",
    "vkdnw": "vkdnw_dim,vkdnw_entropy",
}  # fmt: skip


def here(arguments, family):
    """Milliseconds of processor time a cell of the program."""
    with tempfile.TemporaryDirectory() as directory:
        cells = pathlib.Path(directory, "cells.txt")
        cells.write_text("".join(f"{cell}\n" for cell in CELLS[: arguments.cells]))
        run = f"{directory}/run"
        subprocess.run(
            [arguments.tenas, "score", "--architectures", cells, "--metrics", FAMILIES[family], "--protocol", "full",
             "--repeats", "3", "--threads", str(arguments.threads), "--images", arguments.images, "--output", run],
            check=True, capture_output=True,
        )  # fmt: skip
        times = json.loads(pathlib.Path(run, "run.json").read_text())["record"]["processorTime"]
        names = FAMILIES[family].split(",")
        return 1000 * sum(times[name]["seconds"] / times[name]["rows"] for name in names) / arguments.threads


def there(arguments, family):
    """Milliseconds of wall time a cell of PyTorch."""
    script = pathlib.Path(__file__).parent / "pytorch" / "time_metrics.py"
    command = [arguments.python, script, "--threads", str(arguments.threads), "--cells", str(arguments.cells), "--families", family]
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return 1000 * json.loads(line)["mean"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="python3", help="an interpreter that has PyTorch (python3)")
    parser.add_argument("--tenas", default=".build/release/tenas", help="the program (.build/release/tenas)")
    parser.add_argument("--images", default="natural-noise", help="what --images takes (natural-noise)")
    parser.add_argument("--families", default=",".join(FAMILIES), help="families, separated by commas (all)")
    parser.add_argument("--cells", type=int, default=24, help="the first so many of 24 cells (24)")
    parser.add_argument("--threads", type=int, default=1, help="threads of both sides (1)")
    parser.add_argument("--rounds", type=int, default=1, help="alternations (1)")
    arguments = parser.parse_args()
    families = arguments.families.split(",")
    unknown = [family for family in families if family not in FAMILIES]
    if unknown:
        parser.error(f"there is no family {unknown[0]}; there are {', '.join(FAMILIES)}")
    print(f"{'family':10}{'metrics':56}{'here (ms)':>12}{'PyTorch (ms)':>14}{'ratio':>8}  range", flush=True)
    for family in families:
        pairs = [(here(arguments, family), there(arguments, family)) for _ in range(arguments.rounds)]
        ratios = [torch / own for own, torch in pairs]
        own, torch = (statistics.median(column) for column in zip(*pairs))
        print(
            f"{family:10}{FAMILIES[family]:56}{own:12.1f}{torch:14.1f}{statistics.median(ratios):8.2f}"
            f"  {min(ratios):.2f}-{max(ratios):.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
