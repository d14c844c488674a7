"""The layouts are made here after NASLib's and NAS-Bench-Suite-Zero's readers; no real file is at hand."""

import json
import math
import os
import pickle

import h5py
import numpy as np
import pytest

from tenas.importers.__main__ import main
from tenas.importers.nas_bench_201 import architectures

STRING = "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|"
KEY = "(4, 0, 3, 1, 4, 3)"


def run(verb, source, tmp_path, capsys):
    status = main([verb, str(source), "--output", str(tmp_path / "table.h5")])
    return status, capsys.readouterr().err


def naslib_record(value):
    course = [value] * 200
    return {
        "train_acc1es": [1.0] * 199 + [value + 1],
        "train_losses": [0.5] * 200,
        "eval_acc1es": course,
        "eval_losses": [1.5] * 200,
        "cost_info": {"flops": 15.64737, "params": 0.129306, "latency": 0.014, "train_time": 9.0},
    }


def test_naslib_directory(tmp_path, capsys):
    order = architectures()
    for name, datasets in (("cifar10", ("cifar10-valid", "cifar10")), ("ImageNet16", ("ImageNet16-120",))):
        data = {order[index]: {dataset: naslib_record(60.0 + index) for dataset in datasets} for index in range(9)}
        (tmp_path / f"nb201_{name}_full_training.pickle").write_bytes(pickle.dumps(data))
    status, printed = run("naslib", tmp_path, tmp_path, capsys)
    assert status == 0 and "9 of 15625 cells" in printed
    with h5py.File(tmp_path / "table.h5") as table:
        assert table["datasets/cifar10-valid/validation_accuracy"][8] == 68.0
        assert table["datasets/cifar10/test_accuracy"][0] == 60.0
        assert table["datasets/imagenet16-120/train_accuracy"][1] == 62.0
        assert table["costs/cifar10/flops"][0] == 15_647_370
        assert "validation_accuracy_by_seed" not in table["datasets/cifar10-valid"]


class Command:
    def __reduce__(self):
        return os.system, ("touch was-run",)


@pytest.mark.parametrize(
    "value, reason",
    [
        (Command(), "system has no place in plain data"),
        ([], "no dictionary of cells"),
        ({"|x|": {"cifar10": naslib_record(60.0)}}, "'|x|' is no cell"),
        ({STRING: {"mnist": naslib_record(60.0)}}, "'mnist' is none of"),
        ({STRING: {"cifar10": naslib_record(160.0)}}, "train_accuracy is 161.0"),
        ({STRING: {"cifar10": {}}}, "has no accuracies"),
        ({STRING: {"cifar10": naslib_record(60.0) | {"cost_info": {"flops": math.nan}}}}, "flops is nan"),
        ({STRING: {"cifar10": naslib_record(60.0) | {"cost_info": {"params": 2**1500}}}}, "params is 3507466"),
    ],
)
def test_naslib_files_that_are_wrong(tmp_path, monkeypatch, capsys, value, reason):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "nb201_cifar10_full_training.pickle"
    path.write_bytes(pickle.dumps(value, protocol=4))
    status, printed = run("naslib", path, tmp_path, capsys)
    assert status == 65 and printed.count("\n") == 1
    assert path.name in printed and reason in printed
    assert not (tmp_path / "was-run").exists()


def test_naslib_sources_that_are_missing(tmp_path, capsys):
    assert run("naslib", tmp_path, tmp_path, capsys)[0] == 66
    assert run("naslib", tmp_path / "absent", tmp_path, capsys)[0] == 66


def test_suite_zero(tmp_path, capsys):
    record = {"synflow": {"score": 3.5, "time": 0.1}, "val_accuracy": 61.5, "id": 7}
    content = {"cifar10": {KEY: record}, "ImageNet16-120": {STRING: record | {"val_accuracy": 30}, "(0,)*6": {}}}
    path = tmp_path / "zc.json"
    path.write_text(json.dumps(content))
    status, printed = run("suite-zero", path, tmp_path, capsys)
    assert status == 0 and "1 of 15625 cells" in printed
    index = architectures().index(STRING)
    with h5py.File(tmp_path / "table.h5") as table:
        values = table["datasets/cifar10/validation_accuracy"][:]
        assert values[index] == 61.5 and np.isnan(values).sum() == 15624
        assert table["datasets/imagenet16-120/validation_accuracy"][index] == 30.0


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "no dictionary of data sets"),
        ('{"cifar10": []}', "no dictionary of cells"),
        ('{"cifar10": {"(9, 0, 3, 1, 4, 3)": {"val_accuracy": 50}}}', "not six operations"),
        ('{"cifar10": {"(4, 0, 3, 1, 4, 3)": {"val_accuracy": 101}}}', "validation_accuracy is 101"),
        ('{"cifar10": {"(4, 0, 3, 1, 4, 3)": {"val_accuracy": NaN}}}', "validation_accuracy is nan"),
        ('{"svhn": {"(4, 0, 3, 1, 4, 3)": {"val_accuracy": 50}}}', "'svhn' is none of"),
        ('{"cifar10": {"(4, 0, 3, 1, 4, 3)": {}}}', "has no accuracies"),
    ],
)
def test_suite_zero_files_that_are_wrong(tmp_path, capsys, text, reason):
    path = tmp_path / "zc.json"
    path.write_text(text)
    status, printed = run("suite-zero", path, tmp_path, capsys)
    assert status == 65 and printed.count("\n") == 1 and reason in printed
