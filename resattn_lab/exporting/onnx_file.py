"""From a network to an ONNX file that says the same: logits, and every mask by name."""

import json
import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from resattn_lab.checkpoints import check_numbers
from resattn_lab.choice import choose
from resattn_lab.extras import check_installed
from resattn_lab.files import write_atomically
from resattn_lab.recording import attention_modules
from resattn_lab.recording.bare_network import watched

from .exporters import EXPORTERS
from .run_onnx import run_onnx

COUNTS = (1, 3)  # images at once, when the file is compared with the network


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What was written.

    Args:
        outputs: names, ``"logits"`` first, then the masks in the order of the network.
        differences: the largest difference from the network, for each output.
        size: of the file, in bytes.
    """

    path: Path
    outputs: tuple[str, ...]
    differences: dict[str, float]
    size: int


class WithMasks(nn.Module):
    """A network that puts out its masks, too: (logits, mask, mask, …), as ``names`` says."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network
        self.names = [f"{name}.mask" for name in attention_modules(network)]

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        masks: dict[str, Tensor] = {}
        with watched(self.network, self.names, masks.__setitem__):
            logits = self.network(images)
        return logits, *(masks[name] for name in self.names)


def export_onnx(
    network: nn.Module,
    path: Path | str,
    *,
    image_size: int | tuple[int, int],
    channels: int = 3,
    exporter: str = "graph",
    card: Mapping | None = None,
    tolerance: float = 1e-3,
) -> Exported:
    """Write ``network``, in eval mode, as ONNX; compare it with onnxruntime before that.

    The file takes any number of images at once, (N, channels, H, W), float in [0, 1], and is
    written whole or not at all.

    Args:
        image_size: side, or (H, W); fixed in the file.
        exporter: ``"graph"``, torch's present exporter (a minute or so for Attention-56), or
            ``"trace"``, its former one (seconds), which torch means to give up.
        card: kept in the file as metadata: every entry as JSON.
        tolerance: the largest difference of any output that is let through, as a share of its
            largest value where that is above 1: float32 rounds large numbers more.

    Raises:
        RuntimeError: a package of the extra ``export`` is missing, torch's exporter failed,
            or the file does not say what the network says; nothing is written.
        ValueError: an unknown exporter, a name that does not end in ``.onnx``, or weights that
            are no numbers.
    """
    path = Path(path)
    if path.suffix != ".onnx":
        raise ValueError(f"ONNX files end in .onnx, got {path.name}")
    make = choose(EXPORTERS, exporter, "exporter")
    check_installed("export", "onnx", "onnxruntime", "onnxscript")
    check_numbers(network.state_dict(), f"{path} is not written")
    size = (image_size, image_size) if isinstance(image_size, int) else tuple(image_size)
    whole = WithMasks(deepcopy(network).cpu().requires_grad_(False)).eval()
    names = ("logits", *whole.names)
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(2, channels, *size, generator=generator)
    try:
        content = make(whole, images, names)
    except Exception as error:  # torch's exporters raise errors of many kinds
        raise RuntimeError(
            f"torch {torch.__version__} could not export this network with "
            f"{exporter!r} ({type(error).__name__}: {error}); try another of "
            f"{', '.join(EXPORTERS)}"
        ) from error
    content = _cleaned(content, card or {})
    differences = dict.fromkeys(names, 0.0)
    for count in COUNTS:
        images = torch.rand(count, channels, *size, generator=generator)
        found = run_onnx(content, images)
        with torch.inference_mode():
            wanted = dict(zip(names, whole(images), strict=True))
        for name in names:
            apart = (found[name] - wanted[name]).abs().max().item()
            bound = tolerance * max(1.0, wanted[name].abs().max().item())
            if not apart <= bound < math.inf:  # NaN is not, either
                raise RuntimeError(
                    f"the file differs from the network by {apart:.2g} in {name}, more than "
                    f"{bound:g}; nothing was written"
                )
            differences[name] = max(differences[name], apart)
    write_atomically(path, content)
    return Exported(path=path, outputs=names, differences=differences, size=len(content))


def _cleaned(content: bytes, card: Mapping) -> bytes:
    """The same graph with the card's entries as its only metadata.

    Torch's exporters note of each node where in the source it comes from: thousands of lines
    of paths on this machine, of no use on another.
    """
    import onnx

    model = onnx.load_from_string(content)
    _forget_sources(model)
    onnx.helper.set_model_props(model, {key: json.dumps(card[key]) for key in card})
    onnx.checker.check_model(model)
    return model.SerializeToString()


def _forget_sources(message) -> None:
    """Clear notes and texts for readers in a part of an ONNX model and in all parts of it."""
    for field, value in message.ListFields():
        if field.name in ("doc_string", "metadata_props"):
            message.ClearField(field.name)
        elif field.message_type is not None:
            for part in [value] if hasattr(value, "ListFields") else value:
                _forget_sources(part)
