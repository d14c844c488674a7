"""SVG as the renderer writes it, made a third as large: a picture of 15,625 cells in three panels has 47,000 points."""

from __future__ import annotations

import re

DECIMALS = 2
"""Of coordinates, in pixels: a hundredth is seen in no picture, however much it is enlarged on paper."""

_GEOMETRY = re.compile(r' (?:transform|d|x|y|x2|y2|width|height)="[^"]*"')
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?![\de])")
_POINTS = re.compile(r'<g class="mark-symbol role-mark ([^"]*)"([^>]*)>((?:<path [^<>]*/>)+)</g>')
_POINT = re.compile(
    r'<path transform="translate\((?P<x>-?[\d.]+),(?P<y>-?[\d.]+)\)" d="M(?P<r>[\d.]+),0A(?P=r),(?P=r),0,1,1,-(?P=r),0'
    r'A(?P=r),(?P=r),0,1,1,(?P=r),0" fill="(?P<fill>[^"]*)" stroke-width="[\d.]+" opacity="(?P<opacity>[\d.]+)"/>'
)
_RGB = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")


def compact(svg: str) -> str:
    """The same picture in fewer bytes: points are circles, what all have stands once, coordinates are rounded."""
    return _GEOMETRY.sub(_rounded, _POINTS.sub(_circles, svg))


def _circles(group: re.Match[str]) -> str:
    """Filled circles without a line around them as such; any other marks stay as they are."""
    points = list(_POINT.finditer(group[3]))
    opacities = {point["opacity"] for point in points}
    if len(opacities) != 1 or sum(len(point[0]) for point in points) != len(group[3]):
        return group[0]
    circles = "".join(
        f'<circle cx="{_short(point["x"])}" cy="{_short(point["y"])}" r="{_short(point["r"])}" '
        f'fill="{_colour(point["fill"])}"/>'
        for point in points
    )
    # Not `opacity`, which would blend the group as a whole and not show where points lie upon each other.
    return f'<g class="mark-symbol role-mark {group[1]}"{group[2]} fill-opacity="{opacities.pop()}">{circles}</g>'


def _rounded(attribute: re.Match[str]) -> str:
    # What is multiplied is no coordinate.
    if "scale" in attribute[0] or "matrix" in attribute[0]:
        return attribute[0]
    return _LONG_NUMBER.sub(lambda number: _short(number[0]), attribute[0])


def _short(number: str) -> str:
    text = f"{float(number):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _colour(name: str) -> str:
    parts = _RGB.fullmatch(name)
    return "#" + "".join(f"{int(part):02x}" for part in parts.groups()) if parts else name
