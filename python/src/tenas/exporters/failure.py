"""What the person at the terminal is told."""


class Failure(Exception):
    """What went wrong, in one line, and the exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
