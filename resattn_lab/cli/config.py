"""``--config``: what the card of another training says about a new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .options import BY_IMAGES, SMALL


def read_config(named: str) -> dict:
    """The card of a checkpoint, of a run with or without weights yet, or a card alone.

    Raises:
        ValueError, OSError: there is none, or nothing that a card can be.
    """
    from resattn_lab.checkpoints import check_card, load_checkpoint
    from resattn_lab.training import read_state

    path = Path(named).expanduser()
    state = path / "state.resattn"
    if state.is_file() and not (path / "weights.safetensors").exists():
        return read_state(state)["card"]
    if path.suffix != ".json":
        return load_checkpoint(named)[1]
    try:
        card = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    check_card(card, path)
    return card


def options_on(card: Mapping, known: Mapping) -> dict[str, Any]:
    """The options that a card stands for: its network and its images.

    Raises:
        ValueError: an entry that cannot be one, or two that contradict each other.
    """
    from resattn_lab.data import ImageSource

    found, named = {}, card.get("options") or {}
    begun = card.get("initialisation") or ""
    for name, value in (("initialisation", begun), ("from_", named.get("from_") or "")):
        if not isinstance(value, str):
            raise ValueError(f"the card's {name} is {value!r}, no name")
    network = {k: v for k, v in (card.get("network") or {}).items() if k not in BY_IMAGES}
    if network:
        found |= {name: None for name in SMALL}  # as the card has it, or build_network
        found |= {"network" if k == "name" else k: v for k, v in network.items()}
        unknown = sorted(set(found) - set(known))
        if unknown:
            raise ValueError(f"the card's network has {', '.join(unknown)}; no option is that")
    if begun and not begun.startswith("weights of "):
        found["initialisation"] = begun
    for name, value in found.items() if named.get("from_") is None else ():
        if None not in (value, named.get(name)) and named[name] != value:
            raise ValueError(
                f"the card contradicts itself: {name} is {value!r} in one place and "
                f"{named[name]!r} among its options"
            )
    source = ImageSource.from_card(card)
    if source is not None:
        found |= {"data": source.path or source.name, "count": source.count}
        found["size"] = named.get("size") or source.size
    if named.get("from_") is not None:
        found["from_"] = named["from_"]
    elif begun.startswith("weights of ") and known["from_"] is None:
        raise ValueError(
            f"that training began with the {begun}, and its card does not say where they lie; "
            "name them with --from"
        )
    return found
