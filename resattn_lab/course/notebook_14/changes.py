"""The three graded changes of notebook 14."""

from typing import Any

import torch
from torch import Tensor, nn

from ..compared import compared, drawn
from ..exercise import Exercise
from ..learners_function import on_a_copy, owns
from ..reading import module, number, same, tensor

OWN = (0.99, 0.97, 0.96, 0.93, 0.91, 0.88, 0.84, 0.79, 0.71, 0.42)  # as the text has them
STRANGERS = (0.95, 0.81, 0.77, 0.74, 0.66, 0.62, 0.55, 0.51, 0.48, 0.40)


def threshold() -> float:
    return 0.7


def find_threshold_mistake(answer: float) -> str | None:
    if not 0 <= answer <= 1:
        return f"A share lies between 0 and 1; {answer:g} does not."
    answered = sum(share >= answer for share in OWN)
    turned = sum(share < answer for share in STRANGERS)
    if answered == 10:
        return (
            f"With {answer:g} all ten of its own pictures are answered; one of them may "
            f"be given up, and only {turned} of the ten strangers is turned away."
            if turned == 1
            else f"With {answer:g} no picture is turned away at all."
        )
    if answered < 9:
        return f"With {answer:g} only {answered} of its own ten pictures are answered."
    if turned < 6:
        return f"Nine are answered, and {turned} strangers are turned away: more can be."
    return None


class StillBody(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body.eval().requires_grad_(False)

    def train(self, mode=True):
        super().train(mode)
        self.body.eval()  # whatever is asked for: its batch norms keep what they have
        return self

    def forward(self, x):
        return self.body(x)


def trained_body() -> nn.Module:
    """A small body whose batch norm has kept other statistics than those of a batch."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        body = nn.Sequential(
            nn.Conv2d(3, 6, 3),
            nn.BatchNorm2d(6),
            nn.ReLU(),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
        )
    body[1].running_mean.copy_(drawn(6, seed=4))
    body[1].running_var.copy_(drawn(6, seed=5, low=0.5, high=2.0))
    return body


def find_still_mistake(kind: Any) -> str | None:
    body, x = trained_body(), drawn(8, 3, 9, 7, seed=6)
    with torch.no_grad():
        wanted = trained_body().eval()(x)
    made = kind(body)
    if not owns(made, body):
        return (
            "The body is not one of its parts, so it is neither saved nor moved with "
            "it: give it a name of self, self.body."
        )
    if made.train() is not made:
        return "train() has to return self, as that of every module does."
    model = nn.Sequential(made, nn.Linear(6, 2)).train()
    came = tensor(on_a_copy(made, x))
    if came.shape != wanted.shape:
        return f"It gives the body's features, {tuple(wanted.shape)}; "
        f"{tuple(came.shape)} came."
    if not same(came, wanted):
        with torch.no_grad():
            if same(came, trained_body().train()(x)):
                return (
                    "In training its batch norms use the batch: model.train() has put "
                    "the body into training mode. Its own train() can prevent that."
                )
        return "Its features are others than those of the body in eval mode."
    return _after_a_step(model, body, x, wanted)


def _after_a_step(model: nn.Module, body: nn.Module, x: Tensor, wanted: Tensor) -> str | None:
    """What one step of training changes that it should not, or does not change."""
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    before = model[1].weight.detach().clone()
    if not learning:
        return "Nothing can learn any more; only the body's parameters are to be frozen."
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.1, weight_decay=0.5)
    model(x.clone()).square().mean().backward()
    optimiser.step()
    if same(model[1].weight.detach(), before):
        return "The new layer behind it does not learn."
    kept = trained_body().state_dict()
    now = body.state_dict()
    changed = [name for name, value in kept.items() if not same(now[name], value)]
    if any("running" in name or "tracked" in name for name in changed):
        return "What its batch norms have kept has changed: they looked at the batch."
    if changed:
        return "Its weights have changed after a step: they still get a gradient and learn."
    return None


class FromBytes(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, pictures):
        x = pictures.permute(0, 3, 1, 2).float() / 255
        return self.network(x).softmax(dim=1)


def byte_network() -> nn.Module:
    """A small network whose outputs tell height, width and colours apart."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(8)
        network = nn.Sequential(
            nn.Conv2d(3, 6, (5, 3)), nn.ReLU(), nn.AdaptiveAvgPool2d((2, 1)), nn.Flatten()
        )
        network.append(nn.Linear(12, 4)).eval()
    network[4].weight.data.mul_(8)
    return network.requires_grad_(False)


def as_learned(pictures: Tensor, *axes: int) -> Tensor:
    return pictures.permute(*(axes or (0, 3, 1, 2))).float() / 255


find_shares_mistake = compared(
    lambda network, x: FromBytes(network)(x),
    mistakes={
        "Those are logits; shares come from a softmax over the classes.": (
            lambda network, x: network(as_learned(x))
        ),
        "The bytes go in as they are, 0 to 255; the network learned from 0 to 1.": (
            lambda network, x: network(255 * as_learned(x)).softmax(dim=1)
        ),
        "Each column sums to 1: that softmax compares pictures, and not classes.": (
            lambda network, x: network(as_learned(x)).softmax(dim=0)
        ),
        "Each class is judged on its own (a sigmoid); shares of one whole are wanted.": (
            lambda network, x: network(as_learned(x)).sigmoid()
        ),
        "Rows and columns are swapped: the pictures lie on their side.": (
            lambda network, x: network(as_learned(x, 0, 3, 2, 1)).softmax(dim=1)
        ),
        "reshape and view leave the numbers in their order, so colours and locations are "
        "mixed up; permute moves axes.": lambda network, x: network(
            x.reshape(len(x), 3, *x.shape[1:3]).float() / 255
        ).softmax(dim=1),
        "Those are the logarithms of the shares.": (
            lambda network, x: network(as_learned(x)).log_softmax(dim=1)
        ),
    },
    tried_on=[(byte_network(), (255 * drawn(5, 12, 9, 3, seed=9, low=0)).to(torch.uint8))],
    otherwise="Axes (N, 3, H, W), numbers from 0 to 1, the network, a softmax: one of them "
    "differs.",
)


def find_bytes_mistake(kind: Any) -> str | None:
    network = byte_network()
    if not owns(kind(network), network):
        return "The network is not one of its parts: its weights would not be in the file."
    return find_shares_mistake(lambda network, x: tensor(kind(network).eval()(x)))


CHANGES = (
    Exercise(
        key="14.threshold",
        find_mistake=find_threshold_mistake,
        praise="Six of ten strangers are turned away, and one picture of its own. Four "
        "strangers still get an answer: a large share is no proof that a picture "
        "belongs here.",
        hints=(
            "Which one of its own pictures would you give up?",
            "Everything below t is turned away. How high may t rise until a second "
            "picture of its own is lost?",
            "t must be larger than 0.42. Go up from there, past as many strangers as "
            "you can, and stop before the next of its own.",
        ),
        reference=threshold,
        reads=number("A number between 0 and 1 is wanted"),
    ),
    Exercise(
        key="14.still",
        find_mistake=find_still_mistake,
        praise="Without gradients the weights stay; in eval mode the batch norms' "
        "statistics stay, too. The second is what most people forget.",
        hints=(
            "Two kinds of things change in a training: one by the optimiser, one "
            "without it. Which is the second?",
            "requires_grad_(False) keeps the weights. For the batch norms, look at what "
            "model.train() does to each of its parts.",
            "Write train(self, mode=True) yourself: call super().train(mode), then put "
            "the body back into eval mode, and return self.",
        ),
        reference=StillBody,
        reads=module,
    ),
    Exercise(
        key="14.bytes",
        find_mistake=find_bytes_mistake,
        praise="Now whoever runs the file cannot forget a step. Put out the masks as "
        "well, and it is the whole of this course in one file.",
        hints=(
            "In which three things do the program's pictures differ from what the network "
            "learned from, and what it wants from what the network puts out?",
            "Order of the axes, range of the numbers, and logits instead of shares: one "
            "step of forward for each.",
            "permute(0, 3, 1, 2), then floats between 0 and 1, then the network; last a "
            "softmax over the right dimension.",
        ),
        reference=FromBytes,
        reads=module,
    ),
)
