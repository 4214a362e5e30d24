"""The options of a training that a network and a recipe bring along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from .read_off import NONE, option, options_of

NETWORK, RECIPE = "The network", "The recipe; what is not given is as --recipe has it"
SMALL = {"width": 0.25, "initialisation": "zero_residual"}  # learns at once, on a laptop
BY_IMAGES = ("classes", "in_channels", "pixel_mean")  # what images decide about a network


def network_options() -> list:
    """The options of ``build_network`` and of the Attention Modules it builds."""
    from resattn_lab.networks import NETWORKS, RIVALS, ModuleOptions, build_network

    names = option(
        "network",
        str,
        help=f"{', '.join(NETWORKS)}; without masks, {', '.join(RIVALS)}.",
        panel=NETWORK,
        default="cifar_attention_56",
    )
    whole = {"panel": NETWORK, "without": ("name", *BY_IMAGES), "defaults": SMALL}
    modules = options_of(ModuleOptions, panel=NETWORK)
    return [names, *options_of(build_network, **whole), *modules]


def recipe_options() -> list:
    """The recipes by name, and every field of one."""
    from resattn_lab.training import RECIPES, TAKES, Recipe

    told = "; ".join(f"{name}: {TAKES[name]}" for name in RECIPES)
    names = option("recipe", str, help=told, panel=RECIPE, default="short")
    return [names, *options_of(Recipe, panel=RECIPE)]


def changes_of(options: Mapping) -> dict[str, Any]:
    """The fields of a recipe that the options change."""
    from resattn_lab.training import Recipe

    names = [field.name for field in fields(Recipe)]
    changes = {name: options[name] for name in names if options[name] is not None}
    if {"epochs", "iterations"} & set(changes):  # one of them takes the other's place
        changes = {"epochs": None, "iterations": None, **changes}
    return {name: None if value == NONE else value for name, value in changes.items()}
