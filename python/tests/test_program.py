"""Finding the program, running it, and its errors."""

import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

import tenas


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A world without the program."""
    monkeypatch.delenv("TENAS", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tenas.program, "BUNDLED", tmp_path / "bundle" / "tenas")
    return tmp_path


def script(path, text="exit 0"):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_without_the_program_one_line_says_what_to_do(nowhere):
    with pytest.raises(tenas.TenasError, match="set TENAS to its path") as failure:
        tenas.metrics()
    assert failure.value.status == 66


def test_the_variable_comes_first_then_the_package_then_path(nowhere, monkeypatch):
    on_path = script(nowhere / "tenas")
    assert tenas.program.find() == str(on_path)
    bundled = script(nowhere / "bundle" / "tenas")
    assert tenas.program.find() == str(bundled)
    named = script(nowhere / "other")
    monkeypatch.setenv("TENAS", str(named))
    assert tenas.program.find() == str(named)


def test_a_variable_that_is_wrong_is_an_error_even_if_path_has_the_program(nowhere, monkeypatch):
    script(nowhere / "tenas")
    monkeypatch.setenv("TENAS", str(nowhere / "gone"))
    with pytest.raises(tenas.TenasError, match="gone', which is not a program"):
        tenas.program.find()


@pytest.mark.parametrize(
    ("text", "message", "status"),
    [
        ("echo 'note: a' >&2; echo 'error: x.csv: line 3: bad' >&2; exit 65", "x.csv: line 3: bad", 65),
        ("echo 'Error: no such option' >&2; echo 'Usage: tenas' >&2; exit 64", "no such option", 64),
        ("echo 'Illegal instruction' >&2; exit 3", "Illegal instruction", 3),
        ("exit 2", "the program tenas failed with status 2", 2),
        ("kill -SEGV $$", "the program tenas was ended by SIGSEGV", 139),
    ],
)
def test_failures_carry_the_line_and_the_status(nowhere, monkeypatch, text, message, status):
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.setenv("TENAS", str(script(nowhere / "tenas", text)))
    with pytest.raises(tenas.TenasError) as failure:
        tenas.program.run([])
    assert (str(failure.value), failure.value.status) == (message, status)


def test_a_program_for_another_machine(nowhere, monkeypatch):
    path = script(nowhere / "tenas")
    path.write_bytes(b"\x7fELF not really")
    monkeypatch.setenv("TENAS", str(path))
    with pytest.raises(tenas.TenasError, match="tenas: Exec format error"):
        tenas.program.run([])


def test_a_table_of_metrics_that_is_not_understood(nowhere, monkeypatch):
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.setenv("TENAS", str(script(nowhere / "tenas", "echo hello")))
    with pytest.raises(tenas.TenasError, match="an unknown form"):
        tenas.metrics()


def test_program_and_package_are_of_one_version(program):
    assert tenas.program.run(["--version"]).text.startswith(f"{tenas.__version__} (")
    project = pathlib.Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{tenas.__version__}"\n' in project


def test_python_is_that_of_the_caller(nowhere, monkeypatch):
    """What the program leaves to Python is for the Python that runs this package."""
    monkeypatch.delenv("TENAS_PYTHON", raising=False)
    monkeypatch.setenv("TENAS", str(script(nowhere / "tenas", 'echo "$TENAS_PYTHON"')))
    assert tenas.program.run([]).text.strip() == sys.executable
    monkeypatch.setenv("TENAS_PYTHON", "/named/python")
    assert tenas.program.run([]).text.strip() == "/named/python"


COMMAND = "import sys, tenas.command, tenas.program; sys.exit(tenas.command.main())"


def test_the_command_of_a_wheel_becomes_the_program(tmp_path):
    bundled = script(tmp_path / "tenas" / "bin-tenas", 'echo "$0 $@ $TENAS_PYTHON"; exit 65')
    code = COMMAND.replace("sys.exit", f"tenas.command.BUNDLED = {str(bundled)!r}; sys.exit")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("TENAS_PYTHON", None)
    run = subprocess.run([sys.executable, "-c", code, "a b", "--c"], env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (65, f"{bundled} a b --c {os.path.normpath(sys.executable)}\n")
    bundled.write_bytes(b"\x7fELF not really")
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (74, f"error: {bundled}: Exec format error\n")
    bundled.unlink()
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (66, f"error: {bundled}: No such file or directory\n")


def test_no_verb_of_the_command_line_waits_for_pandas():
    code = "import sys, tenas, tenas.command, tenas.needs; print([m for m in ('numpy', 'pandas') if m in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert run.stdout == "[]\n"
    assert set(tenas.__all__) <= set(dir(tenas))
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        tenas.scores  # noqa: B018


def test_metrics(program):
    metrics = tenas.metrics()
    assert list(metrics.columns) == ("better labels passes definition cost source without_path spaces settings".split())
    assert metrics.loc["kappa", "better"] == "lower"
    assert set(metrics["better"]) == {"higher", "lower"}
    assert metrics.loc["expressivity", "settings"]["channels"] == "16"
    assert metrics.loc["kappa", "source"].startswith("TE-NAS (Chen et al., ICLR 2021)")
    assert len(metrics) > 30
    metrics.loc["kappa", "better"] = "changed"
    assert tenas.metrics().loc["kappa", "better"] == "lower"


def test_an_accuracy_table(place):
    table = tenas.table(place / "table.h5")
    assert list(table.columns) == ["architecture", "cifar10", "cifar100"]
    assert len(table) == 15625
    assert table["cifar10"].idxmax() == 6111
    assert table["cifar10"].notna().sum() == 10
    assert table["cifar100"].notna().sum() == 9
    assert table.loc[6111, "cifar100"] == 33
    assert table.loc[6111, "architecture"] == tenas.cell(6111).architecture


def test_tables_that_are_not_there(place):
    with pytest.raises(tenas.TenasError, match="gone.h5") as failure:
        tenas.table(place / "gone.h5")
    assert failure.value.status == 66
    with pytest.raises(tenas.TenasError, match="no data set has a column 'train_loss'; there are test_accuracy"):
        tenas.table(place / "table.h5", "train_loss")
    with pytest.raises(tenas.TenasError):
        tenas.table(place / "accuracies.csv")


STUBBORN = """
import sys, tenas
try:
    tenas.program.run([])
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(("obeys", "signals"), [(1, 1), (2, 2), (9, 3)])
def test_every_further_ctrl_c_is_more_urgent(tmp_path, obeys, signals):
    # A program that ends at the signal whose number is `obeys`; the third one cannot be caught.
    text = f"""
count=0
trap 'count=$((count + 1)); echo $count >>{tmp_path}/signals; [ $count -ge {obeys} ] && exit 130' INT
echo 0 >{tmp_path}/signals
while :; do sleep 0.05; done"""
    environment = {
        **os.environ,
        "TENAS": str(script(tmp_path / "tenas", text)),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], env=environment, stdout=subprocess.PIPE, text=True)
    heard = tmp_path / "signals"
    for number in range(signals):
        deadline = time.monotonic() + 30
        while not heard.exists() or len(heard.read_text().split()) < number + 1:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        # Python waits a moment for the program before it raises.
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[0] == "interrupted\n"
    assert len(heard.read_text().split()) - 1 == min(signals, 2)
