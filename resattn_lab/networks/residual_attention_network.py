"""The Residual Attention Network: a stem, three stages of Attention Modules, a classifier."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import AttentionModule, Unit

from .specification import NetworkSpecification


class Stage(nn.Module):
    """One resolution: a unit that opens it, Attention Modules, and perhaps one that closes.

    The modules are numbered, so the first one's mask is called ``stage1.0.mask``; plain
    units, which a residual network has in their place, are numbered on.

    Shape: (N, in_channels, H, W) -> (N, channels, H/stride, W/stride), rounded up.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int,
        *,
        stride: int,
        modules: int,
        plain_units: int,
        closing_unit: bool,
        unit: Unit,
        **module_options,
    ):
        super().__init__()
        self.open = unit(in_channels, channels, stride=stride)
        for number in range(modules):
            module = AttentionModule(channels, unit=unit, **module_options)
            self.add_module(str(number), module)
        for number in range(modules, modules + plain_units):
            self.add_module(str(number), unit(channels, channels))
        if closing_unit:
            self.close = unit(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        for child in self.children():
            x = child(x)
        return x


def stem(kind: str, in_channels: int, channels: int) -> nn.Sequential:
    """The first layers: ``"imagenet"`` quarters the resolution, ``"cifar"`` keeps it."""
    if kind == "cifar":
        return nn.Sequential(nn.Conv2d(in_channels, channels, 3, padding=1, bias=False))
    return nn.Sequential(
        nn.Conv2d(in_channels, channels, 7, stride=2, padding=3, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
    )


class ResidualAttentionNetwork(nn.Module):
    """Images in, logits out, with a soft mask in every Attention Module on the way.

    Source: Wang et al. 2017, Sec. 3, Table 2; for 224×224 the authors' released network.
    The mean training image is subtracted inside (Sec. 4.1), so that whoever uses the
    network, trained or not, gives it images in [0, 1] and nothing else.

    Args:
        specification: the sizes; ``build_network`` makes one from a name.
        pixel_mean: (in_channels, H, W) or (in_channels, 1, 1), in [0, 1]; zero when None.
            For images of another size it is interpolated.

    Shape: (N, in_channels, H, W), float in [0, 1] -> (N, classes); H and W at least
        ``smallest_image``.

    Raises:
        ValueError: images of another shape than that.
    """

    def __init__(
        self, specification: NetworkSpecification, *, pixel_mean: Tensor | None = None
    ):
        super().__init__()
        self.specification = s = specification
        if pixel_mean is None:
            pixel_mean = torch.zeros(s.in_channels, 1, 1)
        if pixel_mean.ndim != 3 or len(pixel_mean) != s.in_channels:
            raise ValueError(
                f"pixel_mean must be ({s.in_channels}, H, W), got {tuple(pixel_mean.shape)}"
            )
        self.register_buffer("pixel_mean", pixel_mean.detach().clone().float())

        self.stem = stem(s.stem, s.in_channels, s.stem_channels)
        channels = s.stem_channels
        for number in range(3):
            stage = Stage(
                channels,
                s.channels[number],
                stride=s.strides[number],
                modules=s.modules[number],
                plain_units=s.plain_units,
                closing_unit=s.closing_unit,
                unit=s.unit,
                **{"encoder_depth": s.encoder_depths[number], **s.module_options},
            )
            self.add_module(f"stage{number + 1}", stage)
            channels = s.channels[number]
        self.tail = nn.Sequential()
        for number in range(s.tail_units):
            stride = 2 - (number > 0)
            self.tail.append(s.unit(channels, s.tail_channels, stride=stride))
            channels = s.tail_channels
        self.norm = nn.BatchNorm2d(channels)
        self.classifier = nn.Linear(channels, s.classes)

    @property
    def smallest_image(self) -> int:
        """The smallest height or width, in pixels, that every mask branch can work on."""
        reduction, smallest = self.specification.stem_stride, 1
        stages = (self.stage1, self.stage2, self.stage3)
        for stage, stride in zip(stages, self.specification.strides, strict=True):
            reduction *= stride  # every stride rounds up: side ≥ s needs more than (s-1)·k
            for module in stage.children():
                if isinstance(module, AttentionModule):
                    side = getattr(module.mask, "smallest_side", 1)
                    smallest = max(smallest, reduction * (side - 1) + 1)
        return smallest

    def _check(self, images: Tensor) -> None:
        wanted, side = self.specification.in_channels, self.smallest_image
        if images.ndim != 4 or images.shape[1] != wanted:
            raise ValueError(
                f"images must be (N, {wanted}, H, W), got {tuple(images.shape)}; "
                "in_channels is an argument of build_network"
            )
        if min(images.shape[-2:]) < side:
            raise ValueError(
                f"the poolings of this network's masks need images of at least {side}×{side} "
                f"pixels, got {images.shape[-2]}×{images.shape[-1]}; enlarge the images or "
                "choose a smaller encoder_depth"
            )
        if not images.is_floating_point():
            raise ValueError(
                f"images must be floats in [0, 1], got {images.dtype}; "
                "divide uint8 images by 255"
            )

    def _centred(self, images: Tensor) -> Tensor:
        mean, size = self.pixel_mean, images.shape[-2:]
        if mean.shape[-2:] not in ((1, 1), size):
            mean = F.interpolate(mean[None], size, mode="bilinear", align_corners=True)[0]
        return images - mean

    def forward(self, images: Tensor) -> Tensor:
        self._check(images)
        h = self.stem(self._centred(images))
        h = self.stage1(h)
        h = self.stage2(h)
        h = self.stage3(h)
        h = F.relu(self.norm(self.tail(h)))  # (N, C, h, w)
        return self.classifier(h.mean(dim=(2, 3)))  # global average pooling
