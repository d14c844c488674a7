"""The pictures of the documentation, small enough for a repository: `make pictures`, `make formulas`.

`pictures.py small PICTURE OUTPUT` takes a palette of few colours; `pictures.py page PAGE#VIEW OUTPUT` shows a page in a
window of a laptop first. `pictures.py formulas DIRECTORY` typesets the formulas.
"""

import pathlib
import sys
import tempfile

import matplotlib
import matplotlib.figure
from browser import browser
from PIL import Image

FORMULAS = {
    "formula-kernel": r"$f_i=\sum_k\, \mathrm{logit}_k(x_i)\qquad K_{ij}=\langle\nabla f_i,\nabla f_j\rangle\qquad"
    r"\kappa=\dfrac{\lambda_{\max}(K)}{\lambda_{\min}(K)}$",
    "formula-1": r"$\dfrac{\partial f}{\partial\gamma}=\sum\, g\,\hat x\qquad\dfrac{\partial f}{\partial\beta}=\sum\, g"
    r"\qquad\dfrac{\partial f}{\partial y}=\dfrac{\gamma}{\sigma}\left(g-\dfrac{S}{N}-\hat x\,\dfrac{T}{N}\right)\qquad"
    r"S=\sum\, g,\quad T=\sum\, g\,\hat x\qquad(1)$",
    "formula-2": r"$\dfrac{\partial f}{\partial W}=\dfrac{\gamma}{\sigma}\left(M-\dfrac{S}{N}\sum\, p-\dfrac{T}{N}"
    r"\sum\,\hat x\,p\right)\qquad M=\sum\, g\,p\qquad(2)$",
    "formula-3": r"$T=\sum\, g\,\dfrac{y-m}{\sigma}=\dfrac{W\cdot M-m\,S}{\sigma}\qquad(3)$",
    "formula-4": r"$\mathrm{BN}(\alpha u)=\dfrac{u-m}{\sqrt{\mathrm{var}\,u+\varepsilon/\alpha^2}}\qquad"
    r"u=\left(W+\dfrac{t\,g}{\alpha}\right)*x\qquad(4)$",
}
"""The formulas, by the names of their files."""


def write_formulas(directory):
    """Typeset every formula as SVG, the same bytes every time."""
    matplotlib.rcParams |= {"mathtext.fontset": "cm", "svg.hashsalt": "tenas"}
    for name, formula in FORMULAS.items():
        figure = matplotlib.figure.Figure(figsize=(0.1, 0.1))
        figure.text(0, 0, formula, fontsize=15)
        path = pathlib.Path(directory) / f"{name}.svg"
        figure.savefig(path, bbox_inches="tight", pad_inches=0.06, facecolor="white", metadata={"Date": None})


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
        colours = 256 if kind == "page" else 128
        # The colours farthest apart come first, so that those of a legend stay as they are.
        small = Image.open(picture).convert("RGB").quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=3)
        small.save(output, optimize=True)


if __name__ == "__main__":
    if sys.argv[1] == "formulas":
        write_formulas(sys.argv[2])
    else:
        main(*sys.argv[1:])
