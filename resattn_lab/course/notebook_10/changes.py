"""The three graded changes at the end of notebook 10."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from resattn_lab.networks import build_network

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import instance, numbers, tensor


def sharpen() -> tuple[int, int]:
    centre = 4 + 1  # 4 sides of −1, and weights that add up to 1
    chessboard = centre + 4  # where the centre meets 1, all four sides meet −1
    return centre, chessboard


CENTRES = {
    4: "With 4 the weights add up to 0, and a constant image is erased.",
    9: "9 is for a kernel with −1 at all eight neighbours; this one has four.",
    8: "8 makes the sum 4: a constant image comes out four times as strong.",
    1: "The centre is not alone: the four sides take 4 away from a constant image.",
    -3: "The sum of the weights is then −7: check the signs; the sides are −1 each.",
    3: "With 3 the weights add up to −1: a constant image comes out as its negative.",
}
CHESSBOARDS = {
    -9: "How strong: a size, without the sign.",
    1: "So strong comes a constant image out. On the chessboard the sides meet the other sign.",
    5: "The sides do not cancel: on a chessboard all four differ from the centre.",
    8: "With 4 in the centre it is 8; what is it with 5?",
}


def find_centre_mistake(answer: tuple[float, float]) -> str | None:
    (value, chessboard), (centre, strength) = answer, sharpen()
    if value != centre:
        other = f"With {value:g} the weights add up to {value - 4:g}; a constant image needs 1."
        return CENTRES.get(value, other)
    if chessboard == strength:
        return None
    other = "Lay the kernel on the chessboard: 5 times 1, and four times −1 times −1."
    return CHESSBOARDS.get(chessboard, f"The centre is right. {other}")


def prune(weights, share):
    norms = weights.abs().sum(dim=(2, 3))
    keep = torch.ones_like(norms).flatten()
    keep[norms.flatten().argsort()[: int(share * keep.numel())]] = 0
    return weights * keep.view(*norms.shape, 1, 1)


def _by(size: Callable[[Tensor], Tensor]) -> Callable[[Tensor, float], Tensor]:
    """A pruning of what is smallest by ``size``: (out, in, kh, kw) to what broadcasts to it."""

    def pruned(weights: Tensor, share: float) -> Tensor:
        sizes = size(weights)
        keep = torch.ones(sizes.numel())
        keep[sizes.flatten().argsort()[: int(share * sizes.numel())]] = 0
        return weights * keep.view(sizes.shape)

    return pruned


def _some_weights() -> Tensor:
    weights = drawn(6, 4, 3, 3, seed=11) * drawn(6, 4, 1, 1, seed=12, low=0.2, high=1.2)
    weights[:, 1] *= 0.5
    weights[2, 2] = 0
    weights[2, 2, 1, 1] = 3.2  # L1 is small, L2 is large, and one weight is the largest
    return weights


def _other_slices(came: Tensor, wanted: Tensor, weights: Tensor, share: float) -> str:
    gone, count = came.flatten(2).abs().sum(dim=2) == 0, int(share * 24)
    if not torch.equal(came[~gone], weights[~gone]):
        return "The slices that stay have changed; only the smallest become zero."
    if int(gone.sum()) != count:
        return f"{count} of these 24 slices should be zero; {int(gone.sum())} are."
    return "As many slices went as should, but not those with the smallest L1 norms."


find_prune_mistake = compared(
    prune,
    mistakes={
        "That cuts single weights; a slice of 3×3 goes or stays as a whole.": _by(torch.abs),
        "The largest went; the smallest should.": (
            _by(lambda w: -w.abs().sum(dim=(2, 3), keepdim=True))
        ),
        "That is by the L2 norm; L1 is the sum of the absolute weights.": (
            _by(lambda w: w.square().sum(dim=(2, 3), keepdim=True))
        ),
        "Without the absolute value plus and minus cancel: an edge would have no size.": (
            _by(lambda w: w.sum(dim=(2, 3), keepdim=True))
        ),
        "That is by the largest weight of a slice; L1 is the sum of all.": (
            _by(lambda w: w.abs().amax(dim=(2, 3), keepdim=True))
        ),
        "Whole kernels went, all slices of an output; wanted are single slices.": (
            _by(lambda w: w.abs().sum(dim=(1, 2, 3), keepdim=True))
        ),
    },
    tried_on=[(_some_weights(), share) for share in (0.25, 0.4, 0.0)],
    otherwise=_other_slices,
)


def build_blurred():
    network = build_network("cifar_attention_56", width=1 / 8)
    channels = network.stem[0].out_channels
    blur = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
    nn.init.constant_(blur.weight, 1 / 9)
    network.stem.append(blur.requires_grad_(False))
    return network


def find_blurred_mistake(network: nn.Module) -> str | None:
    plain = build_network("cifar_attention_56", width=1 / 8)
    if not hasattr(network, "stem") or not isinstance(network.stem, nn.Sequential):
        return "Its stem is not the network's own nn.Sequential with something behind it."
    channels = plain.stem[0].out_channels
    if network.stem[0].weight.shape != plain.stem[0].weight.shape:
        return (
            f"The stem's first convolution is not that of an eighth of the width: {channels}."
        )
    if len(network.stem) == 1:
        return "The stem is still the convolution alone: append the blur."
    if len(network.stem) > 2:
        return f"The stem has {len(network.stem)} parts; wanted the convolution and one blur."
    x = torch.randn(2, channels, 8, 8)
    with torch.no_grad():
        came = network.stem[1](x)
    mean = nn.functional.avg_pool2d(x, 3, stride=1, padding=1)
    if came.shape != x.shape:
        return (
            f"Behind the blur 8×8 has become {tuple(came.shape[2:])}: padding 1 keeps the size."
        )
    if getattr(network.stem[1], "bias", None) is not None:
        return "The blur has a bias; a constant would be added at every location."
    together = mean.sum(dim=1, keepdim=True).expand_as(mean)
    if torch.allclose(came, together, atol=1e-4):
        return "It adds up all channels: groups=channels keeps each by itself."
    if torch.allclose(came, 9 * mean, atol=1e-3):
        return "The weights add up to 9: the blur also makes everything nine times as strong."
    if not torch.allclose(came, mean, atol=1e-5):
        return "Its output is not the mean of 3×3 neighbours, channel by channel."
    if any(parameter.requires_grad for parameter in network.stem[1].parameters()):
        return "The blur would be trained: requires_grad_(False) keeps it as it is."
    if not all(parameter.requires_grad for parameter in network.stem[0].parameters()):
        return "The stem's own convolution is frozen as well; only the blur should be."
    return None


CHANGES = (
    Exercise(
        key="10.centre",
        find_mistake=find_centre_mistake,
        praise="The response at zero frequency is the sum of the weights: 1 for this one, "
        "and 9 for the chessboard. What is slow stays, and what is fast grows.",
        hints=(
            "What does the kernel put out where all pixels are 1? And on a chessboard, which "
            "values do its five weights meet?",
            "A constant image comes out as the sum of the weights. What must that be, and "
            "what do the four sides give? On the chessboard the sides meet the other sign.",
            "centre − 4 has to be 1. On the chessboard the sides add (−1)·(−1) each.",
        ),
        reference=sharpen,
        reads=numbers(
            "Wanted two numbers, the centre and how strong the chessboard comes out", 2
        ),
    ),
    Exercise(
        key="10.prune",
        find_mistake=find_prune_mistake,
        praise="Single slices go, and the rest stays as it was. Whether the network can do "
        "without them, only a measurement says.",
        hints=(
            "What is the size of one slice, and over what do you sort?",
            "weights.abs().sum(dim=(2, 3)) is the L1 norm of every slice, (out, in). Of all of "
            "them together the smallest go, wherever they are.",
            "Sort the norms of all slices, multiply a copy of the weights by 0 at the first "
            "int(share · number) of them and by 1 elsewhere.",
        ),
        reference=prune,
        reads=tensor,
    ),
    Exercise(
        key="10.blurred",
        find_mistake=find_blurred_mistake,
        praise="A kernel that is written down, not learned. Everything behind it sees a "
        "smoother image, and the number of weights that are trained is the same.",
        hints=(
            "Which argument of nn.Conv2d keeps the channels apart?",
            "With groups=channels each channel is convolved by itself. A mean of 3×3 "
            "neighbours is nine weights of 1/9; the size is kept, and nothing is trained.",
            "nn.Conv2d(c, c, 3, padding=1, groups=c, bias=False), weights set to 1/9, "
            "requires_grad_(False); then network.stem.append(...).",
        ),
        reference=build_blurred,
        reads=instance(nn.Module, "Wanted the network"),
    ),
)
