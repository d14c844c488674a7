import csv
import hashlib

import pytest
from made import ROOT

from tenas.importers.analog_nasbench import cell_string
from tenas.importers.nas_bench_201 import architectures

OFFICIAL = ROOT.parent / "shared" / "data" / "nats-bench-tss-200-epochs.csv"


def test_every_cell_once_in_the_published_order():
    cells = architectures()
    assert len(set(cells)) == 15625
    assert cells[0] == "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|"
    digest = hashlib.sha256("\n".join(cells).encode()).hexdigest()
    assert digest == "83abc799e45cf34e9d2163654668ab998b9a54d01c39e72ca1f71f2cdf356d84"


@pytest.mark.skipif(not OFFICIAL.exists(), reason="../shared/data is not there")
def test_order_of_the_official_table():
    with OFFICIAL.open(newline="") as file:
        assert architectures() == [row["ArchitectureString"] for row in csv.DictReader(file)]


def test_package_encoding():
    # The pair is from NAS-Bench-Suite-Zero, which uses the same encoding and prints both.
    assert cell_string((4, 0, 3, 1, 4, 3)) == (
        "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|"
    )
