"""Loading trained networks: the ones in the box, and your own."""

import hashlib
import json
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load
from torch import nn

from resattn_lab.networks import build_network
from resattn_lab.training import card_path

BOX = Path(__file__).parent


def available() -> tuple[str, ...]:
    """Names of the trained networks that come with the package."""
    return tuple(sorted(path.stem for path in BOX.glob("*.safetensors")))


def load_checkpoint(name_or_path: str | Path) -> tuple[nn.Module, dict]:
    """A trained network in eval mode, and its card.

    Args:
        name_or_path: one of ``available()``; or a ``.safetensors`` file with its card
            beside it; or the folder that ``training.fit`` wrote.

    Raises:
        ValueError: an unknown name, a file that is not safetensors, weights that are not
            the ones the card describes, or a card that names no network.
        FileNotFoundError: the weights or their card are missing.
    """
    path = _find(name_or_path)
    if not card_path(path).is_file():
        raise FileNotFoundError(
            f"{path.name} has no card; wanted {card_path(path)}, as training.fit writes it"
        )
    card = _read_card(card_path(path))
    content = path.read_bytes()
    came = hashlib.sha256(content).hexdigest()
    if came != card.get("sha256"):
        raise ValueError(
            f"{path.name} is not the file its card describes: wanted sha256 "
            f"{card.get('sha256')}, got {came}; fetch or train it again"
        )
    try:
        tensors = load(content)
    except SafetensorError as error:
        raise ValueError(f"{path.name} is not a safetensors file: {error}") from error
    if not card.get("network"):
        raise ValueError(
            f"the card of {path.name} names no network; give fit(card={{'network': "
            "network.arguments}), or build the network and load the weights yourself"
        )
    network = build_network(**card["network"], pixel_mean=tensors["pixel_mean"])
    network.load_state_dict(tensors)
    return network.eval(), card


def _read_card(path: Path) -> dict:
    """A card as ``training.fit`` writes it, as far as others rely on it."""
    card = json.loads(path.read_text())
    wanted = isinstance(card, dict) and isinstance(card.get("network") or {}, dict)
    names = card.get("class_names", []) if wanted else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(
            f"{path.name} is no card: wanted an object, its network an object and its "
            "class_names a list of names; fetch it again, or train the network again"
        )
    return card


def _find(name_or_path: str | Path) -> Path:
    if str(name_or_path) in available():
        return BOX / f"{name_or_path}.safetensors"
    path = Path(name_or_path).expanduser()
    if path.is_dir():
        path = path / "weights.safetensors"
    if path.suffix != ".safetensors":
        raise ValueError(
            f"{str(name_or_path)!r} is neither a network in the box ({', '.join(available())})"
            " nor a .safetensors file; other formats can run code when loaded"
        )
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    return path
