"""Loading trained networks: the ones in the box, and your own."""

from pathlib import Path

from torch import nn

from resattn_lab.networks import build_network

from .weights import fill, read_weights

BOX = Path(__file__).parent


def available() -> tuple[str, ...]:
    """Names of the trained networks that come with the package."""
    return tuple(sorted(path.stem for path in BOX.glob("*.safetensors")))


def load_checkpoint(name_or_path: str | Path) -> tuple[nn.Module, dict]:
    """A trained network in eval mode, and its card.

    Args:
        name_or_path: one of ``available()``; or a ``.safetensors`` file with its card in it;
            or the folder that ``training.fit`` wrote.

    Raises:
        ValueError: an unknown name; a file that ``read_weights`` refuses; a card that names
            no network, or one that cannot be built or does not have these weights.
        FileNotFoundError: the weights are missing.
    """
    path = _find(name_or_path)
    tensors, card = read_weights(path)
    if not card.get("network"):
        raise ValueError(
            f"the card of {path} names no network; give fit(card={{'network': "
            "network.arguments}), or build the network and load the weights yourself"
        )
    try:
        network = build_network(**card["network"], pixel_mean=tensors.get("pixel_mean"))
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"the card of {path} names a network that cannot be built: {error}"
        ) from error
    fill(network, tensors, path)
    classes = network.specification.classes
    if len(card.get("class_names") or range(classes)) != classes:
        raise ValueError(
            f"the card of {path} has {len(card['class_names'])} class names for a network of "
            f"{classes} classes"
        )
    return network.eval(), card


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
    return path
