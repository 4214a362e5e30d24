"""The way of an image past the masks: what is counted for a network's name, in order."""

from dataclasses import dataclass

from resattn_lab.networks import NetworkSpecification


@dataclass(frozen=True, kw_only=True)
class Part:
    """A unit outside of the masks, or the first convolution, or the classifier.

    Args:
        place: "stem", "stage 1" to "stage 3", "tail" or "classifier".
        role: what it is for, in words.
        layers: weighted layers, without projections.
        channels, side: of what it puts out; the classifier has a side of 1.
        module: the number of its Attention Module in the stage; None outside of modules.
        in_trunk: whether it lies in the trunk branch, beside a mask.
    """

    place: str
    role: str
    layers: int
    channels: int
    side: int
    module: int | None = None
    in_trunk: bool = False


def layer_walk(specification: NetworkSpecification, image_side: int) -> list[Part]:
    """Every counted part of a network of bottleneck units, from the image to the classes."""
    s, options = specification, specification.module_options
    side = image_side // 2 if s.stem == "imagenet" else image_side
    first = {"channels": s.stem_channels, "side": side, "layers": 1}
    parts = [Part(place="stem", role="the first convolution", **first)]
    side = image_side // s.stem_stride
    roles = [("before the split", options["p"]), ("in the trunk", options["t"])]
    roles += [("after the fusion", options["p"])]
    for number, (channels, stride) in enumerate(zip(s.channels, s.strides, strict=True)):
        side //= stride
        sizes = {"channels": channels, "side": side, "layers": 3}
        sizes["place"] = f"stage {number + 1}"
        parts.append(Part(role="opens the stage", **sizes))
        for module in range(s.modules[number]):
            parts += [
                Part(role=role, module=module, in_trunk=role == "in the trunk", **sizes)
                for role, units in roles
                for _ in range(units)
            ]
        parts += [Part(role="closes the stage", **sizes)] * s.closing_unit
    sizes = {"channels": s.tail_channels, "side": side // 2, "layers": 3}
    parts += [Part(place="tail", role="follows the last stage", **sizes)] * s.tail_units
    sizes = {"channels": s.classes, "side": 1, "layers": 1}
    return [*parts, Part(place="classifier", role="the fully connected layer", **sizes)]


def layers_by_place(parts: list[Part]) -> dict[str, int]:
    """How many layers of ``parts`` lie at each place."""
    counts = dict.fromkeys((part.place for part in parts), 0)
    for part in parts:
        counts[part.place] += part.layers
    return counts
