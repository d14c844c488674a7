"""Figures laid out for print: as wide as one column of a paper or two, without the heading that a caption replaces."""

from __future__ import annotations

import copy
import re
import textwrap
from typing import Any

WIDTHS = {1: 3.3, 2: 7.0}
"""Inches, by the number of columns."""
POINTS_A_PIXEL = 0.7
"""Labels of 11 pixels become 7.7 points."""
NARROWEST_PANEL = 150
"""Pixels; where panels beside each other would be narrower, they stand one above another."""
BESIDE_A_PANEL = 72
"""Pixels that an axis with its title takes, and what parts two panels."""
PIXELS_A_LETTER, PIXELS_A_BOLD_LETTER = 5.6, 7.2
LONGEST_LABELS = 130
"""Pixels that the names of an axis of texts may take."""


def laid_out(specification: dict[str, Any], columns: int) -> dict[str, Any]:
    """A specification of panels for print at the width of one column or two.

    The heading goes, as a paper's figure has a caption; the headings of panels stay, in lines that fit. Panels become
    as wide as their row allows, and as high as keeps their shape; a row for every name keeps its height.
    """
    printed = copy.deepcopy(specification)
    printed.pop("title", None)
    printed["config"] = printed.get("config", {}) | {"padding": 2}
    width = WIDTHS[columns] * 72 / POINTS_A_PIXEL
    panels = printed.get("concat", [])
    in_a_row = min(printed.get("columns", 1), max(1, int(width // (NARROWEST_PANEL + BESIDE_A_PANEL))))
    printed |= {"columns": in_a_row, "spacing": 18}
    for panel in panels:
        _fit(panel, width / min(in_a_row, len(panels)))
    return printed


def as_wide_as(columns: int, svg: str) -> str:
    """A picture made exactly as wide as the columns, at 72 points an inch."""
    size = re.compile(r' width="([\d.]+)" height="([\d.]+)"')
    found = size.search(svg)
    assert found, "the renderer states a picture's size"
    width, height = WIDTHS[columns] * 72, WIDTHS[columns] * 72 * float(found[2]) / float(found[1])
    return size.sub(f' width="{width:.3f}" height="{height:.3f}"', svg, count=1)


def _fit(panel: dict[str, Any], room: float) -> None:
    names = _axes_of_names(panel)
    beside = LONGEST_LABELS if "y" in names else BESIDE_A_PANEL
    before, panel["width"] = panel["width"], round(max(room - beside, NARROWEST_PANEL / 2))
    shrinks = panel["width"] / before
    if names != {"y"}:
        panel["height"] = round(max(panel["height"] * shrinks, min(panel["height"], 110)))
    if "x" in names and shrinks < 0.8 and "layer" in panel:
        # Numbers above bars and in squares would stand one upon another.
        panel["layer"] = [layer for layer in panel["layer"] if not _is_text(layer)]
    title = panel.get("title")
    for part, width in (("text", PIXELS_A_BOLD_LETTER), ("subtitle", PIXELS_A_LETTER)):
        if isinstance(title, dict) and part in title:
            letters = int(panel["width"] / width)
            title[part] = [piece for line in title[part] for piece in textwrap.wrap(line, letters)]


def _is_text(layer: dict[str, Any]) -> bool:
    mark = layer.get("mark")
    return (mark.get("type") if isinstance(mark, dict) else mark) == "text"


def _axes_of_names(panel: dict[str, Any]) -> set[str]:
    """Which of x and y have names in place of numbers."""
    views = [panel, *panel.get("layer", [])]
    return {
        axis
        for view in views
        for axis in ("x", "y")
        if view.get("encoding", {}).get(axis, {}).get("type") in ("nominal", "ordinal")
    }
