"""The program `tenas`: where it is, and how it is run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable

from .errors import Exit, TenasError

VARIABLE = "TENAS"
"""The environment variable that says where the program is."""

BUNDLED = Path(__file__).parent / "bin" / "tenas"
"""Where a wheel puts the program."""


class Output:
    """What a finished run of the program said."""

    def __init__(self, text: str, messages: str) -> None:
        self.text = text
        self.messages = messages

    @property
    def notes(self) -> list[str]:
        """The program's notes, which it writes to either stream."""
        lines = (self.messages + "\n" + self.text).splitlines()
        return [line[len("note: ") :] for line in lines if line.startswith("note: ")]


def find() -> str:
    """Find the program.

    The environment variable `TENAS` is looked at first, then the program inside this package, then `PATH`.

    Raises:
        TenasError: none of the three has it, or `TENAS` names something else than a program.

    >>> os.path.isfile(tenas.program.find())
    True
    """
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise TenasError(f"{VARIABLE} is '{named}', which is not a program", Exit.NO_SUCH_FILE)
        return found
    found = shutil.which(str(BUNDLED)) or shutil.which("tenas")
    if found is None:
        raise TenasError(
            f"the program tenas is not found: it is not in this package, nor on PATH; set {VARIABLE} to its path",
            Exit.NO_SUCH_FILE,
        )
    return found


def run(arguments: Sequence[str], *, while_waiting: Callable[[], None] | None = None, interval: float = 0.5) -> Output:
    """Run the program and wait for it.

    The program has a session of its own, so that Ctrl-C reaches Python alone. Python then interrupts the program once,
    waits until it has finished the cells in hand, and raises `KeyboardInterrupt`. A second Ctrl-C stops it at once.

    Args:
        arguments: what follows the program's name on a command line.
        while_waiting: is called about every `interval` seconds.
        interval: in seconds.

    Raises:
        TenasError: the program failed; the message is its own line.

    >>> tenas.program.run(["--version"]).text.split(".")[0]
    '0'
    """
    program = find()
    try:
        process = subprocess.Popen(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            # What the program leaves to Python is for this one, unless the user named another.
            env={"TENAS_PYTHON": sys.executable, **os.environ},
            start_new_session=True,
        )
    except OSError as error:
        raise TenasError(f"{program}: {error.strerror}", Exit.INPUT_OUTPUT) from error
    try:
        text, messages = _wait(process, while_waiting, interval)
    except BaseException:
        _interrupt(process)
        raise
    if process.returncode != 0:
        raise _failure(process.returncode, messages)
    return Output(text, messages)


def _wait(process: subprocess.Popen[str], while_waiting: Callable[[], None] | None, interval: float) -> tuple[str, str]:
    if while_waiting is None:
        return process.communicate()
    while True:
        try:
            return process.communicate(timeout=interval)
        except subprocess.TimeoutExpired:
            while_waiting()


def _interrupt(process: subprocess.Popen[str]) -> None:
    """Let the program finish the cells in hand; a second Ctrl-C stops it at once, a third kills it."""
    for end in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        process.send_signal(end)
        try:
            process.communicate()
            return
        except KeyboardInterrupt:
            continue
    process.wait()


def _failure(status: int, messages: str) -> TenasError:
    if status < 0:
        return TenasError(f"the program tenas was ended by {signal.Signals(-status).name}", 128 - status)
    lines = messages.splitlines()
    for line in lines:
        if line.lower().startswith("error: "):
            return TenasError(line[len("error: ") :], status)
    return TenasError(lines[-1] if lines else f"the program tenas failed with status {status}", status)


def option_arguments(options: Mapping[str, object]) -> list[str]:
    """Spell keyword arguments as the program's options.

    `batch_norm="frozen"` becomes `--batch-norm frozen`, `True` a flag, a list commas; `None` and `False` are left out.

    >>> tenas.program.option_arguments({"batch_norm": "frozen", "live": True, "dataset": ["cifar10", "cifar100"]})
    ['--batch-norm', 'frozen', '--live', '--dataset', 'cifar10,cifar100']
    """
    arguments: list[str] = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        arguments.append("--" + name.replace("_", "-"))
        if isinstance(value, (list, tuple)):
            arguments.append(",".join(map(str, value)))
        elif value is not True:
            arguments.append(str(value))
    return arguments
