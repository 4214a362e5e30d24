"""The exercises in the body of notebook 01, soft and hard attention."""

from typing import Any

import torch
import torch.nn.functional as F

from ..compared import compared, drawn, named
from ..exercise import Exercise
from ..reading import graph_tensor, same, shape, tensor

SHAPE = (24, 128)


def context_shape() -> tuple[int, ...]:
    return (24, 128)


def find_shape_mistake(shape: tuple) -> str | None:
    told = {
        (24, 64, 128): "That is the shape of all states: the sum over the places is to come.",
        (24, 64): "That is the shape of the weights: one number a place, and no state.",
        (24, 64, 1): "That is the shape of the weights, made ready to multiply the states.",
        (24, 1, 128): "Nearly: the places are summed up, so their dimension is gone, not 1.",
        (128, 24): "The two sizes are right, their order is not: scenes come first.",
        (128,): "That is one scene's context vector. How many scenes are there?",
        (64, 128): "That sums over the scenes: each scene keeps a context vector of its own.",
    }
    if shape in told:
        return told[shape]
    if shape != SHAPE:
        return "Each scene keeps one vector, as long as a state: (scenes, channels)."
    return None


def sharpened(scores, temperature):
    return torch.softmax(scores / temperature, dim=-1)


find_sharpened_mistake = compared(
    sharpened,
    mistakes={
        "That multiplies by the temperature: a hot softmax must be flatter, not sharper.": (
            lambda scores, temperature: (scores * temperature).softmax(dim=-1)
        ),
        "The temperature comes too late: the softmax is divided, and no longer sums to 1.": (
            lambda scores, temperature: scores.softmax(dim=-1) / temperature
        ),
        "That softmax runs over the first dimension; the places are in the last.": (
            lambda scores, temperature: (scores / temperature).softmax(dim=0)
        ),
        "The temperature does nothing yet.": lambda scores, temperature: scores.softmax(dim=-1),
        "The scores are cooled, but no softmax is taken.": (
            lambda s, temperature: s / temperature
        ),
        "These are logarithms of weights; softmax, not log_softmax.": (
            lambda scores, temperature: (scores / temperature).log_softmax(dim=-1)
        ),
        "The sign is turned: the best place gets the least weight.": (
            lambda scores, temperature: (-scores / temperature).softmax(dim=-1)
        ),
        "It is right at temperature 2 and wrong at 0.25.": (
            lambda scores, temperature: (scores / 2).softmax(dim=-1)
        ),
    },
    tried_on=[(drawn(3, 5), 2.0), (drawn(3, 5), 0.25)],
    otherwise="Each row must be the softmax of scores / temperature over the places.",
)


def reinforce_by_hand(log_chance, loss, baseline):
    advantage = (loss - baseline).detach()
    return advantage * log_chance


def find_reinforce_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(0)
    log_chance = (-0.2 - torch.rand(5, generator=generator)).requires_grad_()
    loss = (1 + torch.rand(5, generator=generator)).requires_grad_()
    baseline = torch.rand(5, generator=generator)
    came = function(log_chance, loss, baseline)
    if came.shape != (5,):
        return f"It must give one number a scene, shape (5,); {tuple(came.shape)} came."
    if not came.requires_grad:
        return "No gradient goes through it: log_chance must not be detached."
    to_chance, to_loss = torch.autograd.grad(came.sum(), (log_chance, loss), allow_unused=True)
    if to_chance is None:
        return "Its gradient never reaches log_chance, the only way back to the query."
    cost, chance = loss.detach(), log_chance.detach().exp()
    advantage = cost - baseline
    mistakes = {
        "The baseline has no effect on the gradient: take it off the loss first.": cost,
        "The sign is turned: descending this gradient makes bad places likelier.": -advantage,
        "The baseline is taken off, not added.": cost + baseline,
        "That is the chance times the advantage; REINFORCE has its logarithm.": (
            advantage * chance
        ),
        "Sum and product are mixed up: the loss has to multiply log_chance.": torch.ones(5),
    }
    if said := named(to_chance, mistakes):
        return said
    if not same(to_chance, advantage):
        return "Its gradient for log_chance must be loss − baseline."
    if to_loss is not None and bool(to_loss.abs().max() > 0):
        return "The gradient also runs through the loss: detach what multiplies log_chance."
    return None


def straight_through_by_hand(weights, place):
    chosen = F.one_hot(place, weights.shape[-1]).to(weights.dtype)
    return chosen + weights - weights.detach()


def find_straight_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(0)
    weights = torch.rand(4, 6, generator=generator).softmax(dim=-1).requires_grad_()
    place, back = torch.tensor([0, 5, 2, 2]), torch.randn(4, 6, generator=generator)
    came = function(weights, place)
    if came.shape != (4, 6):
        return f"It must give the shape (4, 6); {tuple(came.shape)} came."
    chosen, soft = F.one_hot(place, 6).float(), weights.detach()
    mistakes = {
        "These are the soft weights: forward it must be 1 and 0.": soft,
        "Forward it still has the weight, not 1, at the chosen place.": chosen * soft,
        "Forward this is the choice plus the weights: take the weights off, detached.": (
            chosen + soft
        ),
        "Forward this is the choice minus the weights.": chosen - soft,
    }
    if said := named(came.detach(), mistakes):
        return said
    if not same(came.detach(), chosen):
        return "Forward it must be exactly 1 at the chosen place and 0 elsewhere."
    if not came.requires_grad:
        return "Forward it is right, but no gradient goes back: weights must have a part in it."
    (gradient,) = torch.autograd.grad((came * back).sum(), weights, allow_unused=True)
    if gradient is None:
        return "Its gradient ends before the weights: something on the way is cut off."
    if same(gradient, torch.zeros_like(back)):
        return "The two weights cancel backward as well: one of them must be detached."
    if same(gradient, -back):
        return "The wrong one is detached: the gradient comes back with its sign turned."
    if same(gradient, chosen * back):
        return "Only the chosen place gets a gradient; it has to reach all weights."
    if not same(gradient, back):
        return "Backward it must act as if the weights themselves had been used."
    return None


BODY = (
    Exercise(
        key="01.shape",
        find_mistake=find_shape_mistake,
        praise="The places are gone: however many there are, what goes on is one state long.",
        hints=(
            "States are (scenes, places, channels). The sum runs over the places.",
            "Which of the three dimensions is gone after the sum, and which two stay, in "
            "their order?",
            "A dimension that is summed up is no longer there: two sizes are left.",
        ),
        reference=context_shape,
        reads=shape("A shape is a tuple of sizes, such as (2, 3)"),
        calls_reference=True,
    ),
    Exercise(
        key="01.sharpened",
        find_mistake=find_sharpened_mistake,
        praise="Dividing before the softmax keeps the sum at 1, whatever the temperature.",
        hints=(
            "The temperature is the unit in which the scores are measured: divide by it.",
            "Divide first, then the softmax; mind over which dimension the weights must sum "
            "to 1.",
            "torch.softmax(..., dim=-1) of the divided scores; the places come last.",
        ),
        reference=sharpened,
        reads=tensor,
    ),
    Exercise(
        key="01.reinforce",
        find_mistake=find_reinforce_mistake,
        praise="A choice worse than the baseline becomes rarer, a better one likelier; nothing "
        "had to be differentiated but the chance.",
        hints=(
            "The gradient wanted is (loss − baseline) times the gradient of log_chance.",
            "Its gradient must reach log_chance alone: the loss may count, but as a plain "
            "number.",
            "Make the bracket a plain number with .detach(), then multiply and return.",
        ),
        reference=reinforce_by_hand,
        reads=graph_tensor,
    ),
    Exercise(
        key="01.straight",
        find_mistake=find_straight_mistake,
        praise="Forward a choice, backward an average: two different functions, and the bias "
        "below comes from just that.",
        hints=(
            "F.one_hot(place, K) is the forward value. Add something that is 0 forward only.",
            "You look for a term that is 0 forward and has a gradient backward: something "
            "less its own detached copy.",
            "weights − weights.detach() is 0, and its gradient is that of weights.",
        ),
        reference=straight_through_by_hand,
        reads=graph_tensor,
    ),
)
