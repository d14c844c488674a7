"""The page of `tenas explore`, used in a headless Chromium as a reader would."""

import csv
import gzip
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

import pytest
from browser import CHROMIUM, browser

import tenas

pytest.importorskip("vl_convert")

LARGE = 15_625
RECORDED = pathlib.Path(__file__).resolve().parents[2] / "results/nas-bench-201-lite"


@pytest.fixture(scope="session")
def large(program, tmp_path_factory):
    """A directory with the recorded run of every metric of every cell, made-up accuracies, and the page of both."""
    place = tmp_path_factory.mktemp("explorer")
    (place / "run").mkdir()
    shutil.copy(RECORDED / "run.json", place / "run")
    with gzip.open(RECORDED / "scores.csv.gz") as packed, open(place / "run/scores.csv", "wb") as scores:
        shutil.copyfileobj(packed, scores)
    names = ["CIFAR10", "CIFAR100", "ImageNet"]
    lines = ["ArchitectureString," + ",".join(f"{name}TestAccuracy200Epochs" for name in names)]
    for index in range(LARGE):
        lines.append(f"{tenas.cell(index).architecture}," + ",".join(str(truth(index, way)) for way in range(3)))
    (place / "truth.csv").write_text("\n".join(lines) + "\n")
    tenas.program.run(
        ["table", "import", "--from", "csv", str(place / "truth.csv"), "--output", str(place / "table.h5")]
    )
    explore(program, place, "--scores", "run", "--table", "table.h5", "--output", "page.html")
    return place


def truth(index, way):
    """A made-up accuracy in percent, of two digits as the benchmark's have."""
    return round(
        10 + 7 * sum("conv" in name for name in tenas.cell(index).operations) + 7919 * index % 4241 / 100 + way, 2
    )


def explore(program, place, *arguments):
    """Run the verb with this Python."""
    environment = os.environ | {"TENAS_PYTHON": sys.executable}
    outcome = subprocess.run(
        [program, "explore", *arguments], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="session")
def started(tmp_path_factory):
    """One browser for all tests."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium; apt-get install chromium")
    with browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture
def tab(started, large):
    """The page, open in a window of a laptop; it must have complained of nothing and asked for nothing in the end."""
    started.complaints.clear()
    started.size(1400, 900)
    started.open(large / "page.html")
    yield started
    assert started.complaints == []
    assert {url.partition("#")[0] for url in started.requests} == {(large / "page.html").as_uri()}


def settle(tab):
    """Wait until what was asked for is drawn and listed."""
    tab.value("new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))")


def cell(tab):
    """The cell of the card."""
    heading = tab.value("document.querySelector('#card h2').textContent")
    return int(heading.split()[1]) if heading.startswith("Cell ") else None


def listed(tab):
    """The cells of the list's first rows."""
    return tab.value("[...document.querySelectorAll('#list tbody tr')].map(row => Number(row.dataset.cell))")


def status(tab):
    """How many cells are brushed and shown, as the page says."""
    return tab.value(
        "[...document.querySelectorAll('#status b')].map(word => Number(word.textContent.replace(',', '')))"
    )


def area(tab, plot="a"):
    """Where a plot is: left, top, width, height."""
    return tab.value(
        f"(({{left, top, width, height}}) => [left, top, width, height])"
        f"(document.querySelector('#plot-{plot} .area').getBoundingClientRect())"
    )


def choose(tab, selector, value):
    """Choose in a list, or fill in a field, as a reader would."""
    tab.value(
        f"(field => {{ field.value = {value!r}; field.dispatchEvent(new Event('change')); }})"
        f"(document.querySelector({selector!r}))"
    )
    settle(tab)


def test_size_and_first_paint(tab, large):
    size = (large / "page.html").stat().st_size
    assert size < 3_000_000
    paint = tab.value("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"{size} bytes, first paint after {paint:.0f} ms")  # pytest -s shows it
    assert paint < 2000
    assert status(tab) == [LARGE]
    assert tab.value("document.querySelectorAll('canvas').length") == 2


def said_of(program, cell, scores, where):
    """What `tenas cell` says of a cell."""
    arguments = [program, "cell", str(cell), "--run", scores, "--table", "table.h5"]
    return subprocess.run(arguments, cwd=where, capture_output=True, text=True, check=True).stdout


def shown_on_the_card(tab):
    """The rows of the card's tables by their first field."""
    rows = tab.value(
        "[...document.querySelectorAll('#card .numbers tbody tr')]"
        ".map(row => [...row.children].map(part => part.textContent.replace(',', '')))"
    )
    return {row[0]: row[1:] for row in rows}


def test_the_card_says_what_the_program_says(tab, large, program):
    tab.open(large / "page.html", "cell=144")
    lines = [line.split() for line in said_of(program, 144, "run", large).splitlines()]
    card = shown_on_the_card(tab)
    metrics = {line[0]: line[1:] for line in lines if len(line) == 5 and line[0] in card}
    assert len(metrics) == 33
    for name, (value, place, _, share) in metrics.items():
        assert card[name][1] == place, name
        assert float(card[name][2].rstrip(" %")) == pytest.approx(float(share), abs=0.06), name
        factor = {"M": 1e6, "k": 1e3}.get(card[name][0][-1], 1)
        written = float(card[name][0].replace("−", "-").rstrip(" Mk")) * factor
        assert written == pytest.approx(float(value), rel=6e-4), name
    accuracies = {line[0]: line[1:] for line in lines if len(line) == 3 and line[0] in card}
    assert {name: card[name][:2] for name in accuracies} == accuracies and len(accuracies) == 3
    assert tab.value("document.querySelector('#card code').textContent") == tenas.cell(144).architecture
    neighbours = tab.value(
        "[...document.querySelectorAll('#card .near li span:first-of-type')].map(s => Number(s.textContent))"
    )
    assert sorted(neighbours) == sorted(int(word) for word in next(row for row in lines if row[:1] == ["one"])[3:])
    assert next(row for row in lines if row[1:3] == ["cells", "compute"] or row[1:3] == ["other", "cell"])
    isomorphs = tab.value("[...document.querySelectorAll('#card .chips button')].map(b => Number(b.textContent))")
    assert isomorphs == [int(word) for row in lines if row[1:3] == ["cells", "compute"] for word in row[5:]]


def test_searching(tab):
    for query in ["6111", tenas.cell(6111).architecture, "(2, 2, 0, 2, 2, 3)"]:
        tab.press("/")
        tab.type(query)
        tab.press("Enter")
        assert cell(tab) == 6111
        tab.press("Escape")
        assert cell(tab) is None
    tab.press("/")
    tab.type("none~0|+|skip_connect~0")
    tab.press("ArrowDown")
    tab.press("Enter")
    second = [index for index in range(LARGE) if "none~0|+|skip_connect~0" in tenas.cell(index).architecture][1]
    assert cell(tab) == second
    tab.press("/")
    tab.type("no such cell")
    assert "No cell" in tab.value("document.getElementById('found').textContent")
    tab.press("Enter")
    assert cell(tab) == second


def test_clicking_and_walking(tab):
    left, top, width, height = area(tab)
    tab.click(left + width / 2, top + height / 2.2)
    first = cell(tab)
    assert first is not None and tab.value("location.hash").endswith(f"cell={first}")
    tab.value("document.querySelector('#plot-a .area').focus()")
    tab.press("ArrowUp")
    second = cell(tab)
    assert second != first and truth(second, 1) >= truth(first, 1)
    tab.press("ArrowDown")
    assert cell(tab) == first
    tab.value("document.querySelector('#list tbody tr').focus()")
    tab.press("ArrowDown")
    tab.press("Enter")
    assert cell(tab) == listed(tab)[1]
    tab.value("document.querySelector('#card .near button').click()")
    assert cell(tab) not in (first, listed(tab)[1])


def test_brushing_links_plots_and_list(tab, large):
    left, top, width, height = area(tab, "b")
    tab.drag((left + 80, top + 40), (left + 170, top + 120))
    settle(tab)
    brushed, shown = status(tab)
    assert 0 < brushed < shown == LARGE
    cells = listed(tab)
    assert len(cells) == min(50, brushed)
    assert cells == sorted(cells, key=lambda index: (-truth(index, 1), index))
    link = tab.value("location.hash")
    tab.open(large / "page.html", link[1:])
    assert status(tab) == [brushed, shown] and listed(tab) == cells and tab.value("location.hash") == link
    tab.value("document.getElementById('keep').click()")
    settle(tab)
    assert status(tab) == [brushed] and listed(tab) == cells
    tab.value("document.getElementById('reset').click()")
    settle(tab)
    assert status(tab) == [LARGE] and tab.value("location.hash") in ("", "#")


def test_filters(tab, large):
    tab.value("document.querySelector('input[value=live]').click()")
    settle(tab)
    assert status(tab) == [9445]
    tab.value("document.querySelector('input[value=unique]').click()")
    settle(tab)
    assert status(tab) == [6466]
    tab.value("document.querySelector('input[value=all]').click()")
    tab.value("document.querySelector('[aria-label=\"conv 3x3 from 0 to 1\"]').click()")
    settle(tab)
    assert status(tab) == [LARGE * 4 // 5]
    choose(tab, "[aria-label='least number of skip']", "5")
    assert status(tab) == [6 * 4 + 1 - 1]
    tab.value("document.getElementById('reset').click()")
    choose(tab, "#ranges input[aria-label$='least']", "90")
    best = [index for index in range(LARGE) if truth(index, 0) >= 90]
    assert status(tab) == [len(best)] and set(listed(tab)) <= set(best)
    link = tab.value("location.hash")
    tab.open(large / "page.html", link[1:])
    assert status(tab) == [len(best)]


def test_axes_colour_and_sorting(tab):
    choose(tab, "#plot-a select[aria-label^='x']", "kappa")
    assert tab.value("document.querySelector('#plot-a select.scale[aria-label*=\" x \"]').value") == "log"
    choose(tab, "#plot-a select.scale[aria-label*=' x ']", "place")
    for column in ["cifar10", "az-nas", "synflow", "#nor_conv_1x1"]:
        choose(tab, "#colour", column)
        assert tab.value("document.getElementById('legend').textContent.length") > 5
    tab.value("[...document.querySelectorAll('#list th button')].find(b => b.textContent.startsWith('kappa')).click()")
    settle(tab)
    best = listed(tab)
    tab.value("[...document.querySelectorAll('#list th button')].find(b => b.textContent.startsWith('kappa')).click()")
    settle(tab)
    assert best[0] not in listed(tab) and "sort=-kappa" in tab.value("location.hash")


def test_every_column_can_be_an_axis(tab):
    names = tab.value("[...document.querySelector('#plot-b select').options].map(option => option.value)")
    assert len(names) == 3 + 4 + 33
    for name in names:
        tab.value(
            f"(field => {{ field.value = {name!r}; field.dispatchEvent(new Event('change')); }})"
            "(document.querySelector(\"#plot-b select[aria-label^='x']\"))"
        )
    for name, scale in [("plain", "log"), ("kappa", "value"), ("vkdnw_dim", "place"), ("depth", "log")]:
        tab.value(f"page.plots[1].choose('x', {name!r}, {scale!r})")
    settle(tab)


def test_narrow_screens(started, large):
    started.complaints.clear()
    started.size(420, 900, touch=True)
    started.open(large / "page.html")
    assert started.value("document.documentElement.scrollWidth") == 420
    left, top, width, height = area(started)
    started.click(left + width / 2, top + height / 2.2)
    assert cell(started) is not None
    assert started.value("getComputedStyle(document.getElementById('card')).position") == "fixed"
    started.value("document.querySelector('#card .close').click()")
    assert started.value("getComputedStyle(document.getElementById('card')).display") == "none"
    assert started.complaints == []


def test_a_wrong_address_is_the_first_view(started, large):
    started.complaints.clear()
    started.size(1400, 900)
    started.open(
        large / "page.html", "ax=none~odd&colour=%23&cell=99999&brush=a~1&range=x~~&numbers=1&sort=q&operations=zz"
    )
    assert status(started) == [LARGE] and cell(started) is None and started.complaints == []


def test_some_cells_without_accuracies(started, program, place):
    explore(program, place, "--scores", "run", "--output", "few.html")
    started.complaints.clear()
    started.open(place / "few.html")
    assert status(started) == [10] and len(listed(started)) == 10
    explore(program, place, "--scores", "run", "--table", "table.h5", "--output", "few.html")
    started.open(place / "few.html", "cell=6111")
    assert started.value("document.querySelector('#card .numbers td').textContent") == "99.00"
    assert started.complaints == []


OPERATIONS = [
    "none", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5", "avg_pool_3x3",
    "max_pool_3x3",
]  # fmt: skip


def genotype(number):
    """A made-up genotype as people write one: of a node's two operations, the later source may come first."""
    digits = random.Random(number)
    cells = []
    for kind in ("normal", "reduce"):
        inputs = [(digits.choice(OPERATIONS), digits.randrange(node + 2)) for node in range(4) for _ in range(2)]
        cells.append(f"{kind}={inputs}, {kind}_concat=[2, 3, 4, 5]")
    return f"Genotype({', '.join(cells)})"


@pytest.fixture(scope="session")
def genotypes(program, tmp_path_factory):
    """A directory with 90 genotypes, their scores by two metrics, accuracies and a latency, and the page of them."""
    here = tmp_path_factory.mktemp("genotypes")
    with open(here / "truth.csv", "w", newline="") as truth, open(here / "scores.csv", "w", newline="") as scores:
        csv.writer(truth).writerows(
            [["genotype", "accuracy", "ms"]] + [[genotype(n), 50 + n * 37 % 41, 100 - n] for n in range(90)]
        )
        csv.writer(scores).writerows(
            [["arch", "kappa", "mine"]] + [[genotype(n), 1 + n * 17 % 89, n * 29 % 83 if n else ""] for n in range(90)]
        )
    mapping = ["--map", "accuracy=cifar10/test_accuracy", "--map", "ms=targets/latency:ms:lower"]
    tenas.program.run(
        ["table", "import", "--from", "csv", "--space", "darts", str(here / "truth.csv"), *mapping]
        + ["--output", str(here / "table.h5")]
    )
    explore(
        program, here, "--scores", "scores.csv", "--table", "table.h5", "--dataset", "cifar10", "--target", "latency",
        "--output", "page.html",
    )  # fmt: skip
    return here


def test_genotypes(started, genotypes, program):
    started.complaints.clear()
    started.size(1400, 900)
    started.open(genotypes / "page.html", "cell=17")
    said = said_of(program, 17, "scores.csv", genotypes)
    lines = [line.split() for line in said.splitlines()]
    card = shown_on_the_card(started)
    assert set(card) == {"cifar10", "latency", "kappa", "mine"}
    for name in ("cifar10", "latency"):
        value, place = next(line[1:] for line in lines if line[:1] == [name] and len(line) == 3)
        assert (float(card[name][0]), card[name][1]) == (float(value), place), name
    for name in ("kappa", "mine"):
        value, place, count, share = next(line[1:] for line in lines if line[:1] == [name] and len(line) == 5)
        of = f" of {count}" if count != "90" else ""
        assert (float(card[name][0]), card[name][1]) == (float(value), place + of), name
        assert float(card[name][2].rstrip(" %")) == pytest.approx(float(share), abs=0.06)
    # The latency is best where it is lowest, and the operations are those of the program, in its order.
    assert card["latency"][:2] == ["83", "73"]
    assert started.value("document.querySelector('#card code').textContent") == lines_of(said)[1]
    assert started.value("document.querySelectorAll('#card > .cell path:not(.band)').length") == 16
    near = started.value(
        "[...document.querySelectorAll('#card .near li span:first-of-type')].map(s => Number(s.textContent))"
    )
    alike = next(line for line in lines_of(said) if "alike" in line or line.startswith("no other genotype"))
    assert sorted(near) == sorted(int(word) for word in re.findall(r"(\d+) \(", alike.partition("):")[2]))
    assert started.complaints == []


def lines_of(text):
    """The lines of a text."""
    return text.splitlines()


def test_genotypes_are_found_and_filtered(started, genotypes):
    started.complaints.clear()
    started.size(1400, 900)
    started.open(genotypes / "page.html")
    assert status(started) == [90]
    for query in ["33", genotype(33), genotype(33).replace("[2, 3, 4, 5]", "range(2, 6)")]:
        started.press("/")
        started.type(query)
        started.press("Enter")
        assert cell(started) == 33
        started.press("Escape")
    started.value("document.querySelector('input[value=full]').click()")
    settle(started)
    full = [n for n in range(90) if "'none'" not in genotype(n)]
    assert status(started) == [len(full)] and 0 < len(full) < 90
    started.value("document.querySelector('input[value=all]').click()")
    started.value("document.querySelector('[aria-label=\"max pool into node 3 of the reduction cell\"]').click()")
    settle(started)
    without = [n for n in range(90) if "max_pool" not in str(re.findall(r"\('(\w+)', \d\)", genotype(n))[14:])]
    assert status(started) == [len(without)] and len(without) < 90
    link = started.value("location.hash")
    started.open(genotypes / "page.html", link[1:])
    assert status(started) == [len(without)]
    started.value("document.getElementById('reset').click()")
    choose(started, "[aria-label='least number of skip']", "4")
    skips = [n for n in range(90) if genotype(n).count("skip_connect") >= 4]
    assert status(started) == [len(skips)] and 0 < len(skips) < 90
    started.value("document.getElementById('reset').click()")
    names = started.value("[...document.querySelector('#plot-b select').options].map(option => option.value)")
    assert names == ["cifar10", "latency", "kappa", "mine"]
    for colour in ["#conv", "#none", "latency"]:
        choose(started, "#colour", colour)
    for name in names:
        choose(started, "#plot-a select[aria-label^='x']", name)
    left, top, width, height = area(started)
    started.click(left + width / 2, top + height / 2.2)
    assert cell(started) is not None
    assert started.complaints == []


def test_what_the_bundle_refuses(tmp_path):
    source = pathlib.Path(tenas.__file__).parents[1]
    arguments = [sys.executable, "-m", "tenas.explorer", str(tmp_path / "none"), str(tmp_path / "page.html")]
    outcome = subprocess.run(arguments, cwd=source, capture_output=True, text=True, check=False)
    assert (
        outcome.returncode == os.EX_NOINPUT
        and outcome.stderr == f"error: {tmp_path / 'none'}: No such file or directory\n"
    )
