"""Writes h5py-table.h5: a table of three cells, written by tenas.importers with every kind of column.

Run with h5py in the folder of this file: PYTHONPATH=../../../data python make_h5py_table.py
"""

import numpy as np

from tenas.importers.nas_bench_201 import architectures
from tenas.importers.table import write_table

write_table(
    "h5py-table.h5",
    "three cells",
    architectures()[:3],
    {
        "/datasets/cifar10/test_accuracy": np.array([85.5, 93.25, np.nan]),
        "/datasets/cifar10/test_accuracy_by_seed": np.array([[85.0, 86.0], [93.0, 93.5], [np.nan, np.nan]]),
        "/datasets/cifar10/train_loss": np.array([0.5, 0.25, 2.5]),
        "/datasets/cifar10/epochs12/test_accuracy": np.array([60.0, 70.0, 70.0]),
        "/datasets/imagenet16-120/validation_accuracy": np.array([20.0, 30.0, 40.0]),
        "/costs/cifar10/parameters": np.array([1e6, 2e6, 3e6]),
    },
)
