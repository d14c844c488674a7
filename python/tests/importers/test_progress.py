"""The line that says how far an import is."""

import fcntl
import io
import os
import pty
import struct
import termios

import pytest

from tenas.importers.progress import Progress, folded


class Clock:
    """A time that is set."""

    now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("tenas.importers.progress.time", clock)
    return clock


@pytest.mark.parametrize("width", [20, 40, 60, 200])
def test_a_line_is_no_wider_than_the_terminal(clock, width):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    with os.fdopen(slave, "w") as stream:
        with Progress(200, "of the archive", stream) as progress:
            clock.now += 30
            progress.show(50)
            clock.now += 0.05
            progress.show(60)  # too soon
        written = os.read(master, 1 << 12).decode()
    os.close(master)
    line = written.removeprefix("\r\x1b[K").removesuffix("\r\n")
    assert "25%" in line and len(line) < width and "\r" not in line
    assert ("importing [######..................] 25% of the archive 1:30 left" == line) == (width == 200)


def test_a_note_is_folded_for_a_terminal_alone():
    note = "note: " + "a-word-of-more-than-twenty-letters and " * 3
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
    with os.fdopen(slave, "w") as stream:
        lines = folded(note, stream).split("\n")
    os.close(master)
    assert " ".join(lines).split() == note.split()
    assert all(len(line) <= 20 or " " not in line for line in lines) and len(lines) > 3
    assert folded(note, io.StringIO()) == note


def test_without_a_terminal_there_is_a_line_every_thirty_seconds(clock):
    stream = io.StringIO()
    with Progress(200, "of the cells", stream) as progress:
        for _ in range(61):
            clock.now += 1
            progress.show(100)
    assert stream.getvalue() == "importing: 50% of the cells 0:30 left\nimporting: 50% of the cells 1:00 left\n"
