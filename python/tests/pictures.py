"""The pictures of the documentation, small enough for a repository: `make pictures`.

`pictures.py small PICTURE OUTPUT` takes a palette of few colours; `pictures.py page PAGE#VIEW OUTPUT` shows a page in a
window of a laptop first.
"""

import pathlib
import sys
import tempfile

from browser import browser
from PIL import Image


def main(kind, source, output):
    """Write a picture."""
    with tempfile.TemporaryDirectory() as place:
        picture = pathlib.Path(source)
        if kind == "page":
            page, _, view = source.partition("#")
            picture = pathlib.Path(place) / "page.png"
            with browser(pathlib.Path(place) / "profile") as tab:
                tab.size(1400, 900)
                tab.open(pathlib.Path(page), view)
                tab.picture(picture)
        Image.open(picture).quantize(256 if kind == "page" else 96).save(output, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
