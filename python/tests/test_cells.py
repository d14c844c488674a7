"""Cells: their names, relations and pictures. Nothing here needs the program but the last test."""

import pathlib
import re
import xml.etree.ElementTree

import numpy as np
import pytest

import tenas
from tenas.cells import EDGES
from tenas.drawing import PALE, svg

BEST = "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|"


@pytest.mark.parametrize(
    "name",
    [6111, np.int64(6111), "6111", BEST, f" {BEST}\n", (2, 2, 0, 2, 2, 3), [2, 2, 0, 2, 2, 3], "(2, 2, 0, 2,2, 3)"],
)
def test_every_name_gives_the_cell(name):
    cell = tenas.cell(name)
    assert (cell.index, cell.architecture, cell.op_indices) == (6111, BEST, (2, 2, 0, 2, 2, 3))
    assert tenas.cell(cell) is cell


def test_names_lead_to_each_other_for_every_cell():
    for index in range(15625):
        cell = tenas.cell(index)
        assert tenas.cell(cell.architecture).index == tenas.cell(cell.op_indices).index == cell.index == index


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (15625, "there is no cell 15625; indices run from 0 to 15624"),
        (-1, "there is no cell -1"),
        (BEST[:-1], "not of the form"),
        (BEST.replace("~1", "~0"), "not of the form"),
        (BEST.replace("nor_conv_1x1", "conv9"), "no operation 'conv9'"),
        ("", "'' names no cell"),
        ("best", "'best' names no cell"),
        ((0, 1, 2), "(0, 1, 2) names no cell: six"),
        ((0, 1, 2, 3, 4, 5), "names no cell: six operation numbers from 0 to 4"),
        (1.0, "1.0 names no cell"),
        (True, "True names no cell"),
        (None, "None names no cell"),
        ((1.0, 1, 1, 1, 1, 1), "names no cell"),
    ],
)
def test_what_names_no_cell_is_refused(name, says):
    with pytest.raises(tenas.TenasError) as failure:
        tenas.cell(name)
    assert says in str(failure.value)
    assert "\n" not in str(failure.value)
    assert failure.value.status == tenas.Exit.BAD_DATA


def test_populations_have_the_published_sizes():
    cells = [tenas.cell(index) for index in range(15625)]
    assert sum(cell.live for cell in cells) == 9445
    assert len({cell.isomorphs()[0] for cell in cells}) == 6466


def test_isomorphs_agree_on_who_they_are():
    skips = tenas.cell("|none~0|+|none~0|skip_connect~1|+|nor_conv_3x3~0|none~1|none~2|")
    assert skips in skips.isomorphs()
    assert len(skips.isomorphs()) > 1
    for other in skips.isomorphs():
        assert other.isomorphs() == skips.isomorphs()
    assert [cell.index for cell in skips.isomorphs()] == sorted(cell.index for cell in skips.isomorphs())


def test_neighbours_differ_in_one_operation():
    cell = tenas.cell(6111)
    neighbours = cell.neighbours()
    assert len(set(neighbours)) == 24
    for other in neighbours:
        assert sum(mine != theirs for mine, theirs in zip(cell.operations, other.operations)) == 1


def test_dead_operations():
    # Node 1 leads nowhere, and nothing leads to node 2.
    cell = tenas.cell("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|")
    assert cell.dead == (0, 5)
    assert not cell.live
    assert tenas.cell("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|").live


def test_picture_has_four_nodes_six_edges_and_pale_dead_operations():
    cell = tenas.cell("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|")
    html = cell._repr_html_()
    picture = xml.etree.ElementTree.fromstring(re.search("<svg.*</svg>", html).group())
    shapes = [element.tag.split("}")[1] for element in picture.iter()]
    assert shapes.count("circle") == 4
    assert shapes.count("path") == shapes.count("polygon") == 6
    labels = [element.text for element in picture.iter() if element.tag.endswith("text")]
    assert sorted(labels) == sorted(["in", "1", "2", "out", "conv 3x3", "none", "none", "skip", "none", "pool 3x3"])
    # Two dead operations and three none.
    assert html.count(f'opacity="{PALE}"') == 5
    assert cell.architecture in html
    _, _, width, height = map(float, picture.get("viewBox").split())
    for label in (element for element in picture.iter() if element.tag.endswith("text")):
        assert 12 < float(label.get("y")) < height
        assert 0 < float(label.get("x")) < width


def test_picture_is_the_programs():
    """The program's tests hold `CellPicture` to the same file."""
    fixture = pathlib.Path(__file__).parents[2] / "Tests/StudiesTests/Fixtures/cell.svg"
    cell = tenas.cell("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|nor_conv_1x1~1|avg_pool_3x3~2|")
    assert svg(cell.operations, EDGES, cell.dead) == fixture.read_text(encoding="utf-8")


def test_program_numbers_cells_as_we_do(program, tmp_path):
    names = [tenas.cell(index).architecture for index in range(0, 15625, 1000)]
    run = tenas.score(names, metrics="depth", output=tmp_path / "run", progress=False)
    assert run.index.tolist() == list(range(0, 15625, 1000))
    assert run["architecture"].tolist() == names
