"""The files' layout is made here after the benchmark's own interface and torch's format; no real file is at hand."""

import os
import pickle
import tracemalloc
import zipfile

import h5py
import numpy as np
import pytest
from test_nats_bench import trial

from tenas.importers import nasbench201_pth
from tenas.importers.__main__ import main
from tenas.importers.nas_bench_201 import architectures


def cell(index, value=80.0):
    """Both records of a cell as the benchmark's file has them."""

    def record(results):
        return {"arch_index": index, "arch_str": architectures()[index], "all_results": results, "dataset_seed": {}}

    splits = ["ori-test", "x-valid", "x-test"]
    return {
        "full": record({("cifar100", seed): trial(200, value, splits) for seed in (777, 999)}),
        "less": record({("cifar10-valid", 777): trial(12, 40.0, ["x-valid", "ori-test"])}),
    }


def content(cells):
    return {"meta_archs": architectures(), "total_archs": 15625, "arch2infos": cells, "evaluated_indexes": set(cells)}


def legacy(value, path, protocol=2):
    """As torch.save before version 1.6."""
    with path.open("wb") as file:
        for part in (nasbench201_pth.MAGIC, 1001, {"protocol_version": 1001, "little_endian": True}, value, []):
            pickle.dump(part, file, protocol=protocol)
    return path


def zipped(value, path, protocol=2):
    """As torch.save since then."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(value, protocol=protocol))
        archive.writestr("archive/version", "3\n")
    return path


def run(source, tmp_path, capsys):
    status = main(["nasbench201-pth", str(source), "--output", str(tmp_path / "table.h5")])
    return status, capsys.readouterr().err


@pytest.mark.parametrize("protocol", [2, 4])
@pytest.mark.parametrize("container", [legacy, zipped])
def test_both_containers(tmp_path, capsys, container, protocol):
    cells = {index: cell(index, 70.0 + index) for index in range(8)}
    status, printed = run(container(content(cells), tmp_path / "made.pth", protocol), tmp_path, capsys)
    assert status == 0, printed
    assert "8 of 15625 cells" in printed and "200 epochs: cifar100 (seeds 777, 999)" in printed
    with h5py.File(tmp_path / "table.h5") as table:
        cifar100 = table["datasets/cifar100"]
        assert cifar100["train_accuracy"][:8].tolist() == [70.0 + index for index in range(8)]
        assert cifar100["test_accuracy_full"][5] == 76.0 and cifar100["validation_accuracy"][5] == 77.0
        assert cifar100["test_accuracy"][5] == 78.0 and np.isnan(cifar100["test_accuracy"][8])
        assert table["datasets/cifar10-valid/epochs12/validation_accuracy"][7] == 41.0
        assert table["costs/cifar100/flops"][3] == 15_647_370


def test_memory_does_not_grow_with_the_file(tmp_path, capsys):
    """After the first cells nothing is kept of a cell but its final values."""

    def peak(count):
        path = legacy(content({index: cell(index) for index in range(count)}), tmp_path / f"{count}.pth")
        tracemalloc.start()
        assert run(path, tmp_path, capsys)[0] == 0
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(60) < peak(10) + 1_000_000


class Command:
    def __reduce__(self):
        return os.system, ("touch was-run",)


@pytest.mark.parametrize("container", [legacy, zipped])
@pytest.mark.parametrize(
    "value, reason",
    [
        (Command(), "system has no place in plain data"),
        ([], "a dictionary with arch2infos"),
        ({"arch2infos": {0: cell(0)}}, "meta_archs"),
        (content({}), "no record of a cell"),
        (content({0: {"full": 1, "less": 2}}), "no record under 'full'"),
        (content({0: cell(0) | {"full": cell(0)["full"] | {"arch_str": "|x|"}}}), "cell 0 is '|x|'"),
        (content({0: cell(0) | {"full": cell(0)["full"] | {"arch_index": 20000}}}), "a record of cell 20000"),
        (content({0: cell(0, value=150.0)}), "cell 0: train_acc1es[199] is 150.0"),
    ],
)
def test_contents_that_are_wrong(tmp_path, monkeypatch, capsys, container, value, reason):
    monkeypatch.chdir(tmp_path)
    status, printed = run(container(value, tmp_path / "made.pth"), tmp_path, capsys)
    assert status == 65 and printed.count("\n") == 1
    assert "made.pth: " in printed and reason in printed
    assert [path.name for path in tmp_path.iterdir()] == ["made.pth"]


def test_files_that_are_wrong(tmp_path, capsys):
    path = tmp_path / "made.pth"
    for data in (b"", b"text", pickle.dumps(5), b"PK\x03\x04 no archive", pickle.dumps([1], protocol=0)):
        path.write_bytes(data)
        status, printed = run(path, tmp_path, capsys)
        assert status == 65 and printed.count("\n") == 1
    assert run(tmp_path / "absent.pth", tmp_path, capsys)[0] == 66


@pytest.mark.parametrize("container", [legacy, zipped])
def test_truncation_at_every_thousandth_byte(tmp_path, capsys, container):
    data = container(content({0: cell(0)}), tmp_path / "whole.pth").read_bytes()
    path = tmp_path / "made.pth"
    # The list of cells is a megabyte and a half of like strings; the ends of the file are what differs.
    lengths = [*range(0, 20_000, 1_000), *range(len(data) - 100_000, len(data) - 1_000, 1_000)]
    for length in lengths:
        path.write_bytes(data[:length])
        status, printed = run(path, tmp_path, capsys)
        assert status == 65 and printed.count("\n") == 1


def test_tensors_are_passed_over(tmp_path, capsys):
    torch = pytest.importorskip("torch")
    for old in (True, False):
        torch.save(
            content({0: cell(0) | {"weights": torch.zeros(3)}}),
            tmp_path / "t.pth",
            _use_new_zipfile_serialization=not old,
        )
        status, printed = run(tmp_path / "t.pth", tmp_path, capsys)
        assert status == 0, printed
