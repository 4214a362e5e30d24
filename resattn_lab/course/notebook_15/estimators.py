"""The two estimators of notebook 15, written by the learner."""

from typing import Any

import torch
import torch.nn.functional as F

from ..compared import mistake_in, named
from ..exercise import Exercise
from ..reading import graph_tensor, same


def reinforce_by_hand(log_probability, loss, baseline):
    advantage = (loss - baseline).detach()
    return advantage * log_probability


def find_reinforce_mistake(function: Any) -> str | None:
    log_probability = (-0.2 - torch.rand(5)).requires_grad_()
    loss, baseline = (1 + torch.rand(5)).requires_grad_(), torch.rand(5)
    came = function(log_probability, loss, baseline)
    if came.shape != (5,):
        return f"It must give one number a scene, shape (5,); {tuple(came.shape)} came."
    if not came.requires_grad:
        return "No gradient goes through it: log_probability must not be detached."
    to_log, to_loss = torch.autograd.grad(
        came.sum(), (log_probability, loss), allow_unused=True
    )
    if to_log is None:
        return "Its gradient never reaches log_probability, the only way back to the query."
    cost, probability = loss.detach(), log_probability.detach().exp()
    advantage = cost - baseline
    mistakes = {
        "The baseline has no effect on the gradient: take it off the loss first.": cost,
        "The sign is turned: descending this gradient makes bad choices likelier.": -advantage,
        "The baseline is taken off, not added.": cost + baseline,
        "That is the probability times the advantage; REINFORCE has its logarithm.": (
            advantage * probability
        ),
        "Sum and product are mixed up: the loss has to multiply log_probability.": torch.ones(
            5
        ),
    }
    other = "Its gradient for log_probability must be loss − baseline."
    if said := mistake_in(to_log, advantage, mistakes, other):
        return said
    if to_loss is not None and bool(to_loss.abs().max() > 0):
        return (
            "The gradient also runs through the loss: detach what multiplies log_probability."
        )
    return None


def straight_through_by_hand(weights, location):
    chosen = F.one_hot(location, weights.shape[-1]).to(weights.dtype)
    return chosen + weights - weights.detach()


def find_straight_mistake(function: Any) -> str | None:
    weights = torch.rand(4, 6).softmax(dim=-1).requires_grad_()
    location, back = torch.tensor([0, 5, 2, 2]), torch.randn(4, 6)
    came = function(weights, location)
    if came.shape != (4, 6):
        return f"It must give the shape (4, 6); {tuple(came.shape)} came."
    chosen, soft = F.one_hot(location, 6).float(), weights.detach()
    mistakes = {
        "These are the soft weights: forward it must be 1 and 0.": soft,
        "Forward it still has the weight, not 1, at the chosen location.": chosen * soft,
        "Forward this is the choice plus the weights: take the weights off, detached.": (
            chosen + soft
        ),
        "Forward this is the choice minus the weights.": chosen - soft,
    }
    if said := named(came.detach(), mistakes):
        return said
    one_hot = same(came.detach().sort(dim=-1).values, chosen.sort(dim=-1).values)
    if one_hot and not same(came.detach(), chosen):
        return "It chooses, but another location: which one was drawn is given, so draw none."
    if not same(came.detach(), chosen):
        return "Forward it must be exactly 1 at the chosen location and 0 elsewhere."
    if not came.requires_grad:
        return "Forward it is right, but no gradient goes back: weights must have a part in it."
    (gradient,) = torch.autograd.grad((came * back).sum(), weights, allow_unused=True)
    if gradient is None:
        return "Its gradient ends before the weights: something on the way is cut off."
    backward = {
        "The two weights cancel backward as well: one of them must be detached.": 0 * back,
        "The wrong one is detached: the gradient comes back with its sign turned.": -back,
        "Only the chosen location gets a gradient; it has to reach all weights.": chosen * back,
    }
    other = "Backward it must act as if the weights themselves had been used."
    return mistake_in(gradient, back, backward, other)


ESTIMATORS = (
    Exercise(
        key="15.reinforce",
        find_mistake=find_reinforce_mistake,
        praise="A choice worse than the baseline becomes rarer, a better one likelier; only "
        "the probability had to be differentiated, not the loss.",
        hints=(
            "Which of the three does the query move? Only there may a gradient go back.",
            "The advantage multiplies, but it must count as a plain number.",
            "(loss − baseline).detach() is that number; multiply it with what the formula has "
            "beside it.",
        ),
        reference=reinforce_by_hand,
        reads=graph_tensor,
    ),
    Exercise(
        key="15.straight",
        find_mistake=find_straight_mistake,
        praise="Forward a choice, backward an average: these are two functions, which "
        "has a price, as you will see.",
        hints=(
            "What has the value 0 forward, and still a gradient backward?",
            "F.one_hot(location, K) is the forward value. A tensor less its own detached copy "
            "is 0 forward. Which gradient has it?",
            "So add one such difference to the one_hot: that of the tensor whose gradient is "
            "wanted.",
        ),
        reference=straight_through_by_hand,
        reads=graph_tensor,
    ),
)
