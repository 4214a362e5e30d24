"""The page of ``resattn-lab explore``: all panels of one network under one heading."""

import html
from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets
from torch import Tensor, nn

from .controls import close_widget
from .epoch_panel import Snapshot
from .explorer_views import Subject, explorer_tabs
from .kernel_explorer import KernelExplorer
from .lazy_tabs import LazyTabs
from .lifetime import Lasting
from .mask_explorer import MaskExplorer
from .selection import Selection

# Room for the panels: a heading in three lines, and tabs that are not padded twice.
STYLE = """
.resattn-heading, .resattn-heading .widget-html-content {line-height: 1.35}
.resattn-heading h1 {margin: 0; font-size: 20px; line-height: 1.2}
.resattn-tabs > .widget-tab-contents {padding: 4px 14px}
.resattn-tabs > .lm-TabBar .lm-TabBar-tab {color: var(--jp-ui-font-color1)}
.resattn-tabs > .p-TabBar .p-TabBar-tab {color: var(--jp-ui-font-color1)}
.resattn-tabs [role=tab], .resattn-tabs .lm-TabBar-tabLabel {opacity: 1}
.resattn-tabs .lm-TabBar-tabLabel {color: var(--jp-ui-font-color0)}
@media (max-width: 700px) {
  .resattn-tabs > .lm-TabBar, .resattn-tabs > .lm-TabBar > .lm-TabBar-content {
    height: auto; max-height: none; flex-wrap: wrap; overflow: visible}
  .resattn-tabs > .lm-TabBar .lm-TabBar-tab {flex: 0 0 auto; min-width: 0; max-width: none}
}
"""


class ExplorerPage(widgets.VBox, metaclass=Lasting):
    """What network this is and on what images, and a tab for each way to look at it.

    A tab's panel is made when it is first opened; image, module and channel are the same in
    all of them.

    Args:
        network: any network with Attention Modules, in the mode it shall run in (eval).
        images: (N, C, H, W), uint8 or floats in [0, 1].
        card: what is known about the network, as ``checkpoints.load_checkpoint`` gives it;
            every entry may be missing.
        labels: (N,) int, indices into ``image_classes``.
        image_classes: the classes of the images. Where the network knows them all, by
            name, the true class is marked; where not, it only names the image.
        true_masks: bool (N, H, W), true on the object, where that is known.
        source: what the reader is told about the images.
        snapshots: loads networks of the same design from several moments of a training, as
            ``checkpoints.load_snapshots`` does; without it there is no such tab.
        training: what the reader is told about these.

    Attributes:
        heading, tabs, selection: the parts, and what the panels look at together.
        masks, kernels: panels; the first use of ``kernels`` opens its tab.

    Raises:
        ValueError: as of ``MaskExplorer``.
    """

    def __init__(
        self,
        network: nn.Module,
        images: Tensor,
        *,
        card: Mapping | None = None,
        labels: Tensor | None = None,
        image_classes: Sequence[str] | None = None,
        true_masks: Tensor | None = None,
        source: str = "images",
        snapshots: Callable[[], Sequence[Snapshot]] | None = None,
        training: str = "The same network at several moments of its training.",
    ):
        card = {} if card is None else card
        names, known, titles = card.get("class_names"), None, None
        if labels is not None and image_classes is not None:
            own = [image_classes[int(label)] for label in labels]
            if names and set(image_classes) <= set(names):
                known = labels.new_tensor([list(names).index(name) for name in own])
            else:
                titles = own
        said = [
            about_network(network, card),
            about_images(images, source, outlined=true_masks is not None),
        ]
        if titles is not None:
            said.append(about_strange_classes(image_classes))
        self.heading = widgets.HTML(
            f"<style>{STYLE}</style><h1>{html.escape(title(network, card))}</h1>"
            + "".join(f"<div>{html.escape(line)}</div>" for line in said)
        )
        subject = Subject(
            network=network,
            images=images,
            class_names=names,
            labels=known,
            titles=titles,
            true_masks=true_masks,
            snapshots=snapshots,
            training=training,
        )
        self.heading.add_class("resattn-heading")
        self.selection = Selection()
        self.tabs = LazyTabs(explorer_tabs(subject), self.selection)
        super().__init__(
            [self.heading, self.tabs],
            layout={"width": "1130px", "max_width": "100%", "margin": "0 auto"},
        )
        self.add_class("resattn-page")

    @property
    def masks(self) -> MaskExplorer:
        return self.tabs.panels["Masks"]

    @property
    def kernels(self) -> KernelExplorer:
        return self.tabs.panels.get("Kernels") or self.tabs.go_to("Kernels")

    def close(self) -> None:
        """Free everything the page holds."""
        for child in self.children:
            close_widget(child)
        self.layout.close()
        super().close()


def title(network: nn.Module, card: Mapping) -> str:
    """The network's name, and its width where that is not 1."""
    arguments = card.get("network") or {}
    width = arguments.get("width", 1)
    name = arguments.get("name", type(network).__name__)
    return name if width == 1 else f"{name}, width {width:g}"


def about_network(network: nn.Module, card: Mapping) -> str:
    """Parameters, classes, training images and accuracy, as far as they are known."""
    said = [f"{sum(p.numel() for p in network.parameters()):,} parameters"]
    if card.get("class_names"):
        said.append(f"tells {len(card['class_names'])} classes apart")
    data, accuracy = card.get("data"), card.get("accuracy") or {}
    if isinstance(data, Mapping) and "train" in data:
        said.append(f"trained on {data['train']}")
    if accuracy.get("test") is not None:  # it is, until the training has ended
        said.append(f"accuracy on its test images {accuracy['test']:.1%}")
    return f"The network: {'; '.join(said)}."


def about_images(images: Tensor, source: str, *, outlined: bool) -> str:
    """How many images of what size, and what the white line is where there is one."""
    count, _, height, width = images.shape
    line = "; the white line is the object's true outline" * outlined
    return f"The images: {source}; {count} of {height}×{width} pixels{line}."


def about_strange_classes(image_classes: Sequence[str]) -> str:
    """What a reader has to know where the network was taught other classes."""
    shown = ", ".join(image_classes[:5]) + ", …" * (len(image_classes) > 5)
    return (
        f"The network was not taught the classes of these images ({shown}): no prediction "
        "is right or wrong, and no true class is marked."
    )
