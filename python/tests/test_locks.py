"""Tables on a file system without locks (Lustre, NFS without its daemon), and tables that another program has open."""

import fcntl
import os
import shutil
import subprocess

import pytest

h5py = pytest.importorskip("h5py")
COMMANDS = [
    ["table", "info", "table.h5"],
    ["table", "verify", "table.h5"],
    ["cell", "6111", "--table", "table.h5"],
    ["correlate", "--scores", "run", "--table", "table.h5", "--resamples", "2"],
    ["top", "run", "--by", "kappa", "--table", "table.h5"],
]


def run(program, here, arguments, **environment):
    """Run the program in a directory."""
    return subprocess.run(
        [program, *arguments], cwd=here, env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def here(place, tmp_path):
    """A copy of the run and the table."""
    shutil.copytree(place / "run", tmp_path / "run")
    shutil.copy(place / "table.h5", tmp_path)
    return tmp_path


def test_no_locks(program, here):
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    (here / "locks.c").write_text(
        "#include <errno.h>\nint flock(int file, int how) { (void)file; (void)how; errno = ENOLCK; return -1; }\n"
    )
    subprocess.run([compiler, "-shared", "-fPIC", "-o", "locks.so", "locks.c"], cwd=here, check=True)
    without = {"LD_PRELOAD": str(here / "locks.so")}
    for command in COMMANDS:
        outcome = run(program, here, command, **without)
        assert (outcome.returncode, outcome.stdout) == (0, run(program, here, command).stdout), outcome.stderr
    scoring = ["score", "--sample", "4", "--metrics", "parameters", "--repeats", "1", "--output", "new"]
    assert run(program, here, scoring, **without).returncode == 0
    imported = [
        "table",
        "import",
        "--from",
        "csv",
        "t.csv",
        "--architecture-column",
        "i",
        "--map",
        "a=cifar10/test_accuracy",
    ]
    (here / "t.csv").write_text("i,a\n1,50\n2,60\n")
    assert run(program, here, [*imported, "--output", "new.h5"], **without).returncode == 0
    assert run(program, here, ["table", "verify", "new.h5"], **without).returncode == 0


def test_open_elsewhere(program, here):
    with open(here / "table.h5", "r+b") as table:
        fcntl.flock(table, fcntl.LOCK_SH)
        assert run(program, here, COMMANDS[0]).returncode == 0
        fcntl.flock(table, fcntl.LOCK_EX)
        for command in COMMANDS:
            outcome = run(program, here, command)
            assert outcome.returncode == 74
            assert (
                outcome.stderr
                == "error: table.h5: another program has it open for writing; try again when it is done\n"
            )
    assert run(program, here, COMMANDS[0]).returncode == 0
