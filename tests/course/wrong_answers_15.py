"""Wrong answers to the exercises of notebook 15, and the words that name each mistake."""

import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.course.notebook_15.changes import Chooser


def one_hot(weights, location):
    return F.one_hot(location, weights.shape[-1]).float()


def chooser(choose):
    """A class like Chooser from ``choose(weights, training)``, which gives (N, K)."""

    class Other(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.query = nn.Parameter(torch.zeros(size))

        def forward(self, states):
            weights = (states @ self.query).softmax(dim=-1)
            return (choose(weights, self.training)[..., None] * states).sum(dim=-2)

    return Other


def drawn(weights):
    return one_hot(weights, torch.multinomial(weights, 1).squeeze(-1))


def best(weights):
    return one_hot(weights, weights.argmax(-1))


def through(chosen, weights):
    return chosen + weights - weights.detach()


def learning(choose):
    """Right in eval mode; ``choose`` in training."""
    return chooser(lambda w, training: choose(w) if training else best(w))


class TwoQueries(Chooser):
    def __init__(self, size):
        super().__init__(size)
        self.other = nn.Parameter(torch.zeros(size))


class Unsummed(Chooser):
    def forward(self, states):
        return super().forward(states)[:, None]


WRONG = {
    "15.reinforce": {
        "no baseline": (lambda p, loss, b: loss.detach() * p, "baseline has no effect"),
        "baseline outside": (lambda p, loss, b: loss.detach() * p - b, "no effect"),
        "the sign": (lambda p, loss, b: (b - loss).detach() * p, "sign is turned"),
        "added": (lambda p, loss, b: (loss + b).detach() * p, "not added"),
        "the probability": (
            lambda p, loss, b: (loss - b).detach() * p.exp(),
            "its logarithm",
        ),
        "a sum": (lambda p, loss, b: (loss - b).detach() + p, "Sum and product"),
        "not detached": (lambda p, loss, b: (loss - b) * p, "runs through the loss"),
        "cut off": (lambda p, loss, b: ((loss - b) * p).detach(), "No gradient goes"),
        "the wrong one": (lambda p, loss, b: (loss - b) * p.detach(), "never reaches"),
        "the mean": (lambda p, loss, b: ((loss - b).detach() * p).mean(), "() came"),
        "twice": (lambda p, loss, b: 2 * (loss - b).detach() * p, "must be loss − baseline"),
        "a number": (3, "the function itself"),
    },
    "15.straight": {
        "the choice alone": (lambda w, p: one_hot(w, p), "no gradient goes back"),
        "soft": (lambda w, p: w, "the soft weights"),
        "a product": (lambda w, p: one_hot(w, p) * w, "still has the weight"),
        "weights left on": (lambda w, p: one_hot(w, p) + w, "the choice plus the weights"),
        "weights off": (lambda w, p: one_hot(w, p) - w, "the choice minus"),
        "both cancel": (lambda w, p: one_hot(w, p) + w - w, "cancel backward"),
        "the wrong one": (lambda w, p: one_hot(w, p) + w.detach() - w, "sign turned"),
        "divided": (lambda w, p: one_hot(w, p) * w / w.detach(), "act as if"),
        "drawn anew": (lambda w, p: one_hot(w, p).roll(1, 1) + w - w.detach(), "draw none"),
        "only the chosen": (
            lambda w, p: one_hot(w, p) * (1 + w - w.detach()),
            "Only the chosen location",
        ),
        "a leaf of its own": (
            lambda w, p: one_hot(w, p).requires_grad_(),
            "ends before the weights",
        ),
        "half": (lambda w, p: one_hot(w, p) / 2, "exactly 1"),
        "locations": (lambda w, p: p, "(4,) came"),
    },
    "15.baselines": {
        "its own loss": ("abcd", "c depends on the draw"),
        "half of its own": ("abde", "e depends on the draw"),
        "no constant": ("bd", "a is missing"),
        "not the others": ({"a", "d"}, "b is missing"),
        "not the expected": (["B", "A"], "d is missing"),
        "another letter": ("f", "'f' came"),
        "a number": (3, "an int came"),
    },
    "15.gap": {
        "the draw": (4, "That is J"),
        "the average": (1.0, "loss of the average, 1"),
        "alike": (0, "an average of squares"),
        "the sign": (-3, "the sign is not"),
        "both added": (5, "adds the two losses"),
        "one weight": (12, "Both weights count"),
        "no weights": (10, "are weighed by"),
        "the second": (torch.tensor(16), "How often is it drawn"),
        "another": (7, "the loss of the mean"),
        "a word": ("three", "one number; a str"),
    },
    "15.number": {
        "the expected loss": (4, "the expected loss"),
        "the middle": (3.0, "if both weights were 1/2"),
        "none": (0, "Without a baseline"),
        "the first": (1, "the first draw gives 0"),
        "the second": (5, "the second draw gives 0"),
        "a sign": (3.5, "A sign is lost"),
        "another": (2.5, "gives -1.125, the other -0.625"),
        "a word": ("2", "one number; a str"),
    },
    "15.block": {
        "all": (lambda x: x.mean().expand(len(x)), "its own among them"),
        "divided by all": (lambda x: (x.sum() - x) / len(x), "divided by all of them"),
        "a sum": (lambda x: x.sum() - x, "the sum of the others"),
        "the advantage": (lambda x: x - (x.sum() - x) / (len(x) - 1), "the advantage"),
        "a neighbour": (lambda x: x.roll(1), "one neighbour"),
        "the losses": (lambda x: x, "the losses themselves"),
        "one number": (lambda x: x.mean(), "() came"),
        "halves": (lambda x: x / 2, "all other scenes"),
        "a tensor": (torch.ones(3), "the function itself"),
    },
    "15.architecture": {
        "averages": (chooser(lambda w, training: w), "In eval mode it averages"),
        "always draws": (
            chooser(lambda w, training: through(drawn(w), w)),
            "still draws",
        ),
        "the worst": (
            chooser(lambda w, training: through(best(-w), w)),
            "and no other",
        ),
        "a mixture": (learning(lambda w: w), "yours is a mixture"),
        "never draws": (learning(lambda w: through(best(w), w)), "always takes the best"),
        "evenly": (
            learning(lambda w: through(drawn(torch.ones_like(w)), w)),
            "not with the weights",
        ),
        "no gradient": (learning(drawn), "no gradient goes back"),
        "the sign": (learning(lambda w: drawn(w) - w + w.detach()), "sign turned"),
        "twice": (
            learning(lambda w: drawn(w) + 2 * (w - w.detach())),
            "as if the weights themselves",
        ),
        "two queries": (TwoQueries, "one parameter, the query"),
        "a dimension kept": (Unsummed, "(4000, 1, 3) came"),
        "no module": (lambda size: size, "must give an nn.Module"),
    },
}
