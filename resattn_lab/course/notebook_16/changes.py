"""The three graded changes of notebook 16: a number, a block, an architecture."""

import math
from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab.blocks import SqueezeExcitation

from ..compared import named
from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import number, same, tensor


def larger_patches():
    """A sixteenth of the pairs: a quarter of the patches, so twice the side."""
    return 2 * 16


SIDES = {
    64: "64 quarters the patches along each side: a sixteenth of the patches, and 1/256 of the "
    "pairs.",
    8: "Smaller patches are more patches: with 8 there are 16 times as many weights.",
    4: "Smaller patches are more patches, and far more pairs.",
    256: "256 is larger than the image. A sixteenth of the weights is not 16 times the side.",
    16: "16 is what we have; with it there are 196² weights.",
    56: "With 56 there are 16 patches, and 256 weights: far fewer than a sixteenth.",
}


def find_number_mistake(side: float) -> str | None:
    if math.isclose(side, larger_patches()):
        return None
    for wrong, words in SIDES.items():
        if math.isclose(side, wrong):
            return words
    if side <= 0:
        return "A patch has a side of at least one pixel."
    return (
        f"Patches of {side:g} would be {224 / side:.3g} along each side. Pairs are counted, so "
        "both the patches that ask and those that are asked become fewer."
    )


class ResidualSE(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weigh = SqueezeExcitation(channels, reduction=4)

    def forward(self, x):
        return x + self.weigh(x)  # (1 + s)·x


def find_residual_mistake(kind: Any) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(6)
        made, x = kind(16), torch.rand(2, 16, 6, 5) + 0.5
        if not isinstance(made, nn.Module):
            return "A class of nn.Module is wanted."
        came = tensor(on_a_copy(made.eval(), x))
    if came.shape != x.shape:
        return "What comes out has the shape of what went in."
    count = sum(p.numel() for p in made.parameters())
    ratio = came / x
    flat = ratio.mean(dim=(2, 3), keepdim=True)
    if not torch.allclose(ratio, flat.expand_as(ratio), atol=1e-4):
        return "A channel's factor differs from location to location; SE's is the same at all."
    if count == 0:
        return "It has no parameters, so there is nothing to learn."
    if torch.allclose(ratio, ratio.mean().expand_as(ratio), atol=1e-4):
        return "All channels get one factor; SE weighs each on its own."
    if ratio.max() < 1:
        return "That is s·x: with s near 0 the channel is gone. The 1 + is missing."
    if ratio.max() > 2:
        return f"A factor is {ratio.max():.2f}; 1 + s, with s from a sigmoid, is at most 2."
    if ratio.min() < 1:
        return "Some factors are below 1, so s is not a sigmoid's, or the 1 is not added."
    if count != 2 * 16**2 // 4:
        return f"It has {count} parameters; with reduction=4, 16 channels have 128."
    return None


class TransformerBlock(nn.Module):
    def __init__(self, size, heads=4):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(size), nn.LayerNorm(size)
        self.attention = nn.MultiheadAttention(size, heads, batch_first=True)
        self.mlp = nn.Sequential(
            nn.Linear(size, 4 * size), nn.GELU(), nn.Linear(4 * size, size)
        )

    def forward(self, tokens):  # (N, P, size) -> (N, P, size)
        asked = self.norm1(tokens)
        tokens = tokens + self.attention(asked, asked, asked)[0]
        return tokens + self.mlp(self.norm2(tokens))


PARTS = ("norm1", "norm2", "attention", "mlp")


def mixed(block: nn.Module, x: Tensor) -> Tensor:
    """What the block's attention makes of tokens that ask one another."""
    return block.attention(x, x, x)[0]


def half(block: nn.Module, x: Tensor) -> Tensor:
    """The tokens after the first half."""
    return x + mixed(block, block.norm1(x))


MISTAKES = {
    "The norms stand after the sums, as in 2017; wanted is before attention and before MLP.": (
        lambda b, x: b.norm2((h := b.norm1(x + mixed(b, x))) + b.mlp(h))
    ),
    "Both shortcuts are missing: each part's output is added to what it read.": (
        lambda b, x: b.mlp(b.norm2(mixed(b, b.norm1(x))))
    ),
    "The first shortcut is missing: attention's output is added to the tokens.": (
        lambda b, x: (h := mixed(b, b.norm1(x))) + b.mlp(b.norm2(h))
    ),
    "The second shortcut is missing: the MLP's output is added to what came before it.": (
        lambda b, x: b.mlp(b.norm2(half(b, x)))
    ),
    "The MLP reads the tokens as they came; it is to read what attention made of them.": (
        lambda b, x: half(b, x) + b.mlp(b.norm2(x))
    ),
    "The MLP comes first; wanted is attention first.": (
        lambda b, x: half(b, x + b.mlp(b.norm2(x)))
    ),
    "norm1 is used twice; the MLP has a norm of its own, norm2.": (
        lambda b, x: (h := half(b, x)) + b.mlp(b.norm1(h))
    ),
    "Nothing is normalised: norm1 and norm2 are not used.": (
        lambda b, x: (h := x + mixed(b, x)) + b.mlp(h)
    ),
    "The MLP is missing: that is the first half of the block.": half,
    "The shortcuts carry normalised tokens; they are to carry the tokens as they are.": (
        lambda b, x: (h := b.norm2((a := b.norm1(x)) + mixed(b, a))) + b.mlp(h)
    ),
}


def find_architecture_mistake(kind: Any) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(8)
        made = kind(16)
        if not isinstance(made, nn.Module):
            return "TransformerBlock(16) must give an nn.Module."
        lost = [name for name in PARTS if not isinstance(getattr(made, name, None), nn.Module)]
        if lost:
            return f"Keep the four parts of the stub: {', '.join(lost)} missing."
        with torch.no_grad():
            for parameter in made.parameters():
                parameter.add_(0.3 * torch.randn_like(parameter))
        x = torch.randn(2, 5, 16)
    made = made.eval()
    came = on_a_copy(made, x)
    if isinstance(came, tuple):
        return "nn.MultiheadAttention gives a pair, its output and its weights: take [0]."
    came = tensor(came)
    if came.shape != x.shape:
        return f"Tokens of (2, 5, 16) go in and come out; {tuple(came.shape)} came."
    if same(came, TransformerBlock.forward(made, x).detach(), atol=1e-4):
        return None
    wrong = {words: tensor(way(made, x)) for words, way in MISTAKES.items()}
    return named(came, wrong, atol=1e-4) or (
        "Wanted: tokens plus attention of the normalised tokens, and that plus the MLP of it, "
        "normalised."
    )


CHANGES = (
    Exercise(
        key="16.number",
        find_mistake=find_number_mistake,
        praise="Twice the side is a quarter of the patches and a sixteenth of the pairs. The "
        "price is that a patch of 32×32 pixels is one single token.",
        hints=(
            "The weights are one for each pair of patches. By how much must the number of "
            "patches fall for a sixteenth of the pairs?",
            "Pairs are patches squared, so a quarter of the patches will do. And by how much "
            "must the patches' side grow for that?",
            "A quarter of the patches: half as many along each side, so each is twice as long.",
        ),
        reference=larger_patches,
        reads=number("The side of a patch is one number, in pixels"),
    ),
    Exercise(
        key="16.block",
        find_mistake=find_residual_mistake,
        praise="Eq. 3's thought in another block: it can stress a channel, and erase none.",
        hints=(
            "The package's block gives s·x. What is missing to (1 + s)·x?",
            "(1 + s)·x = x + s·x: one addition. The block is made once, in __init__.",
            "In __init__: super().__init__(), then self.weigh = SqueezeExcitation(channels, "
            "reduction=4). In forward you have x and self.weigh(x).",
        ),
        reference=ResidualSE,
    ),
    Exercise(
        key="16.architecture",
        find_mistake=find_architecture_mistake,
        praise="A pre-activation residual unit with attention inside, then one without: this "
        "block, some ten times in a row, is the encoder of a vision transformer.",
        hints=(
            "There are two halves of one form: read, normalise, do something, add. How does a "
            "residual unit of notebook 02 do it?",
            "First half: norm1, then attention (queries, keys and values from the same "
            "normalised tokens), then the shortcut. Second half: the same with norm2 and mlp.",
            "asked = self.norm1(tokens); tokens = tokens + self.attention(asked, asked, "
            "asked)[0]. The second half has one line.",
        ),
        reference=TransformerBlock,
    ),
)
