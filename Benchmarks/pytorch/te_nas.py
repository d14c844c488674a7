"""The two TE-NAS metrics in plain PyTorch: the yardstick for speed and the second opinion on correctness.

    network = cell_network("|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|avg_pool_3x3~2|")
    initialise(network, generator, "fan_out")
    kappa(network, images)                          # images [B, 3, 32, 32]

Chen, Gong, Wang: "Neural Architecture Search on ImageNet in Four GPU Hours" (ICLR 2021, arXiv 2102.11535). The network is
NAS-Bench-201's (Dong and Yang, ICLR 2020), written from its description with nothing but torch.nn; modules are named so
that `state_dict` carries the parameter names of the authors' own code.
"""

import itertools
import math
import random

import torch
import torch.nn.functional as F
from torch import nn

OPERATIONS = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
EDGES = [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]
EDGE_NAMES = [f"{node}<-{source}" for node, source in EDGES]
WEIGHT_THRESHOLD = 0.01


def parse(architecture):
    """The operation of each edge, in the order of EDGES, of a string `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`."""
    terms = [term for node in architecture.split("+") for term in node.strip("|").split("|")]
    operations, sources = zip(*(term.split("~") for term in terms))
    if [int(source) for source in sources] != [source for _, source in EDGES] or set(operations) - set(OPERATIONS):
        raise ValueError(f"not a NAS-Bench-201 cell: {architecture}")
    return list(operations)


def architecture_string(operations):
    """The string of a cell given as one operation per edge."""
    a, b, c, d, e, f = operations
    return f"|{a}~0|+|{b}~0|{c}~1|+|{d}~0|{e}~1|{f}~2|"


def benchmark_order():
    """All 15,625 architecture strings in the benchmark's own index order."""
    cells = [architecture_string(operations) for operations in itertools.product(OPERATIONS, repeat=len(EDGES))]
    random.Random(88).shuffle(cells)
    return cells


class BatchNorm(nn.Module):
    """Batch norm on the batch's own mean and biased variance; `frozen` treats them as constants in the backward pass."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.frozen = False

    def forward(self, x):
        if not self.frozen:
            return F.batch_norm(x, None, None, self.weight, self.bias, training=True, eps=1e-5)
        variance, mean = torch.var_mean(x.detach(), dim=(0, 2, 3), correction=0)
        return F.batch_norm(x, mean, variance, self.weight, self.bias, training=False, eps=1e-5)


class Zero(nn.Module):
    """The operation `none`."""

    def forward(self, x):
        return torch.zeros_like(x)


class ReLUConvBN(nn.Module):
    """ReLU, then a convolution without bias that keeps the size (or halves it at stride 2), then batch norm."""

    def __init__(self, inputs, outputs, kernel, stride=1):
        super().__init__()
        convolution = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False)
        self.op = nn.Sequential(nn.ReLU(), convolution, BatchNorm(outputs))

    def forward(self, x):
        return self.op(x)


def make_operation(name, channels):
    """A fresh module for one of OPERATIONS."""
    return {
        "none": Zero,
        "skip_connect": nn.Identity,
        "nor_conv_1x1": lambda: ReLUConvBN(channels, channels, 1),
        "nor_conv_3x3": lambda: ReLUConvBN(channels, channels, 3),
        "avg_pool_3x3": lambda: nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False),
    }[name]()


class Cell(nn.Module):
    """A cell with one operation on each edge."""

    def __init__(self, operations, channels):
        super().__init__()
        self.layers = nn.ModuleList(make_operation(name, channels) for name in operations)

    def forward(self, x):
        nodes = [x]
        for node in (1, 2, 3):
            terms = [layer(nodes[source]) for layer, (end, source) in zip(self.layers, EDGES) if end == node]
            nodes.append(sum(terms))
        return nodes[-1]


class SupernetCell(nn.Module):
    """A cell whose edges are weighted sums of all operations; terms of weight at most 0.01 are left out."""

    def __init__(self, edge_weights, channels):
        super().__init__()
        self.edge_weights = edge_weights
        self.edges = nn.ModuleDict(
            {name: nn.ModuleList(make_operation(operation, channels) for operation in OPERATIONS) for name in EDGE_NAMES}
        )

    def edge(self, row, x):
        total = torch.zeros_like(x)
        for weight, operation in zip(self.edge_weights[row], self.edges[EDGE_NAMES[row]]):
            if weight > WEIGHT_THRESHOLD:
                total = total + weight * operation(x)
        return total

    def forward(self, x):
        nodes = [x]
        for node in (1, 2, 3):
            terms = [self.edge(row, nodes[source]) for row, (end, source) in enumerate(EDGES) if end == node]
            nodes.append(sum(terms))
        return nodes[-1]


class ReductionBlock(nn.Module):
    """A residual block that halves the size and changes the channels; its shortcut pools, then convolves without batch norm."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv_a = ReLUConvBN(inputs, outputs, 3, stride=2)
        self.conv_b = ReLUConvBN(outputs, outputs, 3)
        self.downsample = nn.Sequential(nn.AvgPool2d(2, stride=2), nn.Conv2d(inputs, outputs, 1, bias=False))

    def forward(self, x):
        return self.downsample(x) + self.conv_b(self.conv_a(x))


class Network(nn.Module):
    """The NAS-Bench-201 network around a cell, given as `make_cell(channels)`.

    `thin` is the network of R_N: its first cell alone, without a stem, then the last batch norm and ReLU. The stem is built
    all the same, since the authors' module has one.
    """

    def __init__(self, make_cell, channels=3, cells_per_stage=1, classes=10, thin=False):
        super().__init__()
        self.thin = thin
        self.stem = nn.Sequential(nn.Conv2d(channels if thin else 3, channels, 3, padding=1, bias=False), BatchNorm(channels))
        cells = [make_cell(channels)]
        if not thin:
            cells += [make_cell(channels) for _ in range(cells_per_stage - 1)]
            for _ in range(2):
                cells.append(ReductionBlock(channels, 2 * channels))
                channels *= 2
                cells += [make_cell(channels) for _ in range(cells_per_stage)]
        self.cells = nn.ModuleList(cells)
        self.lastact = nn.Sequential(BatchNorm(channels), nn.ReLU())
        self.classifier = nn.Linear(channels, classes)

    def features(self, x):
        """The last ReLU's output [B, C, H, W]."""
        x = x if self.thin else self.stem(x)
        for cell in self.cells:
            x = cell(x)
        return self.lastact(x)

    def forward(self, x):
        return self.classifier(self.features(x).mean(dim=(2, 3)))


def cell_network(architecture, **options):
    """The network of one architecture string; `options` go to `Network`."""
    return Network(lambda channels: Cell(parse(architecture), channels), **options)


def supernet(edge_weights, **options):
    """The network whose edges are weighted sums; `edge_weights` is [6 edges][5 operations]."""
    return Network(lambda channels: SupernetCell(edge_weights, channels), **options)


def one_hot_weights(architecture):
    """The supernet weights that leave only the architecture's own operations: 1 on each edge, also on a `none`."""
    return [[float(operation == name) for operation in OPERATIONS] for name in parse(architecture)]


@torch.no_grad()
def initialise(network, generator, mode):
    """Kaiming normal with gain sqrt(2) for convolutions and classifier, `mode` "fan_out" (kappa) or "fan_in" (regions)."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, mode=mode, nonlinearity="relu", generator=generator)
            if module.bias is not None:
                module.bias.zero_()


def freeze_batch_norm(network, frozen):
    """Chooses between the coupled kernel (False, the paper's) and the frozen one (True)."""
    for module in network.modules():
        if isinstance(module, BatchNorm):
            module.frozen = frozen


def kernel_weights(network):
    """The parameters that K is taken over: those named `weight`."""
    return [parameter for name, parameter in network.named_parameters() if name.endswith("weight")]


def tangent_kernel(network, images):
    """The logits [B, classes] and K [B, B], from B backward passes over the parameters named `weight`, as the authors do."""
    weights = kernel_weights(network)
    logits = network(images)
    rows = []
    for outputs in logits:
        gradients = torch.autograd.grad(outputs.sum(), weights, retain_graph=True, allow_unused=True)
        rows.append(torch.cat([gradient.flatten() for gradient in gradients if gradient is not None]))
    jacobian = torch.stack(rows)
    return logits.detach(), jacobian @ jacobian.T


def tangent_kernel_vectorised(network, images, chunk=16):
    """The same with the backward passes batched by vmap, `chunk` at a time: all B at once take gigabytes and no less time."""
    weights = kernel_weights(network)
    logits = network(images)
    blocks = []
    for seeds in torch.eye(len(images), dtype=logits.dtype).split(chunk):
        gradients = torch.autograd.grad(
            logits.sum(dim=1), weights, seeds, retain_graph=True, allow_unused=True, is_grads_batched=True
        )
        blocks.append(torch.cat([gradient.flatten(1) for gradient in gradients if gradient is not None], dim=1))
    jacobian = torch.cat(blocks)
    return logits.detach(), jacobian @ jacobian.T


def condition_number(eigenvalues):
    """kappa from ascending eigenvalues; infinity where the kernel is singular to float64."""
    smallest, largest = float(eigenvalues[0]), float(eigenvalues[-1])
    singular = largest <= 0 or smallest <= len(eigenvalues) * 2.0**-52 * largest
    return math.inf if singular else largest / smallest


def kappa(network, images, kernel_of=tangent_kernel):
    """kappa_N of one network and one batch [B, 3, H, W], in the precision of its parameters."""
    _, kernel = kernel_of(network, images)
    return condition_number(torch.linalg.eigvalsh(kernel))


def relu_inputs(network, run):
    """What every ReLU receives while `run` evaluates the network, in order of evaluation."""
    received = []
    record = lambda module, inputs: received.append(inputs[0].detach())
    hooks = [module.register_forward_pre_hook(record) for module in network.modules() if isinstance(module, nn.ReLU)]
    try:
        with torch.no_grad():
            run()
    finally:
        for hook in hooks:
            hook.remove()
    return received


def activation_patterns(network, batches):
    """Boolean [inputs, ReLU units]: which units are on for each input of `batches` [batches, B, C, H, W]."""
    patterns = []
    for batch in batches:
        received = relu_inputs(network, lambda: network.features(batch))
        patterns.append(torch.cat([(x > 0).flatten(1) for x in received], dim=1))
    return torch.cat(patterns)


def regions(network, batches):
    """R_N: the number of distinct activation patterns over all inputs of `batches` [batches, B, C, H, W]."""
    return len(torch.unique(activation_patterns(network, batches), dim=0))
