"""Judging a fault that a learner has planted: it must pass the suite, and still be one."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from resattn_lab.blocks import AttentionModule

from ..learners_function import on_a_copy
from .suite import SUITE
from .trial import BREAKS, FAILS, try_test

CHANNELS, DEPTH, LEAST = 8, 2, 1e-4


def output(module: nn.Module, weights: dict, x: Tensor, *, training: bool) -> Tensor:
    """What comes out with these weights and running statistics, whatever ran before."""
    module.load_state_dict(weights)
    with torch.no_grad(), torch.random.fork_rng(devices=[]):
        return on_a_copy(module.train(training), x)


def find_difference_mistake(planted: nn.Module, right: AttentionModule) -> str | None:
    """What is wrong with the fault itself, on the right module's weights."""
    x = torch.randn(2, CHANNELS, 12, 12)
    weights = {name: value.clone() for name, value in right.state_dict().items()}
    came = output(planted, weights, x, training=False)
    if not isinstance(came, Tensor) or came.shape != x.shape:
        got = tuple(came.shape) if isinstance(came, Tensor) else type(came).__name__
        return f"It must put out the shape it was given, {tuple(x.shape)}; {got} came."
    if not came.isfinite().all():
        return "It puts out values that are not finite: whoever trains it will notice."
    torch.manual_seed(1)
    first = planted.train()(x)
    torch.manual_seed(2)
    if not torch.allclose(first, planted(x)):
        return "It puts out something else at each run: chance is easily noticed. Plant a rule."
    far = 0.0
    for mode in (True, False):
        one, other = (output(m, weights, x, training=mode) for m in (planted, right))
        far = max(far, (one - other).abs().max().item())
    if far == 0:
        return "On the same weights it puts out exactly what the right module does: no fault."
    if far < LEAST:
        return f"It differs from the right module by {far:.0e} at most: that is rounding."
    planted.train()(x).square().mean().backward()
    still = [name for name, p in planted.named_parameters() if p.grad is None]
    return (
        f"No gradient reaches {still[0]}: a look at the gradients would tell."
        if still
        else None
    )


def find_planted_mistake(make: Callable) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        planted, right = make(CHANNELS, DEPTH), AttentionModule(CHANNELS, encoder_depth=DEPTH)
        if not isinstance(planted, nn.Module):
            came = type(planted).__name__
            return f"Planted(channels, depth) must give a module; {came} came."
        ours, theirs = (
            {(name, value.shape) for name, value in module.state_dict().items()}
            for module in (planted, right)
        )
        if ours != theirs:
            return (
                f"A right module's weights do not fit into it ({len(ours - theirs)} more, "
                f"{len(theirs - ours)} fewer): change forward alone."
            )
        if mistake := find_difference_mistake(planted, right):
            return mistake
    for rule in (rule for rule in SUITE if rule.kind == "module"):
        verdict = try_test(rule.test, make, *rule.arguments)
        if verdict.said == FAILS:
            return f"The suite catches it: “{rule.words}” fails. Plant one that it misses."
        if verdict.said == BREAKS:
            return f"The suite breaks off at “{rule.words}”: {verdict.words}."
    return None
