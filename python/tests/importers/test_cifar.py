import io
import pickle
import tarfile

import numpy as np
import pytest

from tenas.importers.errors import ImportFailure
from tenas.importers.image_batches import CIFAR10, CIFAR100, write_cifar


def pixels(count, seed):
    return np.random.default_rng(seed).integers(0, 256, (count, 3072), dtype=np.uint8)


def python_file(path, labels, seed, protocol=4, key=b"labels"):
    content = {b"batch_label": b"made", key: labels, b"data": pixels(len(labels), seed), b"filenames": []}
    path.write_bytes(pickle.dumps(content, protocol=protocol))


def binary_file(path, labels, seed, coarse=None):
    columns = [np.array(labels, np.uint8)[:, None], pixels(len(labels), seed)]
    if coarse is not None:
        columns.insert(0, np.array(coarse, np.uint8)[:, None])
    path.write_bytes(np.hstack(columns).tobytes())


def archive(directory, path):
    with tarfile.open(path, "w:gz") as tar:
        for file in sorted(directory.iterdir(), reverse=True):
            tar.add(file, f"cifar/{file.name}")
    return path


def images_and_labels(source, layout):
    stream = io.BytesIO()
    write_cifar(source, stream, layout)
    stream.seek(0)
    array, labels = np.load(stream), np.load(stream)
    assert labels.shape == array.shape[:1] and stream.read() == b""
    return array, labels.tolist()


def images(source, layout):
    return images_and_labels(source, layout)[0]


def test_all_forms_of_cifar10_give_the_same_images(tmp_path):
    python, binary = tmp_path / "python", tmp_path / "binary"
    python.mkdir(), binary.mkdir()
    for number in (1, 2, 5):
        python_file(python / f"data_batch_{number}", [0, 9, 4], number)
        binary_file(binary / f"data_batch_{number}.bin", [0, 9, 4], number)
    python_file(python / "test_batch", [1], 7)
    expected = np.concatenate([pixels(3, number) for number in (1, 2, 5)]).reshape(-1, 3, 32, 32)
    for source in (python, archive(python, tmp_path / "p.tar.gz"), archive(binary, tmp_path / "b.tar.gz")):
        array, labels = images_and_labels(source, CIFAR10)
        np.testing.assert_array_equal(array, expected)
        assert labels == [0, 9, 4] * 3


def test_cifar100(tmp_path):
    made = tmp_path / "made"
    made.mkdir()
    python_file(made / "train", [99, 0] * 20, 3, key=b"fine_labels")
    expected = pixels(40, 3).reshape(-1, 3, 32, 32)
    array, labels = images_and_labels(made, CIFAR100)
    np.testing.assert_array_equal(array, expected)
    assert labels == [99, 0] * 20
    np.testing.assert_array_equal(images(archive(made, tmp_path / "p.tar.gz"), CIFAR100), expected)
    (made / "train").unlink()
    binary_file(made / "train.bin", [99, 0] * 20, 3, coarse=[19] * 40)
    array, labels = images_and_labels(archive(made, tmp_path / "b.tar.gz"), CIFAR100)
    np.testing.assert_array_equal(array, expected)
    assert labels == [99, 0] * 20, "the fine labels"


def test_archives_that_are_wrong(tmp_path):
    made = tmp_path / "made"
    made.mkdir()
    binary_file(made / "data_batch_1.bin", [10], 3)
    with pytest.raises(ImportFailure, match="label 0 is 10, where 0 to 9"):
        images(archive(made, tmp_path / "a.tar.gz"), CIFAR10)
    (made / "data_batch_1.bin").write_bytes(bytes(3072))
    with pytest.raises(ImportFailure, match="multiple of 3073"):
        images(archive(made, tmp_path / "a.tar.gz"), CIFAR10)
    with pytest.raises(ImportFailure, match="no training file of CIFAR-100"):
        images(tmp_path / "a.tar.gz", CIFAR100)
    whole = (tmp_path / "a.tar.gz").read_bytes()
    for data in (whole[:-30], b"text", b""):
        (tmp_path / "a.tar.gz").write_bytes(data)
        with pytest.raises(ImportFailure):
            images(tmp_path / "a.tar.gz", CIFAR10)
