"""What people see: no line is longer than the terminal is wide, whatever the verb."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pandas as pd
import pytest
from small import accuracy, write_table

import tenas

LONG_RULE = "log parameters + 0.5 log flops + 0.25 regions + 2 log kappa + 0.125 rank parameters + penalty flops"
"""A rule that is longer than any of the terminals is wide."""


def in_terminal(program, arguments, directory, width):
    """Runs the program in a terminal, and gives what it wrote, with its status."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(width)}
    process = subprocess.Popen(
        [program, *arguments], cwd=directory, stdin=slave, stdout=slave, stderr=slave, env=environment
    )
    os.close(slave)
    written = b""
    while True:
        try:
            part = os.read(master, 1 << 16)
        except OSError:  # Linux says so when the last writer has closed
            break
        if not part:
            break
        written += part
    os.close(master)
    return written.decode(), process.wait()


def lines(written):
    """The lines that stood there, those that were written over among them."""
    return [line for line in re.split(r"\r\x1b\[K|\r?\n|\r", written)]


def too_long(written, width):
    """Lines beyond the width; a single word, as an architecture or a path, stays whole, so that it can be copied."""
    return [line for line in lines(written) if len(line) > width and len(line.split()) > 1]


@pytest.fixture(scope="module")
def studied(place):
    """`place` with metrics of 120 cells in `many.csv` and the run `scored`, and with accuracies of all cells."""
    scores = pd.DataFrame({f"metric_number_{k}": [accuracy(k * index) for index in range(120)] for k in range(1, 31)})
    scores.insert(0, "index", range(120))
    scores.to_csv(place / "many.csv", index=False)
    names = ["kappa", "regions", "parameters", "flops", "nwot", "layers", "synflow"]
    run = pd.DataFrame({name: [accuracy((k + 3) * index) for index in range(120)] for k, name in enumerate(names)})
    run.insert(0, "index", range(120))
    run.insert(1, "architecture", [tenas.cell(index).architecture for index in range(120)])
    run.insert(2, "repeat", 0)
    (place / "scored").mkdir()
    run.to_csv(place / "scored/scores.csv", index=False)
    write_table(place / "every.h5", range(15_625))
    (place / "few.txt").write_text("1\n2\n3\n")
    return place


VERBS = [
    ["correlate", "--scores", "run", "--table", "table.h5", "--resamples", "5"],
    ["correlate", "--scores", "run", "--table", "table.h5", "--resamples", "5", "--rule", LONG_RULE],
    ["validate", "--scores", "run", "--table", "table.h5", "--resamples", "5"],
    ["validate", "--scores", "many.csv", "--table", "large.h5", "--resamples", "5"],
    ["validate", "--scores", "many.csv", "--table", "large.h5", "--resamples", "5", "--all"],
    ["validate", "--scores", "run", "--table", "table.h5", "--resamples", "5", "--all"],
    ["validate", "--scores", "many.csv", "--table", "large.h5", "--resamples", "5", "--output", "out"],
    ["top", "run", "--table", "table.h5"],
    ["top", "run", "--by", LONG_RULE],
    ["combine", "--scores", "many.csv", "--table", "large.h5", "--population", "all", "--folds", "2", "--terms", "3"]
    + ["--beam", "2", "--resamples", "5", "--metrics", "metric_number_1,metric_number_7,metric_number_11"],
    ["combine", "--scores", "many.csv", "--table", "large.h5", "--population", "all", "--resamples", "5", "--rule"]
    + ["log metric_number_1 + 0.5 log metric_number_7 + 0.25 metric_number_11 + 2 metric_number_13 + metric_number_2"],
    ["cell", "6111", "--run", "run", "--table", "table.h5"],
    ["cell", "6111", "--run", "run", "--rule", LONG_RULE],
    ["table", "info", "table.h5"],
    ["table", "query", "table.h5", "6111"],
    ["table", "best", "table.h5", "--dataset", "cifar10"],
    ["table", "compare", "table.h5", "large.h5"],
    ["table", "verify", "table.h5"],
    ["metrics"],
    ["metrics", "kappa"],
    ["status", "run"],
    [
        "score",
        "--architectures",
        "few.txt",
        "--batch",
        "4",
        "--repeats",
        "1",
        "--table",
        "large.h5",
        "--output",
        "WIDTH-scored",
    ],
    ["search", "--space", "nas-bench-201", "--rule", "te-nas", "--cells", "4", "--repeats", "1", "--table", "large.h5"]
    + ["--output", "WIDTH-cells"],
    ["search", "--space", "nas-bench-201", "--batch", "4", "--crops", "4", "--repeats", "1", "--table", "large.h5"]
    + ["--output", "WIDTH-pruning"],
    [
        "ablate",
        "weights",
        "--scores",
        "run",
        "--table",
        "table.h5",
        "--grid",
        "0.5",
        "--resamples",
        "5",
        "--output",
        "w",
    ],
    ["ablate", "protocol", "--sample", "40", "--vary", "repeats", "--repeats", "2", "--batch", "4"]
    + ["--patch-count", "30", "--table", "every.h5", "--resamples", "5", "--output", "WIDTH-protocol"],
    ["reproduce", "fig1", "fig4", "fig9", "--run", "run", "--table", "table.h5", "--output", "WIDTH-figures"],
    ["reproduce", "literature", "--run", "scored", "--table", "large.h5", "--output", "WIDTH-literature"],
    ["reproduce", "--from", "run"],
    ["explore", "--scores", "run", "--table", "table.h5", "--output", "WIDTH-page.html"],
    ["render", "out"],
    ["table", "import", "--from", "csv", "table.csv", "--output", "WIDTH-imported.h5"],
    ["bench", "--batch", "4", "--channels", "3", "--threads", "1", "--rounds", "1"],
    ["score", "--sample", "6", "--batch", "4", "--repeats", "1", "--shard", "1/2", "--output", "WIDTH-1"],
    ["score", "--sample", "6", "--batch", "4", "--repeats", "1", "--shard", "2/2", "--output", "WIDTH-2"],
    ["status", "WIDTH-1", "WIDTH-2", "run"],
    ["merge", "WIDTH-1", "WIDTH-2", "--output", "WIDTH-merged"],
    ["export", "--format", "csv-wide", "run", "--table", "table.h5", "--output", "WIDTH-wide.csv"],
    ["slurm", "--help"],
    ["--help"],
    ["validate", "--help"],
    ["socre"],
    ["correlate", "--scores", "run", "--table", "nowhere.h5"],
]


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("arguments", VERBS, ids=lambda words: "_".join(words)[:60])
def test_nothing_is_wider_than_the_terminal(studied, program, arguments, width):
    words = [word.replace("WIDTH", str(width)) for word in arguments]
    written, status = in_terminal(program, words, studied, width)
    assert not too_long(written, width)
    # All there is to see is seen where there is room for it, but for a matrix of thirty metrics.
    assert width < 200 or "--all" in words or "left out at" not in written
    assert status == {"socre": 64, "correlate": 66 if "nowhere.h5" in words else 0}.get(words[0], 0), written
