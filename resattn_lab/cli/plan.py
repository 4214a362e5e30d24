"""What a training is to be: by its options, by the card of another, by its own last state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .arguments import flag, given
from .config import options_on, read_config
from .options import BY_IMAGES, changes_of, network_options
from .read_off import NONE

if TYPE_CHECKING:
    from torch import nn

    from resattn_lab.data import ImageSet, ImageSource, InputSpec, Splits
    from resattn_lab.training import Recipe

NOT_OF_A_RUN = {"resume", "device", "processes"}  # another run may choose these anew


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A training that has not begun: what to build, to read and to follow.

    Args:
        options: of the command line, by name; what another card decided is among them.
        base: the recipe that ``changes`` change.
        source: images that another training had in the same parts; else ``options`` say.
        class_names: that they had then; None where nothing is known or wanted of them.
        start: whose weights it begins with.
    """

    options: dict[str, Any]
    base: Recipe
    changes: dict[str, Any]
    source: ImageSource | None = None
    class_names: tuple[str, ...] | None = None
    start: Start | None = None

    @property
    def seed(self) -> int:
        return self.changes.get("seed", self.base.seed)

    @property
    def size(self) -> int | None:
        """Pixels a side, to which images are resized."""
        own = None if self.start is None else self.start.spec.side
        return self.options["size"] or own

    def load_images(self) -> Splits:
        """The three parts.

        Raises:
            ValueError, OSError: they cannot be read, or their classes have changed.
        """
        from resattn_lab.data import load_images
        from resattn_lab.data.cifar import KINDS

        data = self.options["data"]
        size = None if data in KINDS else self.size  # there fit resizes each batch
        if self.source is not None:
            images = replace(self.source, size=size).load()
        else:
            count = self.options["count"]
            images = load_images(data, seed=self.seed, count=count, size=size)
        if self.class_names not in (None, images.train.class_names):
            raise ValueError(
                f"the card names the classes {', '.join(self.class_names)}, but the images "
                f"of {data} have {', '.join(images.train.class_names)} now; name the images "
                "that you mean with --data"
            )
        return images

    def recipe(self, images: ImageSet) -> Recipe:
        """With falls of the rate at the same shares, where only the length was changed."""
        from resattn_lab.training import keep_shares

        recipe = replace(self.base, **self.changes)
        if {"epochs", "iterations"} & set(self.changes) and "milestones" not in self.changes:
            batches = -(-len(images) // recipe.batch_size)
            recipe = keep_shares(recipe, self.base, batches)
        return recipe

    def network(self, images: ImageSet) -> nn.Module:
        """For the classes and channels of ``images``."""
        from resattn_lab.networks import build_network

        if self.start is not None:
            return self.start.for_images(images)
        names = [part.name for part in network_options()]
        chosen = {name: self.options[name] for name in names if name != "network"}
        return build_network(
            self.options["network"],
            classes=len(images.class_names),
            in_channels=images.images.shape[1],
            pixel_mean=images.pixel_mean(),
            **{n: None if v == NONE else v for n, v in chosen.items() if v is not None},
        )


class Start:
    """The network that a training begins with, what it expects of images, and its own ones."""

    def __init__(self, checkpoint: str):
        from resattn_lab.checkpoints import load_checkpoint
        from resattn_lab.data import ImageSource, InputSpec

        self.network, card = load_checkpoint(checkpoint)
        self.spec: InputSpec = InputSpec.from_card(card, self.network)
        self.source: ImageSource | None = ImageSource.from_card(card)

    def for_images(self, images: ImageSet) -> nn.Module:
        """The network for the classes of ``images``: with a new last layer where they differ.

        The mean image stays the one that its body was trained with.

        Raises:
            ValueError: images of another number of channels.
        """
        from resattn_lab.networks import replace_classifier

        self.spec.check_channels(images.images)
        if self.spec.class_names == images.class_names:
            return self.network
        return replace_classifier(self.network, len(images.class_names))


def plan_new(context: typer.Context) -> Plan:
    """By the options on the line; where none is there, by the card that ``--config`` names.

    Raises:
        ValueError: what contradicts itself, or each other.
    """
    from resattn_lab.data import ImageSource
    from resattn_lab.training import RECIPES, Recipe

    options, line = dict(context.params), set(given(context))
    card = {} if options["config"] is None else read_config(options["config"])
    found = options_on(card, options)
    options |= {name: value for name, value in found.items() if name not in line}
    if options["recipe"] not in RECIPES:
        raise ValueError(
            f"unknown recipe {options['recipe']!r}; choose one of {', '.join(RECIPES)}"
        )
    base = RECIPES[options["recipe"]]
    if card.get("recipe") and "recipe" not in line:
        base = Recipe.from_dict(card["recipe"])
    source = ImageSource.from_card(card)
    start = None
    if options["from_"] is not None:
        start = _start(options, line, card)
        source = start.source
        options |= {part.name: None for part in network_options()}
        options["network"] = start.network.arguments["name"]
        if not {"data"} & (line | set(found)):
            if source is None:
                raise ValueError(
                    f"the card of {options['from_']} does not say where its images came "
                    "from; name some with --data"
                )
            options["data"] = source.path or source.name
    if source is not None and not source.is_of(options["data"]):
        source = None
    if source is not None and start is None:
        counted = {name: options[name] for name in ("count", "seed") if name in line}
        source = replace(source, **counted)
    same = card.get("class_names") and start is None and "data" not in line
    return Plan(
        options=options,
        base=base,
        changes=changes_of(options),
        source=source,
        class_names=tuple(card["class_names"]) if same else None,
        start=start,
    )


def plan_resumed(context: typer.Context, resume: str) -> tuple[Plan, dict]:
    """As it was started, and the command and commit that started it.

    An option that came later has its default.
    """
    from resattn_lab.data import ImageSource
    from resattn_lab.networks import RIVALS
    from resattn_lab.training import Recipe, read_state

    folder = Path(resume)
    others = sorted(set(given(context)) - NOT_OF_A_RUN)
    if others:
        raise ValueError(
            "--resume goes on with what the training was started with; leave out "
            + ", ".join(map(flag, others))
        )
    card = read_state(folder / "state.resattn").get("card", {})
    if "options" not in card:
        raise ValueError(f"{folder} was not written by resattn-lab train; use training.fit")
    unknown = sorted(set(card["options"]) - set(context.params))
    if unknown:
        raise ValueError(
            f"{folder} was started by another version, with options that this one does not "
            f"know: {', '.join(unknown)}; go on with that version"
        )
    options = {**context.params, **card["options"], "out": folder}
    options |= {name: context.params[name] for name in NOT_OF_A_RUN}
    if options["network"] in RIVALS:
        options["attention_residual"] = None  # earlier, the default was written down there too
    plan = Plan(
        options=options,
        base=Recipe.from_dict(card["recipe"]),
        changes={},
        source=ImageSource.from_card(card),
        start=None if options["from_"] is None else Start(options["from_"]),
    )
    return plan, {name: card.get(name) for name in ("command", "commit")}


def _start(options: Mapping, line: set[str], card: Mapping) -> Start:
    """The network that ``--from`` names, where nothing else names another one.

    Raises:
        ValueError: options, or a card, of another network.
    """
    start = Start(options["from_"])
    names = {part.name for part in network_options()}
    if new := sorted(names & line):
        raise ValueError(
            f"--from brings its own network; leave out {', '.join(map(flag, new))}"
        )
    one, other = (
        {name: value for name, value in network.items() if name not in BY_IMAGES}
        for network in (card.get("network") or start.network.arguments, start.network.arguments)
    )
    if one != other:
        raise ValueError(
            f"--from brings its own network, {other}, and the card that --config names has "
            f"another, {one}; leave out one of the two"
        )
    return start
