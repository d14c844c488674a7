import bz2
import csv
import os
import pathlib
import pickle
import tarfile

import h5py
import numpy as np
import pytest
from made import ROOT
from synthetic_archive import templates, write_archive

from tenas.importers import nats_bench
from tenas.importers.__main__ import main
from tenas.importers.nas_bench_201 import architectures

REAL = ROOT.parent / "shared" / "data" / "NATS-tss-v1_0-3ffb9-simple"
OFFICIAL = ROOT.parent / "shared" / "data" / "nats-bench-tss-200-epochs.csv"
CSV_COLUMNS = {
    "cifar10": "CIFAR10TestAccuracy200Epochs",
    "cifar100": "CIFAR100TestAccuracy200Epochs",
    "imagenet16-120": "ImageNetTestAccuracy200Epochs",
}
needs_real = pytest.mark.skipif(not REAL.exists(), reason="../shared/data has no NATS-Bench records")


def run(source, tmp_path, capsys):
    status = main(["nats-bench", str(source), "--output", str(tmp_path / "table.h5")])
    return status, capsys.readouterr().err


def trial(length, value, splits, **changes):
    by_split = {f"{split}@{epoch}": value + place for place, split in enumerate(splits, 1) for epoch in range(length)}
    return {
        "train_acc1es": dict.fromkeys(range(length), value),
        "train_losses": dict.fromkeys(range(length), 0.5),
        "eval_acc1es": by_split,
        "eval_losses": {key: 1.5 for key in by_split},
        "flop": 15.64737,
        "params": np.float64(0.129306),
        "latency": [np.float64(0.25), np.float64(0.75)],
        "epochs": length,
        "net_state_dict": None,
    } | changes


def record(index=0, **changes):
    """A made record of a cell, two seeds after 200 epochs."""
    results = {("cifar10", 777): trial(200, 80.0, ["ori-test"]), ("cifar10", 888): trial(200, 90.0, ["ori-test"])}
    return {"200": {"arch_index": index, "arch_str": architectures()[index], "all_results": results} | changes}


def write(directory: pathlib.Path, content, name="000000") -> pathlib.Path:
    directory.mkdir(exist_ok=True)
    (directory / f"{name}.pickle.pbz2").write_bytes(bz2.compress(pickle.dumps(content, protocol=4)))
    return directory


@needs_real
def test_real_records_equal_the_official_table(tmp_path, capsys):
    status, printed = run(REAL, tmp_path, capsys)
    assert status == 0 and "3 of 15625 cells have a record" in printed
    assert "cifar10-valid (seeds 111, 777)" in printed and "cifar10 (seeds 777, 888, 999)" in printed
    with OFFICIAL.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with h5py.File(tmp_path / "table.h5") as table:
        for dataset, column in CSV_COLUMNS.items():
            values = table[f"datasets/{dataset}/test_accuracy"][:]
            assert np.flatnonzero(~np.isnan(values)).tolist() == [0, 11, 284]
            for index in (0, 11, 284):
                assert abs(values[index] - float(rows[index][column])) < 1e-9
            assert (~np.isnan(table[f"datasets/{dataset}/train_accuracy"][:])).sum() == 3
            by_seed = table[f"datasets/{dataset}/test_accuracy_by_seed"]
            assert by_seed.shape == (15625, 3) and by_seed.attrs["seeds"].tolist() == [777, 888, 999]
            assert values[0] == pytest.approx(by_seed[0].mean())
        assert table["costs/cifar10/flops"][0] == 15_647_370 and table["costs/cifar10/parameters"][0] == 129_306
        assert 0.005 < table["costs/cifar10/latency"][0] < 0.05
        assert table["datasets/cifar10-valid/epochs12/validation_accuracy_by_seed"].shape == (15625, 2)
        full, part = (table[f"datasets/cifar100/{name}"][0] for name in ("test_accuracy_full", "test_accuracy"))
        validation = table["datasets/cifar100/validation_accuracy"][0]
        # 200 epochs, each timed alone.
        seconds = table["datasets/cifar10/train_time_by_seed"][0]
        trials = templates(REAL)[0].content["200"]["all_results"]
        assert seconds.tolist() == [sum(trials["cifar10", seed]["train_times"].values()) for seed in (777, 888, 999)]
        # The original test set is halved into validation and test.
        assert full == pytest.approx((part + validation) / 2, abs=1e-6)


@needs_real
@pytest.mark.parametrize("packed", [False, True])
def test_a_larger_archive_in_processes(tmp_path, capsys, packed):
    source = tmp_path / "archive"
    write_archive(REAL, source, 40)
    if packed:
        with tarfile.open(tmp_path / "archive.tar", "w") as archive:
            archive.add(source, "NATS-tss-v1_0-3ffb9-simple")
        source = tmp_path / "archive.tar"
    status, printed = run(source, tmp_path, capsys)
    assert status == 0 and "40 of 15625 cells" in printed
    expected = templates(REAL)[1].content["200"]["all_results"]["cifar10", 888]["train_losses"][199]
    with h5py.File(tmp_path / "table.h5") as table:
        assert table["datasets/cifar10/train_loss_by_seed"][37, 1] == expected


def test_made_record(tmp_path, capsys):
    assert run(write(tmp_path / "archive", record()), tmp_path, capsys)[0] == 0
    with h5py.File(tmp_path / "table.h5") as table:
        cifar10 = table["datasets/cifar10"]
        assert cifar10["test_accuracy"][0] == 86.0 and cifar10["train_accuracy"][0] == 85.0
        assert cifar10["test_accuracy_by_seed"][0].tolist() == [81.0, 91.0]
        assert cifar10["test_loss"][0] == 1.5 and np.isnan(cifar10["test_loss"][1])
        assert table["costs/cifar10/latency"][0] == 0.5
        assert "validation_accuracy" not in cifar10 and "train_time" not in cifar10


def test_the_time_of_a_training_is_that_of_all_its_epochs(tmp_path, capsys):
    for times, known in (
        (dict.fromkeys(range(200), 0.5), True),
        (dict.fromkeys(range(199), 0.5), False),
        (None, False),
    ):
        assert run(write(tmp_path / "archive", altered(train_times=times)), tmp_path, capsys)[0] == 0
        with h5py.File(tmp_path / "table.h5") as table:
            assert ("train_time" in table["datasets/cifar10"]) == known
            assert not known or table["datasets/cifar10/train_time"][0] == 100.0


def altered(**changes):
    return record(all_results={("cifar10", 777): trial(200, 80.0, ["ori-test"], **changes)})


@pytest.mark.parametrize(
    "content, reason",
    [
        ({}, "dictionary of records"),
        ([], "dictionary of records"),
        ({"200": 5}, "no record under '200'"),
        (record(1), "is the record of cell 1, where its name says 0"),
        (record(arch_str=architectures()[1]), "is not number 0 of the benchmark"),
        (record(arch_str=None), "is not number 0 of the benchmark"),
        (record(all_results=None), "has no all_results"),
        (record(all_results={("mnist", 7): {}}), "a trial on 'mnist'"),
        (record(all_results={("cifar10", "x"): {}}), "a seed 'x'"),
        (record(all_results={5: {}}), "documented form"),
        (altered(epochs=90), "trained for 90 epochs"),
        (altered(epochs="200"), "has no epochs"),
        (altered(train_acc1es={199: 101.0}), "train_acc1es[199] is 101.0, not a number from 0 to 100"),
        (altered(train_acc1es={199: float("nan")}), "train_acc1es[199] is nan"),
        (altered(eval_acc1es={"ori-test@199": "good"}), "eval_acc1es['ori-test@199'] is 'good'"),
        (altered(flop="many"), "flop is 'many'"),
        (altered(train_times=dict.fromkeys(range(200), "long")), "train_times is 'long'"),
        (record() | {"12": record(1)["200"]}, "of different cells"),
    ],
)
def test_records_that_are_wrong(tmp_path, capsys, content, reason):
    status, printed = run(write(tmp_path / "archive", content), tmp_path, capsys)
    assert status == 65 and printed.count("\n") == 1
    assert "000000.pickle.pbz2: " in printed and reason in printed
    assert not (tmp_path / "table.h5").exists()


class Command:
    def __reduce__(self):
        return os.system, ("touch was-run",)


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "ends too early"),
        (b"no bzip2", "bzip2"),
        (bz2.compress(b""), "ends too early"),
        (bz2.compress(pickle.dumps(record()))[:-20], "ends too early"),
        (bz2.compress(bytes(9 << 20)), "unpacks to more than the 8 MiB"),
        (bytes(3 << 20), "larger than the 2 MiB"),
        (bz2.compress(pickle.dumps(Command(), protocol=4)), "has no place in plain data"),
    ],
)
def test_files_that_are_wrong(tmp_path, monkeypatch, capsys, data, reason):
    monkeypatch.chdir(tmp_path)
    archive = write(tmp_path / "archive", record())
    (archive / "000001.pickle.pbz2").write_bytes(data)
    status, printed = run(archive, tmp_path, capsys)
    assert status == 65 and printed.count("\n") == 1
    assert "000001.pickle.pbz2: " in printed and reason in printed
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_sources_that_are_wrong(tmp_path, capsys):
    assert run(tmp_path / "absent", tmp_path, capsys)[0] == 66
    (tmp_path / "empty").mkdir()
    status, printed = run(tmp_path / "empty", tmp_path, capsys)
    assert status == 65 and "expected files such as 000000.pickle.pbz2" in printed
    (tmp_path / "text.tar").write_text("no archive" * 1000)
    assert run(tmp_path / "text.tar", tmp_path, capsys)[0] == 65
    archive = write(write(tmp_path / "archive", record()), record(), name="0")
    status, printed = run(archive, tmp_path, capsys)
    assert status == 65 and "a second record of cell 0" in printed


def test_a_list_of_other_cells_is_refused(tmp_path, capsys):
    archive = write(tmp_path / "archive", {"meta_archs": architectures()[::-1]}, name="meta")
    status, printed = run(archive, tmp_path, capsys)
    assert status == 65 and "meta.pickle.pbz2" in printed


def test_memory_is_bounded_by_the_batch(monkeypatch, tmp_path, capsys):
    """No more records are in memory than a batch, whatever the archive holds."""
    alive, most = set(), 0

    def tracked(path, read=nats_bench._read):
        nonlocal most
        alive.add(path)
        most = max(most, len(alive))
        return read(path)

    def shown(self, done):
        alive.clear()

    monkeypatch.setattr(nats_bench, "BATCH", 4)
    monkeypatch.setattr(nats_bench, "_read", tracked)
    monkeypatch.setattr(nats_bench.Progress, "show", shown)
    for index in range(10):
        write(tmp_path / "archive", record(index), name=f"{index:06}")
    assert run(tmp_path / "archive", tmp_path, capsys)[0] == 0
    assert most == 4
