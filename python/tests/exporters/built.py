"""The built command line, for the tests of exports."""

import subprocess

import pytest

import tenas as package


def _program():
    try:
        return package.program.find()
    except package.TenasError:
        return None


TENAS = _program()

needs_tenas = pytest.mark.skipif(TENAS is None, reason="the program tenas is not found; set TENAS to its path")


def tenas(*arguments, directory) -> str:
    return subprocess.run([TENAS, *arguments], cwd=directory, check=True, capture_output=True, text=True).stdout
