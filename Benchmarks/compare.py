"""Times kappa_N in plain PyTorch and in `tenas`, in turn, on the same cells: python compare.py

Both sides take turns for several rounds in one run, so that whatever else the machine does hits both; the fastest round
counts, and in its turn a side runs each cell twice, the faster counting, so that neither is timed cold. PyTorch is timed
three ways, each checked against the reference by pytorch/check_reference.py:

    loop         B backward passes, one cell at a time on all threads, as in the TE-NAS authors' code
    vmap         the same with the passes batched by vmap
    processes    the loop in as many processes as threads, one thread and one copy of the cell each

`tenas` keeps as many copies of a cell in flight as threads; times are wall time over copies. Two ratios are printed: the loop
to `tenas`, and the fastest of the three to `tenas`. PyTorch's times leave out drawing the weights and the batch; those of
`tenas` include them.
"""

import argparse
import csv
import functools
import multiprocessing
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks" / "pytorch"))
try:
    import torch

    import te_nas
except ImportError as error:
    sys.exit(f"compare.py: {error} (Python {sys.executable}); install Benchmarks/pytorch/requirements.txt, see Benchmarks/README.md")

WAYS = ["loop", "vmap", "processes", "tenas"]
RATIOS = ["loop / tenas", "fastest / tenas"]
REPEATS = 2


def bench(arguments, batch, rounds, cells=None):
    """`tenas bench --each`: {index: (architecture, milliseconds)}; its own set of cells if none are given."""
    command = [arguments.tenas, "bench", "--each", "--batch", str(batch), "--rounds", str(rounds)]
    command += ["--threads", str(arguments.threads)]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        if cells:
            file.write("".join(f"{index}\n" for index in cells))
            file.flush()
            command += ["--architectures", file.name]
        try:
            result = subprocess.run(command, capture_output=True, text=True)
        except OSError as error:
            sys.exit(f"compare.py: {arguments.tenas}: {error.strerror}; `swift build -c release` makes it, --tenas names another")
    if result.returncode:
        message = (result.stderr.strip().splitlines() or ["no message"])[0]
        sys.exit(f"compare.py: {arguments.tenas} bench ended with status {result.returncode}: {message}")
    rows = csv.DictReader(result.stdout.splitlines())
    return {int(row["index"]): (row["architecture"], float(row["milliseconds"])) for row in rows}


@functools.lru_cache(maxsize=1)
def prepare(architecture, batch):
    """A network as `kappa` initialises it, and a batch; kept for the next call."""
    generator = torch.Generator().manual_seed(24)
    network = te_nas.cell_network(architecture)
    te_nas.initialise(network, generator, "fan_out")
    return network, torch.randn(batch, 3, 32, 32, generator=generator)


def milliseconds(run):
    """Wall time of the fastest of REPEATS calls."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def start_process(barrier):
    """Sets up a process of the third way."""
    global start
    start = barrier
    torch.set_num_threads(1)


def run_in_process(architecture, batch):
    """What each process of the third way does; the barrier gives each one copy."""
    prepared = prepare(architecture, batch)
    start.wait()
    te_nas.kappa(*prepared)


def turn(way, arguments, batch, cells, pool):
    """One side's turn: milliseconds a cell."""
    if way == "tenas":
        return {index: time for index, (_, time) in bench(arguments, batch, REPEATS, cells).items()}
    times = {}
    for index, architecture in cells.items():
        network, images = prepare(architecture, batch)
        if way == "processes":
            copies = [(architecture, batch)] * arguments.threads
            times[index] = milliseconds(lambda: pool.starmap(run_in_process, copies, chunksize=1)) / arguments.threads
        else:
            kernel = te_nas.tangent_kernel if way == "loop" else te_nas.tangent_kernel_vectorised
            times[index] = milliseconds(lambda: te_nas.kappa(network, images, kernel))
    return times


def compare(arguments, batch, cells, pool):
    """The fastest time of each way for each cell: {index: {way: milliseconds}}."""
    best = {index: dict.fromkeys(WAYS, float("inf")) for index in cells}
    for number in range(arguments.rounds):
        for way in WAYS:
            if sys.stderr.isatty():
                print(f"\rB={batch}: round {number + 1} of {arguments.rounds}, {way:<10}", end="\r", file=sys.stderr)
            for index, time in turn(way, arguments, batch, cells, pool).items():
                best[index][way] = min(best[index][way], time)
    return best


def ratios(times):
    """How many times as long as `tenas` the loop takes, and the fastest way of PyTorch."""
    return times["loop"] / times["tenas"], min(times[way] for way in WAYS[:-1]) / times["tenas"]


def line(first, batch, times):
    return f"| {first} | {batch} | " + " | ".join(f"{number:.1f}" for number in (*(times[way] for way in WAYS), *ratios(times))) + " |"


def report(batch, best):
    """Prints Markdown rows, cell by cell and the mean; returns a summary of the ratios."""
    for index, times in best.items():
        print(line(index, batch, times))
    mean = {way: statistics.mean(times[way] for times in best.values()) for way in WAYS}
    print(line("**mean**", batch, mean), flush=True)
    parts = []
    for name, number, each in zip(RATIOS, ratios(mean), zip(*map(ratios, best.values()))):
        parts.append(
            f"{name} {number:.1f} (cells {min(each):.1f} to {max(each):.1f}, geometric mean {statistics.geometric_mean(each):.1f})"
        )
    return f"B={batch}, {len(best)} cells: " + "; ".join(parts)


def write(path, cells, results):
    """All times as CSV."""
    try:
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["index", "architecture", "batch", *(f"{way}_milliseconds" for way in WAYS), *RATIOS])
            for batch, best in results.items():
                for index, times in best.items():
                    numbers = [f"{number:.3f}" for number in (*(times[way] for way in WAYS), *ratios(times))]
                    writer.writerow([index, cells[index], batch, *numbers])
    except OSError as error:
        sys.exit(f"compare.py: {path}: {error.strerror}")


def positive(text):
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is expected, not '{text}'")
    return number


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tenas", default=str(ROOT / ".build/release/tenas"), help="the executable (.build/release/tenas)")
    parser.add_argument("--rounds", type=positive, default=5, help="alternated rounds; the fastest counts (5)")
    parser.add_argument("--batch", default="32,72", help="batch sizes, separated by commas (32,72)")
    parser.add_argument("--cells", type=positive, help="only so many of the fixed set (all)")
    parser.add_argument("--threads", type=positive, default=os.cpu_count(), help="threads of either side (all cores)")
    parser.add_argument("--output", metavar="CSV", help="also write every time to this file")
    arguments = parser.parse_args()
    try:
        arguments.batch = [positive(part) for part in arguments.batch.split(",")]
    except argparse.ArgumentTypeError as error:
        parser.error(f"argument --batch: {error}")
    return arguments


def main():
    arguments = parse_arguments()
    cells = {index: architecture for index, (architecture, _) in bench(arguments, 2, 1).items()}
    cells = dict(list(cells.items())[: arguments.cells])
    torch.set_num_threads(arguments.threads)
    print(
        f"Coupled kappa, C=3, N=1, milliseconds a cell, fastest of {arguments.rounds} alternated rounds, {arguments.threads} threads."
        f"\nPyTorch {torch.__version__}: loop and vmap run one cell on all threads, processes one copy of a cell on each;"
        f"\ntenas keeps {arguments.threads} copies of a cell in flight. fastest: of PyTorch's three.\n"
    )
    print("| " + " | ".join(["cell", "B", *WAYS, *RATIOS]) + " |\n|---" + "|--:" * (1 + len(WAYS) + len(RATIOS)) + "|")
    # Spawned, not forked: a forked copy of PyTorch's thread pool hangs.
    context = multiprocessing.get_context("spawn")
    results, summary = {}, []
    barrier = context.Barrier(arguments.threads)
    with context.Pool(arguments.threads, initializer=start_process, initargs=(barrier,)) as pool:
        for batch in arguments.batch:
            results[batch] = compare(arguments, batch, cells, pool)
            summary.append(report(batch, results[batch]))
    print("\n" + "\n".join(summary))
    if arguments.output:
        write(arguments.output, cells, results)


if __name__ == "__main__":
    main()
