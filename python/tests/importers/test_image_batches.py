import io
import os
import pickle

import numpy as np
import pytest

from tenas.importers.__main__ import main
from tenas.importers.errors import ImportFailure
from tenas.importers.image_batches import write_imagenet


def write_batch(path, labels, size=8, seed=0, protocol=4, **other):
    data = np.random.default_rng(seed).integers(0, 256, (len(labels), 3 * size * size), dtype=np.uint8)
    content = {"data": data, "labels": labels, "mean": data.mean(axis=0)} | other
    path.write_bytes(pickle.dumps(content, protocol=protocol))
    return data.reshape(-1, 3, size, size)


def images_and_labels(directory, **options):
    stream = io.BytesIO()
    count = write_imagenet(directory, stream, **options)
    stream.seek(0)
    array, labels = np.load(stream), np.load(stream)
    assert len(array) == count and labels.shape == (count,) and stream.read() == b""
    return array, labels.tolist()


def images(directory, **options):
    return images_and_labels(directory, **options)[0]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("size", [4, 16, 64])
def test_all_images_of_a_small_set(tmp_path, protocol, size):
    expected = write_batch(tmp_path / "train_data_batch_1", [1, 1000, 500] * 4, size, protocol=protocol)
    if protocol == 2 and size == 64:
        # Python 3 writes such bytes as one long text, which the official files do not have.
        with pytest.raises(ImportFailure):
            images(tmp_path)
        return
    np.testing.assert_array_equal(images(tmp_path), expected)


def test_the_first_of_each_class_over_all_files_in_numerical_order(tmp_path):
    labels = {1: [1, 2, 1, 1], 2: [2, 1, 3], 10: [3, 3, 2]}
    arrays = {n: write_batch(tmp_path / f"train_data_batch_{n}", labels[n], seed=n) for n in labels}
    write_batch(tmp_path / "val_data", [1, 2, 3])
    expected = np.concatenate([arrays[1][[0, 1, 2]], arrays[2][[0, 2]], arrays[10][[0]]])
    array, labels = images_and_labels(tmp_path, per_class=2)
    np.testing.assert_array_equal(array, expected)
    assert labels == [1, 2, 1, 2, 3, 3]


def test_files_that_are_not_needed_are_not_opened(tmp_path):
    write_batch(tmp_path / "train_data_batch_1", list(range(1, 1001)), size=2)
    (tmp_path / "train_data_batch_2").write_bytes(b"damaged")
    assert len(images(tmp_path, per_class=1)) == 1000
    with pytest.raises(ImportFailure, match="train_data_batch_2"):
        images(tmp_path, per_class=2)


def test_the_validation_file_stands_in(tmp_path):
    expected = write_batch(tmp_path / "val_data", [7, 8])
    np.testing.assert_array_equal(images(tmp_path), expected)


def test_keys_of_bytes_are_read(tmp_path):
    data = np.zeros((2, 12), dtype=np.uint8)
    (tmp_path / "val_data").write_bytes(pickle.dumps({b"data": data, b"labels": [1, 2]}, protocol=3))
    assert images(tmp_path).shape == (2, 3, 2, 2)


class Command:
    def __reduce__(self):
        return os.system, ("touch was-run",)


@pytest.mark.parametrize(
    "content, reason",
    [
        ([], "does not hold a dictionary"),
        ({"labels": [1]}, "not an array of uint8"),
        ({"data": np.zeros((1, 12))}, "no list of labels"),
        ({"data": np.zeros((1, 12)), "labels": [1]}, "not an array of uint8"),
        ({"data": np.zeros((1, 13), np.uint8), "labels": [1]}, "[N, 3 * size * size]"),
        ({"data": np.zeros(12, np.uint8), "labels": [1]}, "[N, 3 * size * size]"),
        ({"data": np.zeros((2, 12), np.uint8), "labels": [1]}, "1 labels for 2 images"),
        ({"data": np.zeros((1, 12), np.uint8), "labels": [0]}, "label 0 is 0, where 1 to 1000"),
        ({"data": np.zeros((1, 12), np.uint8), "labels": ["cat"]}, "label 0 is 'cat'"),
        ({"data": np.zeros((0, 12), np.uint8), "labels": []}, "0 labels for 0 images"),
        (Command(), "system has no place"),
    ],
)
def test_batches_that_are_wrong(tmp_path, monkeypatch, capsys, content, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "val_data").write_bytes(pickle.dumps(content, protocol=4))
    assert main(["imagenet", str(tmp_path)]) == 65
    printed = capsys.readouterr().err
    assert "val_data" in printed and reason in printed and printed.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["val_data"]


def test_directories_that_are_wrong(tmp_path, capsys):
    assert main(["imagenet", str(tmp_path)]) == 66
    assert "train_data_batch_1 to train_data_batch_10" in capsys.readouterr().err
    assert main(["imagenet", str(tmp_path / "absent")]) == 66
    (tmp_path / "val_data").write_bytes(b"")
    assert main(["imagenet", str(tmp_path)]) == 65
    assert main(["imagenet", str(tmp_path / "val_data")]) == 66
    assert capsys.readouterr().err.count("\n") == 3


def test_files_of_different_sizes_are_refused(tmp_path):
    write_batch(tmp_path / "train_data_batch_1", [1], size=4)
    write_batch(tmp_path / "train_data_batch_2", [1], size=8)
    with pytest.raises(ImportFailure, match="192 bytes"):
        images(tmp_path)
