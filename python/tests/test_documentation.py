"""The examples of the documentation, run as they stand, and that every public function has one."""

import doctest
import importlib
import inspect
import pkgutil

import pandas
import pytest

import tenas

MODULES = [importlib.import_module(f"tenas.{module.name}") for module in pkgutil.iter_modules(tenas.__path__)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples(module, place, monkeypatch):
    monkeypatch.chdir(place)
    results = doctest.testmod(module, extraglobs={"tenas": tenas, "pandas": pandas})
    assert results.failed == 0


@pytest.mark.parametrize("name", [name for name in tenas.__all__ if callable(getattr(tenas, name))])
def test_every_public_name_has_an_example(name):
    documentation = inspect.getdoc(getattr(tenas, name))
    assert ">>>" in documentation or name == "Exit"
