"""Times the families of literature.py: python time_metrics.py [--cells N] [--threads N] [--families forward,gradient]

Prints a JSON line for each family: seconds a cell (mean and median over the cells, one cell at a time on all threads), and what
they were measured with. Float32, except where a family says otherwise. The network is the full one of NAS-Bench-201 (C = 16,
N = 5, B = 64, 32x32); options make it lighter. The cells are those that `tenas bench` times. A family is run once untimed, on a
cell with every operation. Drawing weights and inputs is not timed.

Two settings favour PyTorch: channels_last memory, and a C library that keeps freed memory instead of faulting it in again.
"""

import argparse
import ctypes
import json
import os
import statistics
import sys
import time

import torch

import literature
import te_nas
from timed_cells import CELLS

WARM_UP_CELL = "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|"
DEFAULT_FAMILIES = ["forward", "gradient", "image", "synflow", "hessian", "signs", "vkdnw"]
LAYOUTS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}


def keep_freed_memory():
    """Tells glibc not to return freed memory to the system; elsewhere nothing happens."""
    if sys.platform == "linux":
        trim_threshold, mmap_threshold = -1, -3
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            libc.mallopt(trim_threshold, 2**31 - 1)
            libc.mallopt(mmap_threshold, 2**25)


def boundary_shapes(arguments):
    """The shapes of the maps after every cell and reduction block, the last first."""
    shapes = []
    for stage in (2, 1, 0):
        shape = (arguments.batch, arguments.channels << stage, arguments.size >> stage, arguments.size >> stage)
        shapes += [shape] * (arguments.cells_per_stage + (stage > 0))
    return shapes


def draw_inputs(arguments, generator):
    """Noise and images, both normal, random labels and signs."""
    layout = LAYOUTS[arguments.layout]
    draw = lambda *shape: torch.randn(*shape, generator=generator).contiguous(memory_format=layout)
    shape = (arguments.batch, 3, arguments.size, arguments.size)
    labels = torch.randint(arguments.classes, (2, arguments.batch), generator=generator)
    signs = [draw(*shape).sign() for shape in boundary_shapes(arguments)]
    return literature.Inputs((draw(*shape), draw(*shape)), tuple(labels), (draw(*shape), draw(*shape)), signs)


def draw_network(architecture, arguments, generator):
    options = {name: getattr(arguments, name) for name in ("channels", "cells_per_stage", "classes")}
    network = te_nas.cell_network(architecture, **options)
    te_nas.initialise(network, generator, "fan_in")
    return network.to(memory_format=LAYOUTS[arguments.layout])


def seconds(family, network, inputs, rounds):
    """Wall time of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        family(network, inputs)
        times.append(time.perf_counter() - start)
    return min(times)


def measure(name, cells, arguments):
    """One line of the output."""
    generator = torch.Generator().manual_seed(24)
    inputs = draw_inputs(arguments, generator)
    family = literature.FAMILIES[name]
    family(draw_network(WARM_UP_CELL, arguments, generator), inputs)
    times = {
        index: seconds(family, draw_network(architecture, arguments, generator), inputs, arguments.rounds)
        for index, architecture in cells.items()
    }
    line = {
        "family": name, "mean": statistics.mean(times.values()), "median": statistics.median(times.values()),
        "cells": len(times), "threads": torch.get_num_threads(), "rounds": arguments.rounds, "torch": torch.__version__,
        "channels": arguments.channels, "cells_per_stage": arguments.cells_per_stage, "classes": arguments.classes,
        "batch": arguments.batch, "size": arguments.size, "layout": arguments.layout,
    }  # fmt: skip
    return line | ({"seconds": times} if arguments.each else {})


def positive(text):
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is expected, not '{text}'")
    return number


def families(text):
    names = text.split(",")
    for name in names:
        if name not in literature.FAMILIES:
            raise argparse.ArgumentTypeError(f"no family '{name}'; there are {', '.join(literature.FAMILIES)}")
    return names


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=positive, metavar="N", help="only the first N of the fixed set (all 24)")
    parser.add_argument("--indices", help="these cells instead, by index in the benchmark's order, separated by commas")
    parser.add_argument("--families", type=families, default=DEFAULT_FAMILIES, help=f"({','.join(DEFAULT_FAMILIES)})")
    parser.add_argument("--threads", type=positive, default=os.cpu_count(), help="threads of PyTorch (all cores)")
    parser.add_argument("--rounds", type=positive, default=1, help="how often a cell is timed; the fastest counts (1)")
    parser.add_argument("--channels", type=positive, default=16, help="C (16)")
    parser.add_argument("--cells-per-stage", type=positive, default=5, help="N (5)")
    parser.add_argument("--classes", type=positive, default=10, help="logits (10)")
    parser.add_argument("--batch", type=positive, default=64, help="B (64)")
    parser.add_argument("--size", type=positive, default=32, help="rows and columns of an image, a multiple of 4 (32)")
    parser.add_argument("--layout", choices=LAYOUTS, default="channels_last", help="memory layout (channels_last)")
    parser.add_argument("--each", action="store_true", help="also print the seconds of every cell, by index")
    arguments = parser.parse_args()
    if arguments.size % 4:
        parser.error(f"argument --size: a multiple of 4 is expected, not {arguments.size}")
    return parser, arguments


def chosen_cells(parser, arguments):
    """The cells to time, {index: architecture}."""
    order = te_nas.benchmark_order()
    indices = CELLS
    if arguments.indices:
        indices = [int(part) if part.isdecimal() else -1 for part in arguments.indices.split(",")]
        if not all(0 <= index < len(order) for index in indices):
            parser.error(f"argument --indices: indices from 0 to {len(order) - 1} are expected, not '{arguments.indices}'")
    return {index: order[index] for index in indices[: arguments.cells]}


def main():
    parser, arguments = parse_arguments()
    cells = chosen_cells(parser, arguments)
    keep_freed_memory()
    torch.set_num_threads(arguments.threads)
    for name in arguments.families:
        print(json.dumps(measure(name, cells, arguments)), flush=True)


if __name__ == "__main__":
    main()
