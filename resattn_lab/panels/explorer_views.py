"""Which panels an ``ExplorerPage`` has for a network and its images, and what is said there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor, nn

from resattn_lab.inspection import (
    ends_in_an_average,
    network_branches,
    place_scores,
    response_curves,
)

from .epoch_panel import MOST, EpochPanel, Snapshot
from .kernel_explorer import KernelExplorer
from .lazy_tabs import Tab
from .mask_explorer import MaskExplorer
from .receptive_field_panel import ReceptiveFieldPanel
from .response_panel import ResponsePanel
from .selection import Selection
from .soft_hard_panel import SoftHardPanel

DRAWS = 4  # noisy copies of a 32×32 image, whose gradients are averaged; fewer larger ones


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is looked at: a network, images, and what is known about them.

    Args:
        class_names: of the network's outputs.
        labels: (N,) int, where the network knows the images' classes.
        titles: what the images are called, where it does not.
        snapshots: loads the network at several moments of a training.
        training: what is said above them.
    """

    network: nn.Module
    images: Tensor
    class_names: Sequence[str] | None
    labels: Tensor | None
    titles: Sequence[str] | None
    true_masks: Tensor | None
    snapshots: Callable[[], Sequence[Snapshot]] | None
    training: str

    @property
    def known(self) -> Mapping:
        """The arguments that most panels take."""
        return {
            "labels": self.labels,
            "class_names": self.class_names,
            "true_masks": self.true_masks,
        }


def explorer_tabs(subject: Subject) -> list[Tab]:
    """The tabs of a page; one that cannot be had for this network is not there."""
    tabs = [
        Tab(
            "Masks",
            "",  # its pictures shall be seen without scrolling
            lambda selection: MaskExplorer(
                subject.network,
                subject.images,
                titles=subject.titles,
                selection=selection,
                **subject.known,
            ),
        ),
        Tab(
            "Kernels",
            "The weights of every convolution, and what each kernel answers to the image.",
            lambda selection: KernelExplorer(
                subject.network, subject.images, selection=selection
            ),
        ),
        Tab(
            "Receptive field",
            "Which pixels move one position of a trunk, or of a mask before its gate, on the "
            "whole way from the image.",
            lambda selection: _receptive_field(subject, selection),
        ),
        Tab(
            "Response",
            _about_fusion(subject.network),
            lambda selection: ResponsePanel(response_curves(subject.network, subject.images)),
        ),
    ]
    if ends_in_an_average(subject.network):
        tabs.append(
            Tab(
                "Soft and hard",
                "The network averages over the places of its last feature map. Here each "
                "place has a score, its share in the likeliest class's logit: soft attention "
                "weighs all places by it, hard attention draws one.",
                lambda selection: SoftHardPanel(
                    subject.images,
                    place_scores(subject.network, subject.images),
                    true_masks=subject.true_masks,
                    titles=_titles(subject),
                    selection=selection,
                ),
            )
        )
    if subject.snapshots is not None:
        tabs.append(
            Tab("Training", subject.training, lambda selection: _training(subject, selection))
        )
    return tabs


def _titles(subject: Subject) -> Sequence[str] | None:
    """What each image is called, from its true class if need be."""
    if subject.titles is not None or subject.labels is None or not subject.class_names:
        return subject.titles
    return [subject.class_names[int(label)] for label in subject.labels]


def _receptive_field(subject: Subject, selection: Selection) -> ReceptiveFieldPanel:
    branches, modules = network_branches(subject.network)
    pixels = subject.images.shape[-2] * subject.images.shape[-1]
    return ReceptiveFieldPanel(
        branches,
        subject.images,
        modules=modules,
        draws=max(1, min(DRAWS, DRAWS * 32 * 32 // pixels)),
        selection=selection,
    )


def _about_fusion(network: nn.Module) -> str:
    fusions = (getattr(m, "attention_residual", None) for m in network.modules())
    naive = False in fusions
    own, other = ("M·T", "(1 + M)·T") if naive else ("(1 + M)·T", "M·T")
    return (
        f"How strong the signal is after each module. This network was trained with {own}; "
        f"for {other} its modules are switched over, and nothing is trained again. Dotted: "
        "masks of 0.5 alone."
    )


def _training(subject: Subject, selection: Selection) -> EpochPanel:
    snapshots = list(subject.snapshots())
    if len(snapshots) > MOST:  # evenly spaced, the first and the last among them
        places = (round(n * (len(snapshots) - 1) / (MOST - 1)) for n in range(MOST))
        snapshots = [snapshots[place] for place in places]
    return EpochPanel(
        snapshots,
        subject.images,
        titles=subject.titles,
        selection=selection,
        **subject.known,
    )
