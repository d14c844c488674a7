"""What the tests of importers share."""

import pathlib
import pickle

ROOT = pathlib.Path(__file__).resolve().parents[3]
"""The checkout."""


def pickled(value) -> bytes:
    """As the package's authors pickled."""
    return pickle.dumps(value, protocol=4)
