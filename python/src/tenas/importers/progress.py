"""A line on a terminal that says how far an import is; nothing where standard error is not a terminal."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 24


class Progress:
    """Shows a bar and the time left, at most ten times a second. A context manager, whose end ends the line."""

    def __init__(self, total: int, what: str, stream: TextIO | None = None) -> None:
        self._total, self._what, self._stream = max(total, 1), what, stream or sys.stderr
        self._started = time.monotonic()
        self._shown = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print(file=self._stream)

    def show(self, done: int) -> None:
        """`done` of the total lies behind."""
        now = time.monotonic()
        if not self._stream.isatty() or now - self._shown < 0.1:
            return
        self._shown = now
        part = min(done / self._total, 1.0)
        bar = "#" * int(WIDTH * part) + "." * (WIDTH - int(WIDTH * part))
        left = int((now - self._started) * (1 - part) / part) if part > 0 else 0
        text = f"\r\x1b[K[{bar}] {100 * part:.0f}% {self._what}  {left // 60}:{left % 60:02} left"
        print(text, end="", file=self._stream, flush=True)
