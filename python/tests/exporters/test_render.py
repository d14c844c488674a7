"""Specifications to pictures, and the page with the drawing library."""

import io
import json
import os
import re
import struct
import sys
import xml.etree.ElementTree
import zlib

import pytest
import vl_convert
from PIL import Image, ImageChops, ImageStat

from tenas.exporters.__main__ import main
from tenas.exporters.compact import compact
from tenas.exporters.printed import laid_out
from tenas.exporters.render import LIBRARY_LINE

SPECIFICATION = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "title": "κ against accuracy",
    "data": {"url": "fig1.csv", "format": {"type": "csv", "parse": {"kappa": "number", "accuracy": "number"}}},
    "transform": [{"filter": "isValid(datum['kappa']) && isFinite(datum['kappa'])"}],
    "mark": "circle",
    "encoding": {
        "x": {"field": "kappa", "type": "quantitative", "scale": {"type": "log"}},
        "y": {"field": "accuracy", "type": "quantitative"},
    },
    "config": {"aria": False},
}


@pytest.fixture
def figures(tmp_path):
    """A directory with one figure, as tenas writes it: three points, of which one has no place."""
    (tmp_path / "fig1.vl.json").write_text(json.dumps(SPECIFICATION), encoding="utf-8")
    (tmp_path / "fig1.csv").write_text("kappa,accuracy\n10,90\n1000,70\ninf,10\n")
    return tmp_path


def test_svg_and_png(figures, capsys):
    assert main(["render", str(figures)]) == 0
    assert capsys.readouterr().out.split() == ["fig1.svg", "fig1.png"]
    svg = xml.etree.ElementTree.parse(figures / "fig1.svg").getroot()
    assert svg.tag.endswith("svg")
    text = (figures / "fig1.svg").read_text(encoding="utf-8")
    assert "κ against accuracy" in text
    marks = next(group for group in svg.iter() if "mark-symbol" in group.get("class", ""))
    assert len(list(marks)) == 2
    png = (figures / "fig1.png").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, _ = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(2 * float(svg.get("width")), abs=2)


def test_points_are_small():
    """A point takes 55 bytes, where the renderer writes 189; it is as translucent, and at the same place."""
    values = [{"x": place / 7, "y": (place * 37 % 1000) / 3} for place in range(1000)]
    encoding = {axis: {"field": axis, "type": "quantitative"} for axis in ("x", "y")}
    specification = {
        "data": {"values": values},
        "mark": {"type": "circle", "size": 7, "opacity": 0.3},
        "encoding": encoding,
        "config": {"aria": False},
    }
    written = vl_convert.vegalite_to_svg(specification, vl_version="6.4")
    small = compact(written)
    assert len(small) < 0.4 * len(written) and compact(small) == small
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="1.32" fill="#[0-9a-f]{6}"/>', small)
    before = re.findall(r'translate\(([\d.]+),([\d.]+)\)" d="M1.323,0A', written)
    assert len(circles) == len(before) == 1000 and small.count('fill-opacity="0.3"') == 1
    for circle, place in zip(circles, before, strict=True):
        assert [float(c) for c in circle] == pytest.approx([float(p) for p in place], abs=0.0051)
    drawn = [Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2))).convert("L") for svg in (written, small)]
    difference = ImageChops.difference(*drawn)
    # The hundredth of a pixel that is rounded away shades the rims of points, and nothing else.
    assert ImageStat.Stat(difference).mean[0] < 0.3


def test_marks_that_are_no_plain_circles_stay():
    square = '<path transform="translate(1.23456,2)" d="M-2,-2h4v4h-4Z" fill="red" stroke-width="2" opacity="0.5"/>'
    group = '<g class="mark-symbol role-mark marks" role="graphics-symbol">{}</g>'
    assert compact(group.format(square)) == group.format(square.replace("1.23456", "1.23"))
    text = '<text transform="scale(0.12345)" x="-0.0012">κ = 1.23456</text>'
    assert compact(text) == text.replace('x="-0.0012"', 'x="0"')


def test_the_page_gets_the_library_once(figures):
    page = figures / "report.html"
    page.write_text(f"<html><head>\n{LIBRARY_LINE}\n</head><body>κ</body></html>", encoding="utf-8")
    assert main(["render", str(figures)]) == 0
    text = page.read_text(encoding="utf-8")
    assert LIBRARY_LINE not in text and "vegaEmbed" in text and "κ" in text
    assert text.lower().count("</script") == 1
    assert main(["render", str(figures)]) == 0
    assert page.read_text(encoding="utf-8") == text


def test_the_swift_side_has_the_same_line():
    source = os.path.join(os.path.dirname(__file__), "../../../Sources/Reports/ReportPage+HTML.swift")
    with open(source, encoding="utf-8") as file:
        assert f'"{LIBRARY_LINE}"' in file.read()


@pytest.mark.parametrize("text", ["not JSON", "[]", "{}", '{"data": {"values": []}}'])
def test_what_is_no_specification(figures, capsys, text):
    (figures / "fig1.vl.json").write_text(text)
    assert main(["render", str(figures)]) == os.EX_DATAERR
    assert "fig1.vl.json" in capsys.readouterr().err


def test_what_vega_lite_refuses(figures, capsys):
    (figures / "fig1.vl.json").write_text(json.dumps(SPECIFICATION | {"mark": "no such mark"}))
    assert main(["render", str(figures)]) == os.EX_DATAERR
    error = capsys.readouterr().err
    assert "fig1.vl.json" in error and error.count("\n") == 1


def test_missing_data(figures, capsys):
    (figures / "fig1.csv").unlink()
    assert main(["render", str(figures)]) == os.EX_IOERR
    assert "fig1.csv" in capsys.readouterr().err


def test_missing_directory(tmp_path, capsys):
    assert main(["render", str(tmp_path / "none")]) == os.EX_NOINPUT
    assert "none" in capsys.readouterr().err


FIGURE = {
    "data": SPECIFICATION["data"],
    "title": {"text": ["Figure 1"], "subtitle": ["long " * 30]},
    "columns": 3,
    "concat": [
        {key: SPECIFICATION[key] for key in ("transform", "mark", "encoding")}
        | {
            "width": 320,
            "height": 260,
            "title": {"text": [name], "subtitle": ["τ = −0.402 [−0.469, −0.327]; paper: −0.42"]},
        }
        for name in ("CIFAR-10", "CIFAR-100", "ImageNet16-120")
    ],
    "config": {"aria": False, "font": "Liberation Sans, Arial, Helvetica, sans-serif"},
}


def decoded(pdf):
    """A PDF with its compressed parts beside it."""
    parts = [pdf]
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            parts.append(zlib.decompressobj().decompress(pdf[start.end() :]))
        except zlib.error:
            pass
    return b"".join(parts)


def page_size(pdf):
    return [float(number) for number in re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()]


@pytest.mark.parametrize("columns, inches", [(1, 3.3), (2, 7.0)])
def test_pdf_is_as_wide_as_columns_and_has_its_fonts(figures, capsys, columns, inches):
    (figures / "fig1.vl.json").write_text(json.dumps(FIGURE), encoding="utf-8")
    assert main(["render", str(figures), "--format", "pdf", "--columns", str(columns)]) == 0
    assert capsys.readouterr().out.split() == [f"fig1-{columns}-column.pdf"]
    assert not (figures / "fig1.svg").exists()
    pdf = (figures / f"fig1-{columns}-column.pdf").read_bytes()
    width, height = page_size(pdf)
    assert width == pytest.approx(72 * inches, abs=0.01)
    # Three panels stand one above another in one column, side by side in two.
    assert (height > 2 * width) == (columns == 1)
    fonts = set(re.findall(rb"/BaseFont ?/([^ /\r\n]+)", decoded(pdf)))
    assert fonts and all(b"LiberationSans" in font for font in fonts)
    assert decoded(pdf).count(b"/FontFile2") >= len(fonts)


def test_pdf_of_both_widths(figures, capsys):
    (figures / "fig1.vl.json").write_text(json.dumps(FIGURE), encoding="utf-8")
    assert main(["render", str(figures), "--format", "pdf", "--format", "png"]) == 0
    assert capsys.readouterr().out.split() == ["fig1.png", "fig1-1-column.pdf", "fig1-2-column.pdf"]


def test_a_panel_of_bars_loses_its_numbers_where_they_would_not_fit():
    bars = {"mark": "bar", "encoding": {"y": {"field": "b", "type": "quantitative"}}}
    numbers = {"mark": {"type": "text"}, "encoding": {"text": {"field": "b", "type": "quantitative"}}}
    names = {"field": "a", "type": "nominal"}
    panel = {"width": 600, "height": 240, "encoding": {"x": names}, "layer": [bars, numbers]}
    assert laid_out({"concat": [panel]}, 1)["concat"][0]["layer"] == [bars]
    assert laid_out({"concat": [panel]}, 2)["concat"][0]["layer"] == [bars, numbers]
    rows = {"width": 440, "height": 700, "encoding": {"y": {"field": "a", "type": "nominal"}}, "layer": [bars]}
    assert laid_out({"concat": [rows]}, 1)["concat"][0]["height"] == 700


def test_usage(capsys):
    assert main(["render"]) == os.EX_USAGE
    assert main(["draw", "there"]) == os.EX_USAGE
    assert main(["render", "there", "--format", "pdf", "--columns", "3"]) == os.EX_USAGE


def test_without_the_renderer(figures, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert main(["render", str(figures)]) == os.EX_UNAVAILABLE
    error = capsys.readouterr().err
    assert "vl-convert-python is not installed in" in error and "tenas[pictures]" in error and "pip install" in error
    assert not (figures / "fig1.svg").exists()
