"""One page of text, style, script, data and drawing library."""

from __future__ import annotations

import base64
import html
import json
import os
import pathlib
import re
import zlib

from ..needs import missing
from ..part import Failure

SOURCES = pathlib.Path(__file__).parent
SCRIPTS = (
    "atlas.js", "benchmark.js", "genotypes.js", "drawing.js", "axis.js", "colour.js", "plot.js", "state.js", "card.js",
    "table.js", "main.js",
)  # fmt: skip
"""In the order in which they need each other."""


def page(packed: bytes) -> str:
    """Bundle the page around what `CellAtlas.packed()` wrote: a line of JSON, and bytes to which it points."""
    title = json.loads(packed[: packed.index(b"\n")])["title"]
    script = "".join((SOURCES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    parts = {
        "title": html.escape(title),
        "style": (SOURCES / "style.css").read_text(encoding="utf-8"),
        "script": f"(() => {{\n'use strict';\n{script}}})();\n",
        "atlas": _deflated(packed),
        "library": _deflated(_library()),
    }
    text = (SOURCES / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], text)


def _library() -> bytes:
    """Vega-Embed and the Vega within it, as the renderer of pictures brings them."""
    try:
        import vl_convert
    except ImportError as error:
        raise Failure(missing(error), os.EX_UNAVAILABLE) from error
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.encode()


def _deflated(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")
