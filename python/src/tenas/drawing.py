"""A picture of a cell, as SVG: the same bytes as the program's, which a test holds both to."""

from __future__ import annotations

from collections.abc import Sequence

COLOURS = {
    "none": "#999999",
    "skip_connect": "#E69F00",
    "nor_conv_1x1": "#009E73",
    "nor_conv_3x3": "#D55E00",
    "avg_pool_3x3": "#0072B2",
}
"""Okabe and Ito's colours, which people with any common form of colour blindness can tell apart."""

LABELS = {
    "none": "none",
    "skip_connect": "skip",
    "nor_conv_1x1": "conv 1x1",
    "nor_conv_3x3": "conv 3x3",
    "avg_pool_3x3": "pool 3x3",
}

WIDTH, HEIGHT = 520, 205
NODES = ((40, 130), (187, 130), (333, 130), (480, 130))
"""Where the four nodes are, the input on the left."""

BENDS = {(0, 2): 100, (1, 3): -100, (0, 3): -205}
"""How far down the control point of a curved edge is from its nodes."""

RADIUS = 16
PALE = 0.3
"""The opacity of what the output does not depend on."""


def svg(operations: Sequence[str], edges: Sequence[tuple[int, int]], dead: Sequence[int]) -> str:
    """Draw four nodes in a row and six labelled edges; dead operations are pale, `none` is pale and dashed."""
    parts = [
        _edge(operation, edge, pale=operation == "none" or place in dead)
        for place, (operation, edge) in enumerate(zip(operations, edges))
    ]
    nodes = [_node(x, y, name) for (x, y), name in zip(NODES, ("in", "1", "2", "out"))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="12" text-anchor="middle" role="img">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>{"".join(parts)}{"".join(nodes)}</svg>\n'
    )


def _edge(operation: str, edge: tuple[int, int], pale: bool) -> str:
    (x0, y0), (x1, y1) = NODES[edge[0]], NODES[edge[1]]
    control = ((x0 + x1) / 2, y0 + BENDS.get(edge, 0))
    start, end = _beside(control, (x0, y0)), _beside(control, (x1, y1))
    # A quadratic curve passes halfway between its control point and the middle of its ends.
    middle = ((start[0] + 2 * control[0] + end[0]) / 4, (start[1] + 2 * control[1] + end[1]) / 4)
    colour = COLOURS[operation]
    dashes = ' stroke-dasharray="4 4"' if operation == "none" else ""
    opacity = f' opacity="{PALE}"' if pale else ""
    return (
        f'<g{opacity}><path d="M{_point(start)} Q{_point(control)} {_point(end)}" fill="none" stroke="{colour}" '
        f'stroke-width="2.5"{dashes}/>{_arrow(control, end, colour)}'
        f'<text x="{middle[0]:.1f}" y="{middle[1] - 7:.1f}" fill="#222222" stroke="#FFFFFF" stroke-width="3" '
        f'paint-order="stroke">{LABELS[operation]}</text></g>'
    )


def _arrow(control: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    """Draw a triangle at the end of a curve, which runs from its control point to its end there."""
    dx, dy = _direction(control, end)
    back = (end[0] - 9 * dx, end[1] - 9 * dy)
    corners = [end, (back[0] - 4.5 * dy, back[1] + 4.5 * dx), (back[0] + 4.5 * dy, back[1] - 4.5 * dx)]
    return f'<polygon points="{" ".join(map(_point, corners))}" fill="{colour}"/>'


def _beside(control: tuple[float, float], node: tuple[float, float]) -> tuple[float, float]:
    dx, dy = _direction(control, node)
    return node[0] - RADIUS * dx, node[1] - RADIUS * dy


def _direction(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    return dx / length, dy / length


def _node(x: float, y: float, name: str) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS:.1f}" fill="#FFFFFF" stroke="#222222" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" fill="#222222">{name}</text>'
    )


def _point(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
