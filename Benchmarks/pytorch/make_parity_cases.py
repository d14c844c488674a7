"""Writes a small file of parity cases of our own making: python make_parity_cases.py OUTPUT.h5

The layout is that of the recorded reference (see check_reference.py, which accepts the result): kernels, logits and
eigenvalues come from a float64 evaluation of weights and inputs that are exact in float32. Weights have eight significant
bits and inputs are multiples of a power of two, so that the file compresses. Cells of odd index, and the supernet, have
batch-norm scales and shifts away from 1 and 0. The inputs of a region case vary more between samples than within one, as
crops of images do; for independent pixels nearly every sample would have a pattern of its own and the count would test little.

A case is drawn again until float32 agrees with float64: no ReLU input within 5e-7 of zero relative to the mean magnitude
(exact zeros aside), the same activation patterns, and kernels within 5e-6 of the largest entry.
"""

import argparse

import h5py
import torch

import te_nas
from check_reference import difference

SAMPLES, SIZE = 8, 16
REGION_SHAPE = (2, 200, 1, 3, 3)
MARGIN = 5e-7

CELLS = [
    # No path, no operation: with shifts away from zero the kernel has rank 1.
    "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
    # No path, though nodes 1 and 2 are computed: at initialisation the kernel is zero.
    "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|none~0|none~1|none~2|",
    # Node 1 is out of the input's reach, so its convolutions yield their batch-norm shifts.
    "|none~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|avg_pool_3x3~0|nor_conv_1x1~1|skip_connect~2|",
    # Node 2 cannot reach the output: dead operations, which only R_N counts.
    "|nor_conv_1x1~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|",
    # Every operation alive, all kinds of them.
    "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|nor_conv_3x3~2|",
]

# Pruned operations, uneven weights, one weight below the threshold (2<-1, none), and an edge on which only `none` is left.
ALPHAS = torch.tensor(
    [
        [-1000, 0.5, -1000, 0, -0.25],
        [-1000, 0, 0, 0, -1000],
        [-6, -1000, 0, 0.25, 0],
        [-1000, 0, 1, -1000, 0],
        [0, -1000, -1000, -1000, -1000],
        [-1000, -1000, 0, 0, 0.75],
    ]
)


def round_to(step, tensor):
    """The nearest multiples of a power of two."""
    return (tensor / step).round() * step


@torch.no_grad()
def draw_parameters(network, generator, mode, affine):
    """Kaiming normal weights, and batch-norm scales in [0.5, 1.5] and shifts in [-0.3, 0.3] if `affine`."""
    te_nas.initialise(network, generator, mode)
    for module in network.modules():
        if affine and isinstance(module, te_nas.BatchNorm):
            module.weight.uniform_(0.5, 1.5, generator=generator)
            module.bias.uniform_(-0.3, 0.3, generator=generator)
    for parameter in network.parameters():
        parameter.copy_(parameter.to(torch.bfloat16))


def is_clear_of_zero(received):
    """Whether no ReLU input other than an exact zero is so near to zero that float32 might flip its mask."""
    magnitudes = [x.abs().flatten() for x in received]
    return all(bool((x[x > 0] > MARGIN * x.mean()).all()) for x in magnitudes)


def kernels(network, images):
    """Logits, K and its eigenvalues, then K under frozen batch norm."""
    results = []
    for frozen in (False, True):
        te_nas.freeze_batch_norm(network, frozen)
        logits, kernel = te_nas.tangent_kernel(network, images)
        results.append((logits, kernel, torch.linalg.eigvalsh(kernel)))
    return results


def kernel_case(make_network, affine, generator):
    """The first draw of a network and batch on which float32 and float64 agree: datasets and attributes."""
    while True:
        network = make_network(channels=3, cells_per_stage=1, classes=10)
        draw_parameters(network, generator, "fan_out", affine)
        images = round_to(1 / 4, torch.randn(SAMPLES, 3, SIZE, SIZE, generator=generator))
        single = kernels(network, images)
        parameters = {name: value.numpy().copy() for name, value in network.state_dict().items()}
        network.double()
        te_nas.freeze_batch_norm(network, False)
        clear = is_clear_of_zero(te_nas.relu_inputs(network, lambda: network.features(images.double())))
        coupled, frozen = exact = kernels(network, images.double())
        deviation = max(difference(low[1], high[1].numpy()) for low, high in zip(single, exact))
        if clear and deviation <= 5e-6:
            break
    datasets = {
        "input": images.numpy(), "logits": coupled[0].numpy(), "ntk": coupled[1].numpy(),
        "eigenvalues": coupled[2].numpy(), "ntk_frozen_batchnorm": frozen[1].numpy(),
    }
    attributes = {
        "channels": 3, "cells_per_stage": 1, "classes": 10, "kappa": te_nas.condition_number(coupled[2]),
        "kappa_frozen_batchnorm": te_nas.condition_number(frozen[2]),
    }
    return datasets, parameters, attributes


def draw_crops(generator):
    """Gaussian crops [2, 200, 1, 3, 3] whose pixels share most of their variance."""
    level = torch.randn(REGION_SHAPE[:3] + (1, 1), generator=generator)
    return round_to(1 / 32, level + 0.25 * torch.randn(REGION_SHAPE, generator=generator))


def region_case(weights, affine, generator):
    """The first draw of a thin network and its batches on which float32 and float64 see the same patterns."""
    while True:
        network = te_nas.supernet(weights, channels=1, thin=True)
        draw_parameters(network, generator, "fan_in", affine)
        batches = draw_crops(generator)
        single = te_nas.activation_patterns(network, batches)
        parameters = {name: value.numpy().copy() for name, value in network.state_dict().items()}
        network.double()
        exact = te_nas.activation_patterns(network, batches.double())
        received = [x for batch in batches.double() for x in te_nas.relu_inputs(network, lambda: network.features(batch))]
        if is_clear_of_zero(received) and torch.equal(single, exact):
            break
    count = len(torch.unique(exact, dim=0))
    attributes = {
        "channels": 1, "depth": 1, "stem": False, "regions": count,
        "regions_float32": len(torch.unique(single, dim=0)), "relu_units": exact.shape[1],
    }
    return {"input": batches.numpy()}, parameters, attributes


def write(group, datasets, parameters, attributes):
    """One case; only datasets large enough to gain are compressed."""
    for name, values in {**datasets, **{f"parameters/{name}": values for name, values in parameters.items()}}.items():
        options = {"compression": "gzip", "compression_opts": 9, "shuffle": True} if values.nbytes > 1024 else {}
        group.create_dataset(name, data=values, **options)
    group.attrs.update(attributes)


def write_cells(file, generator):
    order = te_nas.benchmark_order()
    for architecture in CELLS:
        index = order.index(architecture)
        affine = index % 2 == 1
        case = kernel_case(lambda **options: te_nas.cell_network(architecture, **options), affine, generator)
        case[2]["architecture"] = architecture
        write(file.create_group(f"ntk/nas-bench-201/{index}"), *case)
        case = region_case(te_nas.one_hot_weights(architecture), affine, generator)
        case[2].update(architecture=architecture, operation_weights="one operation per edge, weight 1")
        write(file.create_group(f"regions/nas-bench-201/{index}"), *case)


def write_supernet(file, generator):
    weights = torch.softmax(ALPHAS.double(), dim=1).tolist()
    case = kernel_case(lambda **options: te_nas.supernet(weights, **options), True, generator)
    case[0]["alphas"] = ALPHAS.numpy()
    case[2].update(operations=",".join(te_nas.OPERATIONS), edges=",".join(te_nas.EDGE_NAMES))
    write(file.create_group("ntk/nas-bench-201-supernet/pruned"), *case)
    case = region_case(weights, True, generator)
    case[0]["alphas"] = ALPHAS.numpy()
    write(file.create_group("regions/nas-bench-201-supernet/pruned"), *case)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", help="HDF5 file to write; it must not exist")
    parser.add_argument("--seed", type=int, default=201)
    arguments = parser.parse_args()
    generator = torch.Generator().manual_seed(arguments.seed)
    with h5py.File(arguments.output, "x", libver=("v110", "v110")) as file:
        file.attrs["generator"] = f"PyTorch {torch.__version__}, Benchmarks/pytorch/make_parity_cases.py, seed {arguments.seed}"
        write_cells(file, generator)
        write_supernet(file, generator)


if __name__ == "__main__":
    main()
