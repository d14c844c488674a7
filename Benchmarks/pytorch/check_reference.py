"""Checks te_nas.py against a file of recorded cases: python check_reference.py REFERENCE.h5

Every case of the spaces nas-bench-201 and nas-bench-201-supernet is evaluated in float64 from its stored weights and inputs:
logits, kernels and eigenvalues must agree within 1e-9 of the largest entry, kappa within 1e-6 relative, region counts exactly.
The exit status is 1 if a case fails.
"""

import argparse
import math
import sys

import h5py
import numpy
import torch

import te_nas

SPACES = ["nas-bench-201", "nas-bench-201-supernet"]


def edge_weights(case):
    """The supernet weights of a case: softmax of its alphas, or one operation an edge."""
    if "alphas" in case:
        return torch.softmax(torch.tensor(case["alphas"][...], dtype=torch.float64), dim=1).tolist()
    return te_nas.one_hot_weights(case.attrs["architecture"])


def load(network, case):
    """The network in float64 with the case's parameters; a parameter too many or too few is an error."""
    network.double()
    network.load_state_dict({name: torch.tensor(value[...]) for name, value in case["parameters"].items()})
    return network


def kernel_network(space, case):
    """The network of a case under /ntk."""
    options = {key: int(case.attrs[key]) for key in ("channels", "cells_per_stage", "classes")}
    if space == "nas-bench-201":
        return load(te_nas.cell_network(case.attrs["architecture"], **options), case)
    return load(te_nas.supernet(edge_weights(case), **options), case)


def region_network(case):
    """The thin network of a case under /regions."""
    return load(te_nas.supernet(edge_weights(case), channels=int(case.attrs["channels"]), thin=True), case)


def difference(actual, expected):
    """The largest deviation, relative to the largest expected entry (absolute where that is zero)."""
    scale = numpy.abs(expected).max()
    return float(numpy.abs(numpy.asarray(actual) - expected).max() / (scale if scale > 0 else 1))


def kappa_agrees(actual, expected):
    return actual == expected if math.isinf(expected) else abs(actual - expected) <= 1e-6 * expected


def check_kernels(space, case):
    """One line for each deviation of a case under /ntk, and the largest relative one."""
    network = kernel_network(space, case)
    images = torch.tensor(case["input"][...], dtype=torch.float64)
    failures, largest = [], 0.0
    for frozen, dataset, attribute in [(False, "ntk", "kappa"), (True, "ntk_frozen_batchnorm", "kappa_frozen_batchnorm")]:
        te_nas.freeze_batch_norm(network, frozen)
        logits, kernel = te_nas.tangent_kernel(network, images)
        eigenvalues = torch.linalg.eigvalsh(kernel)
        deviations = {"logits": difference(logits, case["logits"][...]), dataset: difference(kernel, case[dataset][...])}
        _, vectorised = te_nas.tangent_kernel_vectorised(network, images)
        deviations[f"vectorised {dataset}"] = difference(vectorised, case[dataset][...])
        if not frozen:
            deviations["eigenvalues"] = difference(eigenvalues, case["eigenvalues"][...])
        largest = max(largest, *deviations.values())
        failures += [f"{name} deviates by {value:.2e}" for name, value in deviations.items() if not value <= 1e-9]
        kappa = te_nas.condition_number(eigenvalues)
        if not kappa_agrees(kappa, case.attrs[attribute]):
            failures.append(f"{attribute} is {kappa}, not {case.attrs[attribute]}")
    return failures, f"largest deviation {largest:.1e}"


def check_regions(_, case):
    """One line for each deviation of a case under /regions, and its count."""
    patterns = te_nas.activation_patterns(region_network(case), torch.tensor(case["input"][...], dtype=torch.float64))
    actual = {"regions": len(torch.unique(patterns, dim=0)), "relu_units": patterns.shape[1]}
    failures = [f"{name} is {value}, not {case.attrs[name]}" for name, value in actual.items() if value != case.attrs[name]]
    return failures, f"{actual['regions']} regions"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", help="HDF5 file of recorded cases")
    failed = 0
    with h5py.File(parser.parse_args().reference) as file:
        for kind, check in [("ntk", check_kernels), ("regions", check_regions)]:
            for space in SPACES:
                for name, case in file[f"{kind}/{space}"].items():
                    failures, summary = check(space, case)
                    failed += bool(failures)
                    print(f"{'FAIL' if failures else 'ok  '} /{kind}/{space}/{name}: {'; '.join(failures) or summary}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
