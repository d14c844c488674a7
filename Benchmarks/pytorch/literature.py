"""The metrics of the literature in plain PyTorch: the yardstick for their speed and a second opinion on their values.

    network = te_nas.cell_network(architecture, channels=16, cells_per_stage=5)
    te_nas.initialise(network, generator, "fan_in")
    gradient(network, inputs)             # {"grad_norm": ..., "snip": ..., "plain": ..., "fisher": ..., "zico": ...}

A family is a function of a network and its `Inputs`; it returns the metrics that share passes. FAMILIES names them all:

    family    passes                                                     metrics
    forward   noise, noise moved, images, one noise image: each once     nwot swap zen expressivity progressivity meco_layers
    gradient  forward and backward, of each of two batches               grad_norm snip plain fisher zico
    image     forward, and backward to the images                        jacov epe_nas
    synflow   forward and backward of one image, twice, in float64       synflow synflow_bn logsynflow
    hessian   forward, backward, and backward through both               grasp
    signs     forward, and backward through each cell                    trainability
    vkdnw     forward, and a backward pass a class without weights       vkdnw_dim vkdnw_entropy
    weights   none                                                       l2_norm
    noise     forward and backward                                       grad_norm_all intrain
    outputs   forward                                                    apd
    kernel    forward and B backward passes, of each of two batches      ntk_trace ntk_mse

W stands for the weight of a convolution or of the classifier, L for the mean cross-entropy, B for the batch. Batch norm takes
its statistics from the batch unless a family says otherwise. `synflow` and `synflow_bn` are logarithms. A cell without a path
from input to output gets what the formula gives: 0, NaN or an infinity. Any memory layout will do; channels_last is the faster.
"""

import contextlib
import math
from typing import NamedTuple

import numpy
import torch
import torch.nn.functional as F
from torch import nn

import te_nas

EPSILON = 1e-5  # of batch norm


class Inputs(NamedTuple):
    """What the families read."""

    images: tuple  # two batches [B, 3, H, W]
    labels: tuple  # their classes [B]; those of the first batch serve as random labels of noise
    noise: tuple  # two batches [B, 3, H, W]
    signs: list  # +-1 in the shape of the map after each cell, the last cell first


# Passes


def layers(network, *kinds):
    """The modules of the given kinds, in the order of `parameters`."""
    return [module for module in network.modules() if isinstance(module, kinds)]


def weights(network):
    """Every W."""
    return [layer.weight for layer in layers(network, nn.Conv2d, nn.Linear)]


def stages(network):
    """The modules between which maps are compared: the stem, each cell and each reduction block."""
    return [network.stem, *network.cells]


@contextlib.contextmanager
def hooked(modules, hook):
    """Calls hook(module, inputs, output) after each evaluation of one of the modules."""
    handles = [module.register_forward_hook(hook) for module in modules]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


@contextlib.contextmanager
def recording(modules, value):
    """Collects value(input, output) of the modules in order of evaluation."""
    values = []
    with hooked(modules, lambda _, inputs, output: values.append(value(inputs[0], output))):
        yield values


@contextlib.contextmanager
def batch_norm(network, forward):
    """Evaluates every batch norm as forward(module, x)."""
    modules = layers(network, te_nas.BatchNorm)
    for module in modules:
        module.forward = lambda x, module=module: forward(module, x)
    try:
        yield
    finally:
        for module in modules:
            del module.forward


def loss_gradients(network, images, labels, parameters):
    """The gradients of L; zeros for a parameter that L does not depend on."""
    loss = F.cross_entropy(network(images), labels)
    return torch.autograd.grad(loss, parameters, materialize_grads=True)


def by_sample(x):
    """[B, ...] as [B, n]; in which order the n come depends on the memory layout, so that nothing is copied."""
    return (x.movedim(1, 3) if x.is_contiguous(memory_format=torch.channels_last) else x).flatten(1)


def by_channel(x):
    """[B, C, H, W] as [B H W, C]."""
    return x.movedim(1, 3).flatten(0, 2)


def covariance(maps):
    """The covariance [C, C] of the channels over samples and places."""
    centred = by_channel(maps)
    centred = centred - centred.mean(dim=0)
    return centred.T @ centred / len(centred)


def eigenvalues(matrices):
    """The ascending eigenvalues of symmetric matrices; NaN for a matrix that is not finite."""
    finite = matrices.isfinite().all(dim=(-2, -1), keepdim=True)
    return torch.linalg.eigvalsh(matrices.where(finite, 0)).where(finite[..., 0], math.nan)


# forward


def is_on(x, _):
    """The units [B, n] of a ReLU that its input turns on."""
    return by_sample(x > 0)


def nwot(patterns):
    """log|det K|, K the sum over ReLUs of x x' + (1 - x)(1 - x)' = 2 x x' + n - s 1' - 1 s', s the diagonal of x x'."""
    kernel = 0
    for pattern in patterns:
        x = pattern.float()
        both = (x @ x.T).double()  # counts below 2^24, so exact
        on = both.diagonal()
        kernel = kernel + 2 * both + x.shape[1] - on - on[:, None]
    return torch.linalg.slogdet(kernel).logabsdet.item()


def swap(patterns):
    """The number of distinct patterns of a unit over the samples; 64 samples are packed in a word."""
    packed = numpy.concatenate([numpy.packbits(pattern.T.contiguous().numpy(), axis=1) for pattern in patterns])
    padded = numpy.pad(packed, ((0, 0), (0, -packed.shape[1] % 8)))
    words = torch.from_numpy(padded.view(numpy.int64))
    return float(len(torch.unique(words[:, 0]) if words.shape[1] == 1 else torch.unique(words, dim=0)))


def spectral_entropy(maps):
    """The entropy of the eigenvalues of the channels' covariance, divided by their sum."""
    spectrum = eigenvalues(covariance(maps))
    shares = spectrum / spectrum.sum()
    entropy = -(shares * (shares + 1e-8).log()).sum().item()
    return -math.inf if math.isnan(entropy) else entropy


def smallest_correlations(maps):
    """The smallest eigenvalues of the correlations of channels, added up over maps [1, C, H, W]; C = 1 is left out."""
    by_shape = {}
    for rows in (output[0].flatten(1) for output in maps if output.shape[1] > 1):
        by_shape.setdefault(rows.shape, []).append(rows)
    total = 0.0
    for rows in map(torch.stack, by_shape.values()):
        rows = F.normalize(rows - rows.mean(dim=2, keepdim=True), dim=2, eps=0)  # NaN where a channel is constant
        correlations = (rows @ rows.mT).clamp(-1, 1).nan_to_num(0)
        total += eigenvalues(correlations)[:, 0].sum().item()
    return total


@torch.no_grad()
def forward(network, inputs):
    """Of noise: nwot, expressivity, progressivity and zen; of images: swap; of the first noise image: meco_layers.

    The variances in zen are running averages of momentum 0.1 after both of its passes.
    """
    relus, noise = layers(network, nn.ReLU), inputs.noise
    norms = layers(network, te_nas.BatchNorm)
    running_mean = {module: torch.zeros_like(module.bias) for module in norms}
    running_variance = {module: torch.ones_like(module.weight) for module in norms}

    def tracked(module, x):
        mean, variance = running_mean[module], running_variance[module]
        return F.batch_norm(x, mean, variance, module.weight, module.bias, training=True, momentum=0.1, eps=EPSILON)

    with batch_norm(network, tracked):
        with recording(relus, is_on) as patterns, recording(stages(network), lambda _, y: spectral_entropy(y)) as entropies:
            features = network.features(noise[0])
        moved = network.features(noise[0] + 0.01 * noise[1])
    with recording(relus, is_on) as image_patterns:
        network.features(inputs.images[0])
    with recording(layers(network, nn.Conv2d, te_nas.BatchNorm, nn.ReLU), lambda _, y: y) as outputs:
        network.features(noise[0][:1])

    change = (features - moved).abs().flatten(1).sum(dim=1).mean()
    scale = torch.stack([variance.mean() for variance in running_variance.values()]).sqrt()
    return {
        "nwot": nwot(patterns),
        "swap": swap(image_patterns),
        "zen": (change.log() + scale.log().sum()).item(),
        "expressivity": sum(entropies),
        "progressivity": min(after - before for before, after in zip(entropies, entropies[1:])),
        "meco_layers": smallest_correlations(outputs),
    }


# gradient


@contextlib.contextmanager
def fisher_information(network):
    """Collects, for the output a of each layer, half the mean square of sum_xy a dL/da, times the weights of a channel, summed.

    A layer whose output does not reach the loss adds nothing.
    """
    terms = []

    def watch(layer, _, output):
        def add(cotangent):
            products = output.detach() * cotangent
            sums = products.sum(dim=(2, 3)) if products.dim() == 4 else products
            terms.append(0.5 * sums.square().mean(dim=0).sum().item() * layer.weight[0].numel())

        output.register_hook(add)

    with hooked(layers(network, nn.Conv2d, nn.Linear), watch):
        yield terms


def zico(first, second):
    """The sum over layers of log sum mean(|g1|, |g2|) / std(g1, g2) where std = |g1 - g2| / 2 is not 0."""
    total = 0.0
    for g1, g2 in zip(first, second):
        difference = (g1 - g2).abs()
        score = ((g1.abs() + g2.abs()) / difference).where(difference > 0, 0).sum().item()
        total += math.log(score) if score > 0 else 0.0
    return total


def gradient(network, inputs):
    """grad_norm, snip, plain and fisher of the first batch of images, zico of both."""
    matrices = weights(network)
    with fisher_information(network) as fisher:
        first = loss_gradients(network, inputs.images[0], inputs.labels[0], matrices)
    second = loss_gradients(network, inputs.images[1], inputs.labels[1], matrices)
    products = [weight.detach() * gradient for weight, gradient in zip(matrices, first)]
    return {
        "grad_norm": sum(gradient.norm() for gradient in first).item(),
        "snip": sum(product.abs().sum() for product in products).item(),
        "plain": sum(product.sum() for product in products).item(),
        "fisher": sum(fisher),
        "zico": zico(first, second),
    }


# image


def jacov(jacobian):
    """-sum of log v + 1 / v, v the eigenvalues of the correlations of samples plus 1e-5."""
    spectrum = eigenvalues(torch.corrcoef(jacobian)) + 1e-5
    return -(spectrum.log() + 1 / spectrum).sum().item()


def epe_nas(jacobian, labels, classes):
    """The sum of |s_c|, s_c the log correlations of samples of class c added up; of more than 100 classes, how they differ.

    s_c is then divided by the number of samples, and a class of one sample left out.
    """
    groups = [jacobian[labels == label] for label in labels.unique()]
    many = classes > 100
    scores = [
        (torch.corrcoef(rows).abs() + 1e-5).log().sum() / (len(rows) if many else 1)
        for rows in groups
        if len(rows) > 1 or not many
    ]
    scores = torch.stack(scores) if scores else torch.zeros(1)
    return ((scores - scores[:, None]).abs().sum() / len(scores) if many else scores.abs().sum()).item()


def image(network, inputs):
    """jacov and epe_nas of the first batch of images."""
    images = inputs.images[0].detach().requires_grad_()
    (jacobian,) = torch.autograd.grad(network(images).sum(), images, materialize_grads=True)
    jacobian = by_sample(jacobian)
    return {"jacov": jacov(jacobian), "epe_nas": epe_nas(jacobian, inputs.labels[0], network.classifier.out_features)}


# synflow


def synaptic_flow(network, shape):
    """The pairs |W|, dR/dW: R the sum of logits of an image of ones, every parameter replaced by its absolute value."""
    parameters = {
        name: value.detach().double().abs().contiguous().requires_grad_() for name, value in network.named_parameters()
    }
    matrices = [value for value in parameters.values() if value.dim() > 1]  # not those of batch norm, nor the bias
    logits = torch.func.functional_call(network, parameters, torch.ones(1, *shape, dtype=torch.float64))
    gradients = torch.autograd.grad(logits.sum(), matrices, materialize_grads=True)
    return [(weight.detach(), gradient) for weight, gradient in zip(matrices, gradients)]


def synflow(network, inputs):
    """synflow and logsynflow without batch norm, synflow_bn with it; in float64, since the sums exceed float32's range."""
    shape = inputs.images[0].shape[1:]
    with batch_norm(network, lambda _, x: x):
        plain = synaptic_flow(network, shape)
    coupled = synaptic_flow(network, shape)
    return {
        "synflow": sum((weight * gradient).abs().sum() for weight, gradient in plain).log().item(),
        "synflow_bn": sum((weight * gradient).abs().sum() for weight, gradient in coupled).log().item(),
        "logsynflow": sum((weight * (gradient + 1).log()).abs().sum() for weight, gradient in plain).item(),
    }


# hessian


def hessian(network, inputs):
    """grasp of the first batch of images, the Hessian-vector product by a second backward pass."""
    matrices = weights(network)
    loss = F.cross_entropy(network(inputs.images[0]), inputs.labels[0])
    gradients = torch.autograd.grad(loss, matrices, create_graph=True, materialize_grads=True)
    inner = sum((gradient * gradient.detach()).sum() for gradient in gradients)
    products = torch.autograd.grad(inner, matrices, materialize_grads=True)
    return {"grasp": -sum((weight.detach() * product).sum() for weight, product in zip(matrices, products)).item()}


# signs


def gain(returned, sign):
    """The largest singular value of g_in' g_out / (B h w); g_in is first brought to g_out's size, pixels becoming channels."""
    if returned.shape[2:] != sign.shape[2:]:
        returned = F.pixel_unshuffle(returned, returned.shape[2] // sign.shape[2])
    g_in, g_out = by_channel(returned), by_channel(sign)
    return torch.linalg.matrix_norm(g_in.T @ g_out / len(g_out), 2).item()


def signs(network, inputs):
    """trainability of noise, from what comes back through each cell of a random cotangent of +-1."""
    with recording(stages(network), lambda _, y: y.requires_grad_()) as maps:  # a map of zeros depends on nothing
        network.features(inputs.noise[0])
    scores = []
    for before, after, sign in zip(maps[-2::-1], maps[:0:-1], inputs.signs):
        (returned,) = torch.autograd.grad(after, before, sign, materialize_grads=True)
        s = gain(returned, sign)
        scores.append(-math.inf if torch.equal(returned, sign) else 2 - s - 1 / (s + 1e-6))
    return {"trainability": sum(scores) / len(scores)}


# vkdnw


class Tap(torch.autograd.Function):
    """Adds shift[b] direction[b] to channel 0 of sample b, where shift is 0: the identity, with a gradient by shift."""

    generate_vmap_rule = True

    @staticmethod
    def forward(output, shift, direction):
        return output.view_as(output)

    @staticmethod
    def setup_context(context, inputs, output):
        context.save_for_backward(inputs[2])

    @staticmethod
    def backward(context, cotangent):
        (direction,) = context.saved_tensors
        products = cotangent[:, 0] * direction
        return cotangent, products.reshape(len(products), -1).sum(dim=1), None


def directions(layer, x, output):
    """The derivatives of the output's channel 0 by the first elements of the layer's parameters, in their order."""
    if isinstance(layer, nn.Conv2d):
        (stride, _), (padding, _), (rows, columns) = layer.stride, layer.padding, output.shape[2:]
        return [F.pad(x[:, 0], [padding] * 4)[:, ::stride, ::stride][:, :rows, :columns]]
    slope = x[:, 0] / math.sqrt(1 + EPSILON) if isinstance(layer, te_nas.BatchNorm) else x[:, 0]
    return [slope, torch.ones_like(slope)]


def evaluate(module, x):
    """Batch norm in evaluation mode at initialisation: mean 0 and variance 1."""
    mean, variance = torch.zeros_like(module.bias), torch.ones_like(module.weight)
    return F.batch_norm(x, mean, variance, module.weight, module.bias, training=False, eps=EPSILON)


def first_element_jacobian(network, images, batched, count=128):
    """The logits [B, K], and the Jacobian [B, K - 1, P] of all but the last by the first elements of `count` parameter arrays.

    Samples do not see each other in evaluation mode: one backward pass of the batch, to the activations only, serves all. The
    K - 1 passes run one by one, or `batched` by vmap, which is faster (by up to a third) for small maps only.
    """
    parameters = list(network.parameters())[:count]
    shifts = torch.zeros(len(parameters), len(images), dtype=images.dtype, requires_grad=True)
    shift_of = {id(parameter): shift for parameter, shift in zip(parameters, shifts.unbind())}

    def tap(layer, inputs, output):
        for parameter, direction in zip(layer.parameters(recurse=False), directions(layer, inputs[0].detach(), output)):
            if id(parameter) in shift_of:
                output = Tap.apply(output, shift_of[id(parameter)], direction)
        return output

    with hooked(layers(network, nn.Conv2d, te_nas.BatchNorm, nn.Linear), tap), batch_norm(network, evaluate):
        logits = network(images)
    if batched:
        seeds = torch.eye(logits.shape[1], dtype=logits.dtype)[:-1, None].expand(-1, len(images), -1)
        (rows,) = torch.autograd.grad(logits, shifts, seeds, is_grads_batched=True)
    else:
        rows = torch.stack([torch.autograd.grad(logit.sum(), shifts, retain_graph=True)[0] for logit in logits.T[:-1]])
    return logits.detach(), rows.permute(2, 0, 1)


def multinomial_factor(p):
    """The Cholesky factor [B, K, K - 1] of diag(p) - p p' (Tanabe and Sagae, 1992) less its last column, 0 if p sums to 1."""
    left = 1 - p.cumsum(dim=1)[:, :-1]
    before = F.pad(left[:, :-1], (1, 0), value=1)
    p_left = p[:, :-1]
    pivots = torch.diag_embed((p_left * left / before).sqrt())
    below = p[:, :, None] * (p_left / (left * before)).sqrt()[:, None, :]
    return F.pad(pivots, (0, 0, 0, 1)) - below.tril(-1)


def vkdnw(network, inputs, batched=None):
    """vkdnw_dim and vkdnw_entropy of noise, batch norm in evaluation mode; `batched` by default where maps are small."""
    images = inputs.noise[0]
    if batched is None:
        batched = images[:, 0].numel() * network.stem[0].out_channels <= 2**17
    network.requires_grad_(False)
    try:
        logits, jacobian = first_element_jacobian(network, images, batched)
    finally:
        network.requires_grad_(True)
    half = lambda number: torch.tensor(number, dtype=torch.float16).item()  # the authors' coefficients are in half precision
    smoothing = half(0.05)
    p = half(1 - smoothing) * logits.softmax(dim=1) + half(smoothing / logits.shape[1])
    factored = (multinomial_factor(p) @ jacobian).flatten(0, 1)
    spectrum = torch.linalg.svdvals(factored.T @ factored / len(logits))
    deciles = torch.quantile(spectrum, torch.arange(1, 10, dtype=spectrum.dtype) / 10)
    shares = deciles / (deciles.sum() + 1e-10)
    return {
        "vkdnw_dim": float(len(list(network.parameters()))),
        "vkdnw_entropy": -(shares * (shares + 1e-10).log()).sum().item(),
    }


# weights, noise, outputs, kernel


def weight_norms(network, _):
    """l2_norm."""
    return {"l2_norm": sum(weight.detach().norm() for weight in weights(network)).item()}


def noise(network, inputs):
    """grad_norm_all and intrain of noise with random labels.

    InTrain by its formula: C the covariance of a convolution's channels over samples and places; std of the population.
    """
    with recording(layers(network, nn.Conv2d), lambda _, y: covariance(y.detach())) as covariances:
        gradients = loss_gradients(network, inputs.noise[0], inputs.labels[0], list(network.parameters()))
    ratios = [(c.trace().square() + 1e-10) / (c.square().sum() + 1e-10) for c in covariances]
    spreads = [g.std(correction=0) / g.abs().max() for g in gradients if g.any()]
    capacity, health = torch.stack(ratios).log().sum().item(), sum(min(1.0, spread.item()) for spread in spreads)
    return {
        "grad_norm_all": math.sqrt(sum(gradient.square().sum().item() for gradient in gradients)),
        "intrain": capacity * (1 + health) / math.log(len(covariances) + 1),
    }


@torch.no_grad()
def outputs(network, inputs):
    """apd of noise by its formula: M a batch norm's output as a matrix of samples and places by channels; zeros count 0."""

    def stable_rank(_, maps):
        matrix = by_channel(maps)
        gram = matrix.T @ matrix
        return (gram.trace() / torch.linalg.eigvalsh(gram)[-1]).nan_to_num(0).item()

    with recording(layers(network, te_nas.BatchNorm), stable_rank) as ranks:
        network.features(inputs.noise[0])
    kernels = [layer.weight for layer in layers(network, nn.Conv2d)]
    return {"apd": sum(ranks) * sum(kernel.abs().sum() / kernel.norm() for kernel in kernels).item()}


def sample_gradients(network, images):
    """For every parameter the gradients [B, size] of the samples' summed logits: B backward passes, for batch norm couples."""
    logits, parameters = network(images), dict(network.named_parameters())
    rows = [
        torch.autograd.grad(sample.sum(), parameters.values(), retain_graph=True, materialize_grads=True) for sample in logits
    ]
    return {name: torch.stack(column).flatten(1) for name, column in zip(parameters, zip(*rows))}


def kernel(network, inputs):
    """ntk_trace of the first batch of images; ntk_mse of the second as the cells' kernel predicts it from the first.

    The kernel of ntk_trace is that of kappa. ntk_mse takes one-hot classes less their batch's mean, adds squared errors over
    classes, averages over samples, and is infinite where the kernel is singular.
    """
    classes = network.classifier.out_features
    first, second = (sample_gradients(network, images) for images in inputs.images)
    trace = sum(block.square().sum().item() for name, block in first.items() if name.endswith("weight"))
    x, y = (torch.cat([block for name, block in each.items() if name.startswith("cells.")], dim=1) for each in (first, second))
    known, wanted = (F.one_hot(labels, classes).double() for labels in inputs.labels)
    known, wanted = known - known.mean(dim=0), wanted - wanted.mean(dim=0)
    try:
        errors = (y @ x.T).double() @ torch.linalg.solve((x @ x.T).double(), known) - wanted
        error = errors.square().sum(dim=1).mean().item()
    except torch.linalg.LinAlgError:
        error = math.inf
    return {"ntk_trace": math.sqrt(trace / len(x)), "ntk_mse": error}


FAMILIES = {
    "forward": forward,
    "gradient": gradient,
    "image": image,
    "synflow": synflow,
    "hessian": hessian,
    "signs": signs,
    "vkdnw": vkdnw,
    "weights": weight_norms,
    "noise": noise,
    "outputs": outputs,
    "kernel": kernel,
}
