"""The three graded changes of notebook 15: a number, a block, an architecture."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..compared import compared, drawn, mistake_in, named
from ..exercise import Exercise
from ..reading import module, number, same, tensor


def quiet_baseline():
    """(1 − b)·3/4 = (5 − b)·(−1/4): both draws give the same number for score 1."""
    return (3 * 1 + 1 * 5) / 4


BASELINES = {
    "That is the expected loss, 1/4 · 1 + 3/4 · 5. It is a good baseline, but the two draws "
    "still differ with it.": 4,
    "That is the middle of the two losses. It would do if both weights were 1/2.": 3,
    "Without a baseline one draw gives 3/4, the other −5/4.": 0,
    "With it the first draw gives 0 and the second does not.": 1,
    "With it the second draw gives 0 and the first does not.": 5,
    "A sign is lost: the derivative is −1/4 where the second location is drawn.": 3.5,
}


def find_number_mistake(baseline: float) -> str | None:
    first, second = (1 - baseline) * 0.75, (5 - baseline) * -0.25
    other = f"With that one draw gives {first:.4g}, the other {second:.4g}: not the same."
    return mistake_in(baseline, quiet_baseline(), BASELINES, other)


def mean_of_the_others(losses):
    return (losses.sum() - losses) / (len(losses) - 1)


def _one_number(make):
    """A mistake that has one baseline for all scenes."""
    return lambda losses: make(losses).expand(len(losses))


find_block_mistake = compared(
    mean_of_the_others,
    mistakes={
        "That is the mean of all losses, its own among them: it depends on the draw.": (
            _one_number(lambda losses: losses.mean())
        ),
        "Its own loss is gone from the sum, but the sum is still divided by all of them.": (
            lambda losses: (losses.sum() - losses) / len(losses)
        ),
        "That is the sum of the others; their mean is wanted.": (
            lambda losses: losses.sum() - losses
        ),
        "That is the advantage, the loss less the baseline; the baseline alone is wanted.": (
            lambda losses: losses - mean_of_the_others(losses)
        ),
        "That is the loss of one neighbour. It is allowed, but the mean of all is quieter.": (
            lambda losses: losses.roll(1)
        ),
        "The mean of all, less a share of its own: its own must be gone before the mean.": (
            lambda losses: losses.mean() - losses / len(losses)
        ),
        "These are the losses themselves.": lambda losses: losses,
    },
    tried_on=[(drawn(5, low=1, high=9),), (drawn(2, seed=1, low=1, high=9),)],
    otherwise="Each scene gets the mean loss of all other scenes.",
)


class Chooser(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.query = nn.Parameter(torch.zeros(size))

    def forward(self, states):  # (N, K, size) -> (N, size)
        weights = (states @ self.query).softmax(dim=-1)
        if self.training:
            location = torch.multinomial(weights, 1).squeeze(-1)
            chosen = F.one_hot(location, weights.shape[-1])
            chosen = chosen + weights - weights.detach()
        else:
            chosen = F.one_hot(weights.argmax(dim=-1), weights.shape[-1]).to(weights.dtype)
        return (chosen[..., None] * states).sum(dim=-2)


def _indices(context: Tensor, states: Tensor) -> Tensor | None:
    """Which of its states (N, K, D) each context (N, D) is; None where one is none of them."""
    near = (states - context[:, None]).abs().amax(dim=-1)
    return near.argmin(dim=-1) if (near.amin(dim=-1) < 1e-4).all() else None


def find_architecture_mistake(made: Any) -> str | None:
    chooser = made(3)
    parameters = list(chooser.parameters())
    if [part.numel() for part in parameters] != [3]:
        return "It has one parameter, the query, with as many numbers as a state."
    with torch.no_grad():
        parameters[0].copy_(torch.tensor([0.5, -0.25, 0.75]).reshape(parameters[0].shape))
    query = parameters[0].detach().flatten()
    states = drawn(6, 3).expand(4000, 6, 3).clone()
    weights = (states @ query).softmax(dim=-1)
    said = _find_mistake_where_it_judges(tensor(chooser.eval()(states)), states, weights)
    return said or _find_mistake_where_it_learns(chooser.train(), query, states, weights)


def _find_mistake_where_it_judges(came: Tensor, states: Tensor, weights: Tensor) -> str | None:
    wanted = states[:, weights[0].argmax()]
    if came.shape != wanted.shape:
        return f"It must give the shape (N, size), here (4000, 3); {tuple(came.shape)} came."
    average = (weights[..., None] * states).sum(dim=-2)
    mistakes = {"In eval mode it averages; wanted is the state with the best score.": average}
    if said := named(came, mistakes):
        return said
    if same(came, wanted):
        return None
    where = _indices(came, states)
    if where is not None and len(where.unique()) > 1:
        return "In eval mode it still draws; wanted is the state with the best score."
    return "In eval mode it must give the state with the best score, and no other."


def _find_mistake_where_it_learns(
    chooser: nn.Module, query: Tensor, states: Tensor, weights: Tensor
) -> str | None:
    came = chooser(states.clone())
    where = _indices(came.detach(), states)
    if where is None:
        return "In training it must give one of the states as it is; yours is a mixture."
    shares = torch.bincount(where, minlength=6) / len(where)
    if shares.max() == 1:
        return "In training it always takes the best location: draw it by its weight."
    if (shares - weights[0]).abs().max() > 0.04:
        return "In training it draws, but not with the weights as probabilities."
    if not came.requires_grad:
        return "It draws well, but no gradient goes back to the query."
    back = drawn(3, seed=5)
    (parameter,) = chooser.parameters()
    (found,) = torch.autograd.grad((came @ back).mean(), parameter, allow_unused=True)
    if found is None or not bool(found.abs().max() > 0):
        return "It draws well, but no gradient goes back to the query."
    query = query.clone().requires_grad_()
    soft = (states[0] @ query).softmax(dim=-1) @ (states[0] @ back)
    (wanted,) = torch.autograd.grad(soft, query)
    if same(found.flatten(), -wanted):
        return "The gradient comes back with its sign turned: the wrong one is detached."
    if not same(found.flatten(), wanted, rtol=1e-3):
        return "Backward it must act as if the weights themselves had been used."
    return None


CHANGES = (
    Exercise(
        key="15.number",
        find_mistake=find_number_mistake,
        praise="b = 2: both draws give −3/4, and no noise is left. It is not the mean loss, 4: "
        "the rare draw has the longer gradient, so its loss counts more.",
        hints=(
            "Write down what each draw gives for the first score: (L − b) times the "
            "derivative of ln p.",
            "The derivative is 1 − 1/4 where the first is drawn, and −1/4 where the second is.",
            "(1 − b) · 3/4 = (5 − b) · (−1/4). Solve for b.",
        ),
        reference=quiet_baseline,
        reads=number("A baseline is one number"),
    ),
    Exercise(
        key="15.block",
        find_mistake=find_block_mistake,
        praise="It costs nothing, it follows the losses as they fall, and it does not know its "
        "own scene's draw.",
        hints=(
            "A sum over the others is a sum over all, less one.",
            "(losses.sum() − losses) has in each place the sum of the others. How many are "
            "they?",
            "Divide that by one less than len(losses).",
        ),
        reference=mean_of_the_others,
        reads=tensor,
    ),
    Exercise(
        key="15.architecture",
        find_mistake=find_architecture_mistake,
        praise="Trained by chance, judged without it: dropout does the same.",
        hints=(
            "nn.Module has self.training. In which of the two modes is there a draw?",
            "torch.multinomial(weights, 1) draws a location a row; F.one_hot makes weights of "
            "it, and the exercise on straight-through the gradient.",
            "In training chosen = one_hot + weights − weights.detach(), else the one_hot of "
            "the argmax; in both cases sum up chosen times states.",
        ),
        reference=Chooser,
        reads=module,
    ),
)
