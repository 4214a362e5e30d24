"""Panels on networks, images and names of every kind; and what is left of those that fail."""

import ipywidgets
import pytest
import torch

from resattn_lab.inspection import network_branches, place_scores, response_curves
from resattn_lab.networks import build_network
from resattn_lab.panels import (
    AugmentationPanel,
    EpochPanel,
    ExplorerPage,
    KernelExplorer,
    MaskExplorer,
    ReceptiveFieldPanel,
    ResponsePanel,
    Selection,
    SoftHardPanel,
)
from resattn_lab.panels.screen import Screen

NAMES = {
    "short": lambda number: f"class {number}",
    "long": lambda number: f"{number}: " + "a name of sixty letters, ".ljust(60, "x")[:60],
    "scripts": lambda number: f"猫 عربى ไทย кіт {number}",
    "signs": lambda number: f"<i>{number}</i> &amp; <b onclick='x'>",
}


class Case:
    """A network with random weights, two images, and what is known about them."""

    def __init__(self, classes=10, labels=True, channels=3, size=(32, 32), names="short"):
        torch.manual_seed(0)
        self.network = build_network(
            "cifar_attention_56", width=0.125, classes=classes, in_channels=channels
        ).eval()
        self.images = torch.rand(2, channels, *size)
        self.names = [NAMES[names](number) for number in range(classes)]
        self.labels = torch.tensor([0, classes - 1]) if labels else None
        self.true_masks = torch.zeros(2, *size, dtype=torch.bool)
        self.true_masks[:, 2:4, 3:5] = True

    @property
    def known(self):
        known = {"labels": self.labels, "class_names": self.names}
        return known | ({} if self.labels is None else {"true_masks": self.true_masks})


class Snapshot:
    def __init__(self, step, network):
        self.step, self.network = step, network


def receptive_field(case):
    branches, modules = network_branches(case.network)
    return ReceptiveFieldPanel(branches, case.images, modules=modules, draws=1)


JUDGING = {
    "masks": lambda case: MaskExplorer(case.network, case.images, **case.known),
    "epochs": lambda case: EpochPanel(
        [Snapshot(step, case.network) for step in (0, 9)], case.images, **case.known
    ),
}
OTHERS = {
    "kernels": lambda case: KernelExplorer(case.network, case.images),
    "field": receptive_field,
    "response": lambda case: ResponsePanel(response_curves(case.network, case.images)),
    "soft and hard": lambda case: SoftHardPanel(
        case.images, place_scores(case.network, case.images), titles=case.names[:2]
    ),
    "augmentation": lambda case: AugmentationPanel(case.images, titles=case.names[:2]),
}
registry = ipywidgets.widgets.widget._instances


def move_every_control(panel):
    for control in panel._controls:
        if hasattr(control, "max"):
            control.value = control.max
        elif hasattr(control, "options"):
            control.index = len(control.options) - 1
        elif isinstance(control, ipywidgets.Checkbox):
            control.value = not control.value


def build_move_and_close(make, case):
    """The words at the end; nothing is left of the panel."""
    before = set(registry)
    panel = make(case)
    move_every_control(panel)
    assert 'role="alert"' not in panel.caption.value
    words, caption = panel.canvas.alt, panel.caption.value
    panel.close()
    assert set(registry) == before
    return words, caption


@pytest.mark.parametrize("labels", [True, False], ids=["labels", "no labels"])
@pytest.mark.parametrize("classes", [2, 10, 12, 100, 1000])
@pytest.mark.parametrize("kind", JUDGING)
def test_predictions_of_few_and_of_many_classes_are_shown(kind, classes, labels):
    words, _ = build_move_and_close(JUDGING[kind], Case(classes, labels))
    assert "class " in words


@pytest.mark.parametrize("size", [(8, 8), (24, 40), (48, 17), (64, 64)], ids=str)
@pytest.mark.parametrize("channels", [1, 3], ids=["grey", "colour"])
@pytest.mark.parametrize("kind", JUDGING | OTHERS)
def test_images_of_every_shape_are_shown(kind, channels, size):
    build_move_and_close((JUDGING | OTHERS)[kind], Case(3, channels=channels, size=size))


def test_large_photographs_are_shown():
    build_move_and_close(JUDGING["masks"], Case(size=(224, 224)))


@pytest.mark.parametrize("names", ["long", "scripts", "signs"])
@pytest.mark.parametrize("kind", [*JUDGING, "soft and hard", "augmentation"])
def test_names_of_every_kind_stay_words(kind, names):
    case = Case(12, names=names)
    words, caption = build_move_and_close((JUDGING | OTHERS)[kind], case)
    assert any(name in words for name in case.names)
    assert "<i>" not in caption and "<b" not in caption


@pytest.mark.parametrize("classes", [3, 12])
@pytest.mark.parametrize("kind", JUDGING)
def test_outputs_that_are_no_numbers_are_called_so(kind, classes):
    case = Case(classes)
    with torch.no_grad():
        list(case.network.parameters())[-1][0] = float("nan")
    words, _ = build_move_and_close(JUDGING[kind], case)
    assert "nothing, as its outputs are no numbers (NaN)" in words


@pytest.mark.parametrize("kind", ["masks", "epochs", "kernels"])
def test_masks_and_weights_that_are_no_numbers_are_shown(kind):
    case = Case(3)
    with torch.no_grad():
        next(case.network.parameters())[0] = float("nan")
    build_move_and_close((JUDGING | OTHERS)[kind], case)


@pytest.mark.parametrize("classes, names", [(2, "signs"), (12, "long")])
def test_the_whole_page_is_shown_for_grey_images_of_another_shape(classes, names):
    case, before = Case(classes, channels=1, size=(20, 33), names=names), set(registry)
    page = ExplorerPage(
        case.network,
        case.images,
        card={"class_names": case.names},
        labels=case.labels,
        image_classes=case.names,
    )
    for title in page.tabs.titles:
        page.tabs.go_to(title)
    page.close()
    assert set(registry) == before


# What cannot be built


@pytest.mark.parametrize("kind", JUDGING | OTHERS)
def test_a_panel_whose_drawing_fails_leaves_no_widget_behind(kind, monkeypatch):
    case, before = Case(3), set(registry)
    monkeypatch.setattr(Screen, "show", lambda *shown: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        (JUDGING | OTHERS)[kind](case)
    assert set(registry) == before


@pytest.mark.parametrize(
    "make",
    [
        lambda case: MaskExplorer(case.network, case.images, class_names=["one"]),
        lambda case: EpochPanel([Snapshot(n, case.network) for n in range(13)], case.images),
        lambda case: KernelExplorer(torch.nn.Linear(1, 1), case.images),
        lambda case: ReceptiveFieldPanel({}, case.images),
        lambda case: SoftHardPanel(case.images, torch.rand(2, 3, 3), temperatures=(2, 1)),
        lambda case: ExplorerPage(torch.nn.Linear(1, 1), case.images),
    ],
)
def test_what_is_refused_leaves_no_widget_behind(make):
    case, before = Case(3), set(registry)
    with pytest.raises(ValueError):
        make(case)
    assert set(registry) == before


# How often it is drawn


@pytest.mark.parametrize("kind", ["masks", "epochs", "kernels", "field", "soft"])
def test_a_panel_is_drawn_once_when_it_is_built_on_a_selection_of_others(kind, monkeypatch):
    case, drawn = Case(3), []
    branches, modules = network_branches(case.network)
    selection = Selection(image=1, module=modules[1], channel=1)
    network, images, given = case.network, case.images, {"selection": selection}
    makers = {
        "masks": lambda: MaskExplorer(network, images, **given),
        "epochs": lambda: EpochPanel([Snapshot(0, network)], images, **given),
        "kernels": lambda: KernelExplorer(network, images, **given),
        "field": lambda: ReceptiveFieldPanel(
            branches, images, modules=modules, draws=1, **given
        ),
        "soft": lambda: SoftHardPanel(images, torch.rand(2, 3, 3), **given),
    }
    monkeypatch.setattr(Screen, "show", lambda screen, *shown: drawn.append(screen))
    panel = makers[kind]()
    assert drawn == [panel.canvas] and panel.image.value == 1
    assert selection.image == 1 and selection.module == modules[1]
    panel.close()
