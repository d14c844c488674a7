"""Tables and scores in a compression that Python undoes: read as the file itself, or named with what to do."""

import bz2
import importlib
import lzma
import os
import pathlib
import subprocess
import sys
import zipfile

import pytest
from small import CELLS

import tenas

COMMANDS = [
    ["validate", "--scores", "FORM", "--table", "table.h5", "--resamples", "2", "--threads", "1"],
    ["top", "FORM", "--by", "first"],
    ["cell", "0", "--run", "FORM"],
]


def run(program, place, arguments, stdin=None):
    """Run the program with this Python."""
    return subprocess.run(
        [program, *arguments], cwd=place, env=os.environ | {"TENAS_PYTHON": sys.executable},
        capture_output=True, text=True, check=False, stdin=stdin,
    )  # fmt: skip


@pytest.fixture(scope="session")
def packed(place, tmp_path_factory):
    """Scores of ten cells and a table, plain and packed in every way."""
    here = tmp_path_factory.mktemp("packed")
    rows = [f'"{tenas.cell(name).architecture}",{number * 37 % 61}' for number, name in enumerate(CELLS)]
    scores = ("arch,first\n" + "\n".join(rows) + "\n").encode()
    table = (place / "table.h5").read_bytes()
    for name, content in [("scores.csv", scores), ("table.h5", table)]:
        (here / name).write_bytes(content)
        (here / f"{name}.xz").write_bytes(lzma.compress(content))
        (here / f"{name}.bz2").write_bytes(bz2.compress(content))
        with zipfile.ZipFile(here / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"folder/{name}", content)
            archive.writestr(f"__MACOSX/folder/._{name}", b"\0")
    return here


@pytest.mark.parametrize("ending", ["xz", "bz2", "zip"])
def test_what_is_within_is_read(program, packed, ending):
    for command in COMMANDS:
        plain = run(program, packed, [part.replace("FORM", "scores.csv") for part in command])
        assert plain.returncode == 0, plain.stderr
        form = run(program, packed, [part.replace("FORM", f"scores.csv.{ending}") for part in command])
        assert (form.returncode, form.stdout.replace(f".{ending}", "")) == (0, plain.stdout), form.stderr
        with open(packed / f"scores.csv.{ending}", "rb") as stdin:
            piped = run(program, packed, [part.replace("FORM", "-") for part in command], stdin=stdin)
        assert piped.returncode == 0 and piped.stdout == plain.stdout.replace("scores.csv", "-"), piped.stderr
    for verb in [["table", "info"], ["table", "verify"]]:
        plain = run(program, packed, [*verb, "table.h5"])
        assert plain.returncode == 0
        assert run(program, packed, [*verb, f"table.h5.{ending}"]).stdout == plain.stdout


@pytest.mark.parametrize("ending", ["xz", "bz2", "zip"])
def test_half_a_file(program, packed, ending, tmp_path):
    whole = (packed / f"scores.csv.{ending}").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    outcome = run(program, tmp_path, ["top", "half"])
    assert outcome.returncode == 65 and "damaged or ends too early" in outcome.stderr
    assert outcome.stderr.startswith("error: half: is ") and outcome.stderr.count("\n") == 1
    assert not [file for file in pathlib.Path("/tmp").glob(".*.partial") if "packed" in file.name]


def archive(path, *members):
    with zipfile.ZipFile(path, "w") as opened:
        for name in members:
            opened.writestr(name, b"x")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (["a.csv", "b.csv"], "is a zip archive of 2 files: a.csv, b.csv; unpack it and give one of them"),
        ([], "is a zip archive of 0 files; unpack it"),
        (["[Content_Types].xml", "xl/workbook.xml"], "is a spreadsheet"),
        (["model/data.pkl", "model/version"], "is PyTorch's"),
        (["x.npy", "y.npy"], "an archive of NumPy's (npz)"),
    ],
)
def test_archives_without_one_table(program, tmp_path, members, words):
    archive(tmp_path / "a.zip", *members)
    for command in [["top", "a.zip"], ["table", "info", "a.zip"]]:
        outcome = run(program, tmp_path, command)
        assert outcome.returncode == 65 and words in outcome.stderr and outcome.stderr.count("\n") == 1, outcome.stderr


def test_zstandard(program, packed, tmp_path):
    try:
        compress = importlib.import_module("compression.zstd").compress
    except ImportError:
        compress = pytest.importorskip("zstandard", reason="no library for Zstandard").compress
    (tmp_path / "s.zst").write_bytes(compress((packed / "scores.csv").read_bytes()))
    assert run(program, tmp_path, ["top", "s.zst", "--by", "first"]).returncode == 0


def test_zstandard_without_a_library(program, tmp_path):
    try:
        importlib.import_module("compression.zstd")
        pytest.skip("this Python has the library")
    except ImportError:
        pass
    if importlib.util.find_spec("zstandard"):
        pytest.skip("the library is installed")
    (tmp_path / "s.zst").write_bytes(b"\x28\xb5\x2f\xfd\0")
    outcome = run(program, tmp_path, ["top", "s.zst"])
    assert outcome.returncode == 66
    assert "s.zst: is compressed with Zstandard" in outcome.stderr and "unzstd" in outcome.stderr
