"""A line that says how far an import is: on a terminal over itself, elsewhere one every thirty seconds."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from typing import TextIO

WIDTH = 24


class Progress:
    """Shows a bar and the time left, at most ten times a second. A context manager, whose end ends the line."""

    def __init__(self, total: int, what: str, stream: TextIO | None = None) -> None:
        self._total, self._what, self._stream = max(total, 1), what, stream or sys.stderr
        self._started = self._shown = time.monotonic()
        self._is_open = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_open:
            print(file=self._stream)

    def show(self, done: int) -> None:
        """`done` of the total lies behind."""
        now = time.monotonic()
        is_terminal = self._stream.isatty()
        if now - self._shown < (0.1 if is_terminal else 30):
            return
        self._shown = now
        part = min(done / self._total, 1.0)
        left = int((now - self._started) * (1 - part) / part) if part > 0 else 0
        text = f"{100 * part:.0f}% {self._what} {left // 60}:{left % 60:02} left"
        if not is_terminal:
            print(f"importing: {text}", file=self._stream, flush=True)
            return
        bar = f"[{'#' * int(WIDTH * part)}{'.' * (WIDTH - int(WIDTH * part))}]"
        lines = (f"importing {bar} {text}", f"importing {text}", text)
        width = _width(self._stream)
        line = next((line for line in lines if len(line) < width), text[: width - 1])
        print(f"\r\x1b[K{line}", end="", file=self._stream, flush=True)
        self._is_open = True


def folded(text: str, stream: TextIO) -> str:
    """The text in lines that are no longer than the terminal is wide; a word that is longer stays whole."""
    if not stream.isatty():
        return text
    return textwrap.fill(text, _width(stream), break_long_words=False, break_on_hyphens=False)


def _width(stream: TextIO) -> int:
    """The terminal's, in characters; 80 where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
