"""How good a network is on images, beside what can be had without looking at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn

    from resattn_lab.data import ImageSet


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a network said of images, and what was right.

    Args:
        predicted, labels: int64 (N,), indices into ``class_names``.
        loss: mean cross entropy, in nats.
    """

    predicted: Tensor
    labels: Tensor
    class_names: tuple[str, ...]
    loss: float

    @property
    def accuracy(self) -> float:
        return (self.predicted == self.labels).double().mean().item()

    @property
    def by_class(self) -> Tensor:
        """The share of each class's images that were recognised; NaN without one."""
        from resattn_lab.measures import class_accuracies

        return class_accuracies(self.predicted, self.labels, len(self.class_names))

    @property
    def over_classes(self) -> float:
        """The mean of ``by_class``: every class counts alike, however few images it has."""
        return self.by_class.nanmean().item()

    @property
    def majority(self) -> tuple[str, float]:
        """The commonest class, and the accuracy of always naming it."""
        counts = self.labels.bincount(minlength=len(self.class_names))
        name = self.class_names[int(counts.argmax())]
        return name, counts.max().item() / len(self.labels)

    def beside(self) -> str:
        """What an accuracy has to be read beside."""
        name, share = self.majority
        return f"mean over classes {self.over_classes:.2%}, always {name} {share:.2%}"


def judge(
    network: nn.Module, parts: Sequence[ImageSet], *, size: int | tuple[int, int] | None
) -> Judgement:
    """Ask ``network``, in eval mode, about every image of every part, resized to ``size``."""
    import torch
    import torch.nn.functional as F

    from resattn_lab.data import Batches

    training, device = network.training, next(network.parameters()).device
    network.eval()
    with torch.inference_mode():
        batches = [Batches(images, 250, size=size, device=device) for images in parts]
        logits = torch.cat([network(batch).cpu() for part in batches for batch, _ in part])
    network.train(training)
    labels = torch.cat([images.labels for images in parts])
    return Judgement(
        predicted=logits.argmax(dim=1),
        labels=labels,
        class_names=tuple(parts[0].class_names),
        loss=F.cross_entropy(logits, labels).item(),
    )
