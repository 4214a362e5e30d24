"""The live page as text: weights, images, code and style in one HTML file."""

import base64
import hashlib
import html
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from matplotlib import colormaps
from matplotlib.colors import to_hex
from PIL import Image
from torch import nn

from resattn_lab.data import ImageSet
from resattn_lab.plots.palette import MASK_COLOURS, SIGNED_COLOURS
from resattn_lab.recording import record_masks

from .opening import Opening, opening_channels
from .packed import pack_bytes, pack_numbers
from .program import Program, write_program

HERE = Path(__file__).parent
MODULES = (
    *("packed", "layers", "network", "worker", "model", "address", "words", "drawing"),
    *("own_picture", "kernels_tab", "masks_tab", "view", "start"),
)
LARGEST = 8_000_000  # weights; more would make a file of tens of megabytes
STOPS = 17  # colours that a colour table is told by


@dataclass(frozen=True)
class LivePage:
    """What a page shows; ``one_file`` and ``files`` put it together.

    Attributes:
        payload: program, weights, images and facts, as the page's code reads them.
    """

    title: str
    about: str
    payload: dict
    still: bytes
    still_words: str

    def one_file(self) -> str:
        """The page with everything in it; its policy allows no request at all."""
        style, script = style_sheet(), code()
        policy = (
            f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
            "img-src data:; worker-src blob:"
        )
        return self._fill(
            policy,
            f"<style>{style}</style>",
            f'<script id="code" type="module">{script}</script>',
        )

    def files(self) -> dict[str, str]:
        """The page with script and style beside it, for a server with a strict policy."""
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
            "worker-src 'self'"
        )
        page = self._fill(
            policy,
            '<link rel="stylesheet" href="live.css">',
            '<script id="code" type="module" src="live.js"></script>',
        )
        return {"index.html": page, "live.css": style_sheet(), "live.js": code()}

    def _fill(self, policy: str, style: str, script: str) -> str:
        payload = json.dumps(self.payload, separators=(",", ":")).replace("<", "\\u003c")
        parts = {
            "policy": policy,
            "title": html.escape(self.title),
            "about": html.escape(self.about),
            "style": style,
            "still": f"data:image/png;base64,{base64.b64encode(self.still).decode()}",
            "still_words": html.escape(self.still_words),
            "payload": payload,
            "script": script,
        }
        template = (HERE / "page.html").read_text(encoding="utf-8")
        return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)


def code(modules: Sequence[str] = MODULES) -> str:
    """The modules one after the other, without what binds them together."""
    texts = ((HERE / f"{name}.js").read_text(encoding="utf-8") for name in modules)
    joined = "\n".join(re.sub(r"(?ms)^import .*?;\n", "", text).strip() for text in texts)
    return "\n" + re.sub(r"(?m)^export ", "", joined) + "\n"


def style_sheet() -> str:
    return (HERE / "page.css").read_text(encoding="utf-8")


def live_page(
    network: nn.Module,
    images: ImageSet,
    card: Mapping,
    *,
    seed: int = 7,
    precision: str = "half",
) -> LivePage:
    """Everything that the page of ``network`` needs.

    Args:
        network: from ``build_network``, in eval mode.
        images: what to look at; the true class is marked where the network knows it.
        card: the network's; entries may be missing.
        seed: of the images, if they are scenes.
        precision: of the weights, "half" or "single".

    Raises:
        ValueError: a network that the page cannot run or that is too large for it, or images
            that are neither grey nor in colour.
    """
    size = tuple(images.images.shape[-2:])
    program = write_program(network, size)
    channels = images.images.shape[1]
    if channels not in (1, 3):
        raise ValueError(f"the page shows images of 1 or 3 channels, these have {channels}")
    if len(program.weights) > LARGEST:
        raise ValueError(
            f"this network has {len(program.weights):,} weights, and the page takes "
            f"{LARGEST:,} at most; use a narrower one"
        )
    openings = opening_channels(network, images, seed=seed)
    names = list(card.get("class_names") or ())
    names = names or [f"class {number}" for number in range(network.specification.classes)]
    own = [images.class_names[int(label)] for label in images.labels]
    known = set(images.class_names) <= set(names)
    facts = {
        "shape": [channels, *size],
        "names": names,
        "titles": own,
        "labels": [names.index(name) for name in own] if known else None,
        "modules": [
            {
                **{key: module[key] for key in ("name", "shape", "residual", "lowest")},
                "channel": openings[module["name"]].channel,
                "says": openings[module["name"]].says,
            }
            for module in program.modules
        ],
        "opening": _best(program, openings),
        "layers": _layers(program),
        "colours": {"mask": _stops(MASK_COLOURS), "signed": _stops(SIGNED_COLOURS)},
    }
    objects = images.true_masks
    payload = {
        "facts": facts,
        "images": pack_bytes(images.images.numpy().tobytes()),
        "objects": objects if objects is None else pack_bytes(np.packbits(objects.numpy())),
        "program": program.to_dict(),
        "weights": {"text": pack_numbers(program.weights, precision), "precision": precision},
    }
    opening = program.modules[facts["opening"]]["name"]
    return LivePage(
        title="Attention masks, live",
        about=_about(network, card, images),
        payload=payload,
        still=still_picture(network, images, opening, openings[opening].channel),
        still_words=(
            f"Image 0, {own[0]}: the image, and the image lit by channel "
            f"{openings[opening].channel} of the mask of {opening}."
        ),
    )


def still_picture(network: nn.Module, images: ImageSet, module: str, channel: int) -> bytes:
    """Image 0, and how the mask lights it, as a PNG for readers without JavaScript."""
    with torch.inference_mode(), record_masks(network) as masks:
        network(images.floats()[:1])
    mask = masks[f"{module}.mask"][0, channel].clamp(0, 1).numpy()
    image = np.moveaxis(images.images[0].numpy(), 0, -1)
    high, wide = image.shape[:2]
    rows = np.arange(high) * mask.shape[0] // high
    columns = np.arange(wide) * mask.shape[1] // wide
    light = 0.15 + 0.85 * mask[rows][:, columns, None]
    both = np.concatenate([image, (image * light).astype(np.uint8)], axis=1)
    picture = Image.fromarray(np.broadcast_to(both, (high, 2 * wide, 3)).copy())
    scale = max(1, 256 // max(high, wide))
    written = io.BytesIO()
    picture.resize((2 * wide * scale, high * scale), 0).save(written, "PNG", optimize=True)
    return written.getvalue()


def _best(program: Program, openings: Mapping[str, Opening]) -> int:
    scores = [openings[module["name"]].score for module in program.modules]
    return scores.index(max(scores))


def _layers(program: Program) -> list[dict]:
    """The convolutions of the Attention Modules, and the first one, for the kernels' tab."""
    found = []
    for number, step in enumerate(program.steps):
        name = step.get("name", "")
        groups = [m["name"] for m in program.modules if name.startswith(f"{m['name']}.")]
        if step["op"] != "convolve" or not (groups or name.startswith("stem")):
            continue
        after = "the unit's sum" if "add" in step else "the convolution"
        _, *size = program.values[step["out"]].shape
        found.append(
            {
                "step": number,
                "name": name,
                "group": groups[0] if groups else "",
                "kernel": step["kernel"],
                "outputs": step["outputs"],
                "inputs": program.values[step["in"]].shape[0] // step["groups"],
                "shape": [step["outputs"], *size],
                "after": "batch norm and ReLU" if step.get("relu") else after,
            }
        )
    return found


def _stops(colours: str) -> list[str]:
    return [to_hex(colormaps[colours](number / (STOPS - 1))) for number in range(STOPS)]


def _about(network: nn.Module, card: Mapping, images: ImageSet) -> str:
    arguments = getattr(network, "arguments", {})
    width = arguments.get("width", 1)
    name = arguments.get("name", type(network).__name__) + f", width {width:g}" * (width != 1)
    parameters = sum(p.numel() for p in network.parameters())
    facts = [f"{name}: {parameters:,} parameters"]
    if "test" in card.get("accuracy", {}):
        facts.append(f"{card['accuracy']['test']:.1%} right on its test images")
    return f"{', '.join(facts)}. Shown: {images.source}."


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
