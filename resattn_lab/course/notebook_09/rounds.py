"""Ten rounds of "trained or not?": which masks they show, and the panel that asks."""

from collections.abc import Sequence
from math import comb
from typing import NamedTuple

import torch
from torch import Tensor, nn

from resattn_lab.data import Scenes
from resattn_lab.measures import inside_and_outside
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Press, Slider
from resattn_lab.panels.marks import MASK, Column, Picture, Row, Text
from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED, TRUE_CLASS

from .twins import best_channels, masks_of

HALF, MANY = 5, 4  # rounds with one scene and as many with several; scenes of the latter
LARGE, SMALL = 256, 192  # pixels of the page


class Round(NamedTuple):
    """One question: scenes, and one channel of one module's mask on each of them."""

    scenes: tuple[int, ...]
    masks: Tensor  # (scenes, h, w)
    trained: bool
    source: str  # such as "stage2.0, channel 46"


def draw_rounds(
    trained: nn.Module, twin: nn.Module, *, choose_on: Scenes, scenes: Scenes, seed: int = 0
) -> list[Round]:
    """Five rounds with one scene and five with four; no scene comes twice.

    Each shows the best channel of one module: the one that peaks on the object most often in
    ``choose_on``, of the trained network and of its untrained twin alike.

    Args:
        scenes: at least 25, other than ``choose_on``.
    """
    generator = torch.Generator().manual_seed(seed)
    masks = {True: masks_of(trained, scenes.images), False: masks_of(twin, scenes.images)}
    best = {True: best_channels(trained, choose_on), False: best_channels(twin, choose_on)}
    modules, rounds, start = list(best[True]), [], 0
    for count, yes in ((1, 3), (MANY, 2)):
        for k in torch.randperm(HALF, generator=generator).tolist():
            module, truth = modules[len(rounds) % len(modules)], k < yes
            shown, channel = range(start, start + count), best[truth][module]
            found = masks[truth][module][list(shown), channel]
            rounds.append(Round(tuple(shown), found, truth, f"{module}, channel {channel}"))
            start += count
    return rounds


def luck(right: int, rounds: int) -> float:
    """The chance to guess at least so many of so many rounds."""
    return sum(comb(rounds, k) for k in range(right, rounds + 1)) / 2**rounds


class TrainedOrNot(Panel):
    """A mask on one scene or on four: is the network behind it trained? With a score.

    The first answer to a round counts.

    Args:
        scenes: those that the rounds name.
        rounds: as of ``draw_rounds``.

    Attributes:
        round: the control, from 1.
        answers: what was said in each round, by its number: whether it is trained.
    """

    round = Slider("round", min=1)
    trained = Press("trained", "Say that the network behind this mask has been trained")
    untrained = Press("untrained", "Say that it has not been trained")
    onward = Press("next round", "On to the next round")

    def __init__(self, scenes: Scenes, rounds: Sequence[Round]):
        self.scenes, self.rounds = scenes, list(rounds)
        self.answers: dict[int, bool] = {}
        super().__init__(round={"max": len(self.rounds), "value": 1})

    def press_trained(self) -> None:
        self._answer(True)

    def press_untrained(self) -> None:
        self._answer(False)

    def press_onward(self) -> None:
        self.round.value = min(self.round.value + 1, len(self.rounds))

    def _answer(self, trained: bool) -> None:
        self.answers.setdefault(self.round.value, trained)
        self.refresh()

    def is_right(self, number: int) -> bool | None:
        """Whether a round, from 1, was answered rightly; None where it was not answered."""
        said = self.answers.get(number)
        return None if said is None else said == self.rounds[number - 1].trained

    def look(self, s) -> dict[int, bool]:
        """Round -> whether its answer is right, of all that were answered."""
        return {number: bool(self.is_right(number)) for number in sorted(self.answers)}

    def draw(self, s, seen: dict[int, bool]) -> Column:
        asked = self.rounds[s.round - 1]
        pictures = self._large(asked) if len(asked.scenes) == 1 else self._small(asked)
        line = Text(self._verdict(s.round), 640, points=15, bold=True)
        return Column(self._tally(s.round, seen), pictures, line, gap=10)

    def _tally(self, current: int, seen: dict[int, bool]) -> Row:
        signs = {True: ("✓", TRUE_CLASS), False: ("✗", CHOSEN_CLASS), None: ("·", MUTED)}
        marks = []
        for number in range(1, len(self.rounds) + 1):
            sign, colour = signs[seen.get(number)]
            here = number == current
            marks.append(Text(f"{number} {sign}", 44, 15 if here else 13, colour, bold=here))
        return Row(*marks, gap=12)

    def _large(self, asked: Round) -> Row:
        number, mask = asked.scenes[0], asked.masks[0].numpy()
        image, outline = self.scenes.images[number], self.scenes.true_masks[number]
        look = {"size": LARGE, "outline": outline}
        return Row(
            Picture(image, title="the scene, and the object's outline", **look),
            Picture(image, light=mask, title="the mask as light", **look),
            Picture(mask, MASK, shape=outline.shape, title="the mask", ruler=True, **look),
        )

    def _small(self, asked: Round) -> Column:
        lit, bare = [], []
        for number, mask in zip(asked.scenes, asked.masks.numpy(), strict=True):
            image, outline = self.scenes.images[number], self.scenes.true_masks[number]
            look = {"size": SMALL, "outline": outline}
            lit.append(Picture(image, light=mask, **look))
            bare.append(Picture(mask, MASK, shape=outline.shape, **look))
        above = Text("four scenes, each lit by the same channel of the mask", 640)
        below = Text("the mask itself: blue is shut (0), yellow is open (1)", 640)
        return Column(above, Row(*lit, gap=10), below, Row(*bare, gap=10), gap=6)

    def _verdict(self, number: int) -> str:
        right = self.is_right(number)
        if right is None:
            return "Has this network been trained? Your first answer counts."
        asked = self.rounds[number - 1]
        truth = "trained" if asked.trained else "untrained"
        return f"{'✓ Right' if right else '✗ Not so'}: {truth} ({asked.source})."

    def words(self, s, seen: dict[int, bool]) -> str:
        """The round, its masks in numbers, what was said, and the score."""
        asked = self.rounds[s.round - 1]
        names = [self.scenes.class_names[int(self.scenes.labels[k])] for k in asked.scenes]
        on, off = inside_and_outside(asked.masks, self.scenes.true_masks[list(asked.scenes)])
        values = "; ".join(
            f"{name} {a:.2f} and {b:.2f}"
            for name, a, b in zip(names, on.tolist(), off.tolist(), strict=True)
        )
        said = [
            f"Round {s.round} of {len(self.rounds)}. Mean of the mask on the object and beside "
            f"it: {values}. {self._verdict(s.round)}"
        ]
        if seen:
            said.append(f"Right so far: {sum(seen.values())} of {len(seen)}.")
        if len(seen) == len(self.rounds):
            said.append(self._final(seen))
        return " ".join(said)

    def _final(self, seen: dict[int, bool]) -> str:
        alone = {k for k, asked in enumerate(self.rounds, start=1) if len(asked.scenes) == 1}
        one = sum(right for number, right in seen.items() if number in alone)
        right, rounds = sum(seen.values()), len(self.rounds)
        return (
            f"With one scene {one} of {len(alone)}, with {MANY} scenes {right - one} of "
            f"{rounds - len(alone)}. Guessing gives {right} or more of {rounds} in "
            f"{luck(right, rounds):.0%} of all games."
        )

    def summary(self) -> str:
        return f"TrainedOrNot: {len(self.rounds)} rounds"
