"""Checks literature.py against a file of recorded values: python check_metrics.py REFERENCE.h5

Every metric that a case under /metrics/nas-bench-201 records is evaluated in float64 from the stored weights and inputs, and
printed beside the recorded value with the relative error (absolute where the recorded value is 0), which must not exceed 1e-6.
A value that is not finite must be the same one, NaN for NaN; cells without a path are held to that like all others. The exit
status is 1 if a value differs or is missing. Nothing is recorded of apd, intrain, ntk_trace and ntk_mse.
"""

import argparse
import math
import sys

import h5py
import torch

import literature
from check_reference import kernel_network

TOLERANCE = 1e-6
SPACE = "metrics/nas-bench-201"
# Values whose recorded name is another: logarithms of sums, and a second way to the same number.
RECORDED_AS = {"synflow": "log_synflow_sum", "synflow_bn": "log_synflow_bn_sum", "vkdnw_entropy, looped": "vkdnw_entropy"}


def read_inputs(case):
    """The inputs of a case in float64."""
    read = lambda dataset: torch.tensor(dataset[...], dtype=torch.float64)
    signs = [read(case["signs"][str(place)]) for place in range(len(case["signs"]))]
    return literature.Inputs(read(case["images"]), torch.tensor(case["labels"][...]).long(), read(case["noise"]), signs)


def evaluate(case):
    """Every metric of a case that may be recorded."""
    network, inputs = kernel_network("nas-bench-201", case), read_inputs(case)
    values = {}
    for name, family in literature.FAMILIES.items():
        if name != "kernel":
            values |= family(network, inputs)
    values["vkdnw_entropy, looped"] = literature.vkdnw(network, inputs, batched=False)["vkdnw_entropy"]
    values["nwot_images"] = literature.forward(network, inputs._replace(noise=inputs.images))["nwot"]
    return values


def relative_error(actual, recorded):
    """0 where both are NaN or the same infinity, infinity where only one is."""
    if actual == recorded or math.isnan(actual) and math.isnan(recorded):
        return 0.0
    error = abs(actual - recorded) / (abs(recorded) or 1)
    return error if math.isfinite(error) else math.inf


def check(name, case, worst):
    """Prints the metrics of a case, notes the largest errors, and returns how many values fail."""
    failures, recorded = 0, {metric: float(dataset[()]) for metric, dataset in case["values"].items()}
    # The sums themselves, where a case has them beside their logarithms.
    missing = set(recorded) - {"synflow", "synflow_bn"}
    for metric, value in evaluate(case).items():
        known = RECORDED_AS.get(metric, metric)
        if known not in recorded:
            continue
        missing.discard(known)
        error = relative_error(value, recorded[known])
        failed = not error <= TOLERANCE
        failures += failed
        worst[metric] = max(worst.get(metric, 0.0), error)
        print(f"{'FAIL' if failed else 'ok  '} {name} {metric:21} {recorded[known]:24.16g} {value:24.16g} {error:8.1e}")
    for metric in sorted(missing):
        print(f"FAIL {name} {metric:21} {recorded[metric]:24.16g} {'not computed':>24}")
    return failures + len(missing)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", help="HDF5 file of recorded values")
    worst = {}
    with h5py.File(parser.parse_args().reference) as file:
        if SPACE not in file or not len(file[SPACE]):
            sys.exit(f"check_metrics.py: {file.filename} has no cases under /{SPACE}")
        print(f"     case  {'metric':21} {'recorded':>24} {'here':>24} {'error':>8}")
        failures = sum(check(name, case, worst) for name, case in file[SPACE].items())
        cases = len(file[SPACE])
    print(f"\nlargest relative error of {cases} cases:")
    for metric, error in sorted(worst.items()):
        print(f"{metric:21} {error:8.1e}")
    print(f"{failures} values differ" if failures else "all values agree")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
