"""Vega-Lite specifications to pictures, with vl-convert, which needs no browser and no network."""

from __future__ import annotations

import json
import os
import pathlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..needs import missing
from ..part import Failure, write_whole
from .compact import compact
from .printed import WIDTHS, as_wide_as, laid_out

VEGA_LITE = "6.4"
PNG_SCALE = 2
SCREEN = ("svg", "png")
"""The formats that a page links to."""
LIBRARY_LINE = "<!-- drawing library -->"
"""The line of `report.html` that the library replaces; `ReportPage+HTML.swift` has the same."""


def render(
    directory: str | os.PathLike[str], formats: Sequence[str] = SCREEN, columns: Sequence[int] = tuple(WIDTHS)
) -> Iterator[str]:
    """Draws every `NAME.vl.json` of a directory.

    `svg` and `png` become `NAME.svg` and `NAME.png`, after which `report.html` is completed; `pdf` becomes
    `NAME-N-column.pdf` for every N of `columns`, as wide as that many columns of a paper. Yields the names of the files
    as they are written. Raises Failure.
    """
    directory = pathlib.Path(directory)
    if not directory.is_dir():
        raise Failure(f"{directory}: there is no such directory", os.EX_NOINPUT)
    renderer = _renderer()
    for path in sorted(directory.glob("*.vl.json")):
        specification = with_inline_data(path)
        name = path.name.removesuffix(".vl.json")
        try:
            # A picture is compiled once; this is what takes long with many points.
            if set(formats) & set(SCREEN):
                svg = compact(renderer.vegalite_to_svg(specification, vl_version=VEGA_LITE))
                if "svg" in formats:
                    yield _write(directory / f"{name}.svg", svg.encode())
                if "png" in formats:
                    yield _write(directory / f"{name}.png", renderer.svg_to_png(svg, scale=PNG_SCALE))
            for count in columns if "pdf" in formats else ():
                svg = compact(renderer.vegalite_to_svg(laid_out(specification, count), vl_version=VEGA_LITE))
                pdf = renderer.svg_to_pdf(as_wide_as(count, svg))
                yield _write(directory / f"{name}-{count}-column.pdf", pdf)
        except ValueError as error:
            raise Failure(f"{path}: cannot be drawn: {str(error).splitlines()[0]}", os.EX_DATAERR) from error
    page = directory / "report.html"
    if page.exists() and set(formats) & set(SCREEN):
        yield _write(page, with_library(page.read_text(encoding="utf-8"), renderer).encode())


def with_inline_data(path: pathlib.Path) -> dict[str, Any]:
    """A specification with its CSV in it; the CSV is looked for beside the specification."""
    try:
        specification: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        data = specification["data"]
        data["values"] = (path.parent / data.pop("url")).read_text(encoding="utf-8")
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{path}: is not a specification with a data url: {error}", os.EX_DATAERR) from error
    return specification


def with_library(page: str, renderer: Any) -> str:
    """A page with Vega, Vega-Lite and Vega-Embed in it; a page that has them stays as it is."""
    if LIBRARY_LINE not in page:
        return page
    library = re.sub("</(script)", r"<\\/\1", renderer.javascript_bundle(vl_version=VEGA_LITE), flags=re.IGNORECASE)
    return page.replace(LIBRARY_LINE, f"<script>{library}</script>", 1)


def _renderer() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise Failure(missing(error), os.EX_UNAVAILABLE) from error
    return vl_convert


def _write(path: pathlib.Path, data: bytes) -> str:
    write_whole(path, data)
    return path.name
