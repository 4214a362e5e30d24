"""The page of all panels, without a browser: one selection, words that are true."""

import html
import importlib
from collections import namedtuple

import ipywidgets
import pytest
import torch

from resattn_lab.panels import ExplorerPage

Snapshot = namedtuple("Snapshot", "step network")
CARD = {
    "network": {"name": "cifar_attention_56", "classes": 10, "width": 0.25},
    "data": {"train": "planted scenes, seed 0, train: 24 images"},
    "accuracy": {"test": 0.875},
}


@pytest.fixture
def make_page(network, scenes):
    """A page about the scenes, unless something else is said; closed afterwards."""
    made = []

    def make(images=None, **changed):
        options = {
            "card": {**CARD, "class_names": list(scenes.class_names)},
            "labels": scenes.labels,
            "image_classes": scenes.class_names,
            "true_masks": scenes.true_masks,
            "source": "planted scenes, seed 4",
        }
        made.append(
            ExplorerPage(
                network, scenes.images if images is None else images, **{**options, **changed}
            )
        )
        return made[-1]

    yield make
    for page in made:
        page.close()


def test_the_heading_says_what_network_this_is_and_on_what_images(make_page, network):
    said = html.unescape(make_page().heading.value)
    assert "<h1" in said and "cifar_attention_56, width 0.25</h1>" in said
    assert f"{sum(p.numel() for p in network.parameters()):,} parameters" in said
    assert "tells 10 classes apart" in said
    assert "trained on planted scenes, seed 0, train: 24 images" in said
    assert "accuracy on its test images 87.5%" in said
    assert "planted scenes, seed 4; 6 of 32×32 pixels" in said
    assert "the white line is the object's true outline" in said
    assert "not taught" not in said


def test_the_page_begins_with_the_first_image_in_both_panels(make_page, scenes):
    page = make_page()
    shape = scenes.class_names[scenes.labels[0]]
    assert page.masks.canvas.alt.startswith(f"Image 0, {shape}. Attention Module stage1.0")
    assert "To image 0, kernel" in page.kernels.canvas.alt
    assert page.tabs.titles[:2] == ("Masks", "Kernels") and page.tabs.selected_index == 1


@pytest.mark.parametrize("moved, follower", [("Masks", "Kernels"), ("Kernels", "Masks")])
def test_a_move_of_the_image_in_one_panel_moves_it_in_the_other(make_page, moved, follower):
    page = make_page()
    page.tabs.go_to(follower)
    panel = page.tabs.go_to(moved)
    panel.image.value, panel.module.value = 4, "stage3.0"
    other = page.tabs.go_to(follower)
    assert (other.image.value, other.module.value) == (4, "stage3.0")
    assert "mage 4" in panel.canvas.alt and "mage 4" in other.canvas.alt
    assert (page.selection.image, page.selection.module) == (4, "stage3.0")


TITLES = "Masks, Kernels, Receptive field, Response, Soft and hard".split(", ")


def test_every_tab_shows_the_image_that_was_chosen(make_page, scenes):
    page = make_page()
    assert list(page.tabs.titles) == TITLES and list(page.tabs.panels) == ["Masks"]
    page.masks.image.value = 3
    for title in TITLES:
        panel = page.tabs.go_to(title)
        assert "mage 3" in panel.canvas.alt or title == "Response"
    assert scenes.class_names[scenes.labels[3]] in page.tabs.panels["Soft and hard"].canvas.alt


def test_snapshots_have_a_tab_and_are_loaded_when_it_is_opened(make_page, network):
    loaded = []

    def load():
        loaded.append(1)
        return [Snapshot(step, network) for step in range(20)]

    page = make_page(snapshots=load, training="How it came <about>.")
    assert page.tabs.titles[-1] == "Training" and not loaded
    panel = page.tabs.go_to("Training")
    assert loaded == [1] and page.tabs.go_to("Training") is panel
    assert panel.steps[0] == 0 and panel.steps[-1] == 19 and len(panel.steps) == 12
    assert "How it came &lt;about&gt;." in page.tabs.children[-1].children[0].value


def test_a_network_that_ends_in_another_way_has_no_soft_and_hard(make_page, monkeypatch):
    module = importlib.import_module("resattn_lab.panels.explorer_views")
    monkeypatch.setattr(module, "ends_in_an_average", lambda network: False)
    assert list(make_page().tabs.titles) == TITLES[:-1]


def test_scenes_bring_their_true_masks_and_labels(make_page, scenes):
    page = make_page()
    assert page.masks.true_masks is scenes.true_masks
    assert page.masks.labels.tolist() == scenes.labels.tolist()
    assert "the object" in page.masks.canvas.alt


def test_classes_that_the_network_does_not_know_name_images_and_are_no_labels(make_page):
    page = make_page(
        labels=torch.tensor([0, 1, 0, 1, 0, 1]), image_classes=("cat", "dog"), true_masks=None
    )
    assert page.masks.labels is None
    page.masks.image.value = 3
    assert page.masks.canvas.alt.startswith("Image 3, dog. ")
    for title in TITLES:  # none of them needs a label
        assert page.tabs.go_to(title)
    assert "Image 3, dog. " in page.tabs.panels["Soft and hard"].canvas.alt
    said = page.heading.value
    assert "was not taught the classes of these images (cat, dog)" in said
    assert "outline" not in said


def test_one_unknown_class_is_enough_to_mark_none(make_page, scenes):
    page = make_page(image_classes=(*scenes.class_names[:-1], "cat"))
    assert page.masks.labels is None
    assert "not taught" in page.heading.value


def test_classes_in_another_order_are_labelled_by_name(make_page, scenes):
    """Folders come sorted by name; class 0 of the folder need not be the network's."""
    names = scenes.class_names
    order = sorted(names)
    moved = torch.tensor([order.index(names[label]) for label in scenes.labels])
    page = make_page(labels=moved, image_classes=order)
    assert page.masks.labels.tolist() == scenes.labels.tolist() != moved.tolist()
    assert "not taught" not in page.heading.value


def test_some_of_the_networks_classes_are_enough(make_page, scenes):
    bar = scenes.class_names.index("bar")
    page = make_page(labels=torch.zeros(6, dtype=torch.int64), image_classes=("bar",))
    assert page.masks.labels.tolist() == [bar] * 6


@pytest.mark.parametrize(
    "entries", [{"accuracy": {"test": None}}, {"accuracy": None, "data": "trained with care"}]
)
def test_a_training_that_has_not_ended_is_shown_without_its_accuracy(make_page, entries):
    page = make_page(card={**CARD, "data": None, **entries})
    assert "trained on" not in page.heading.value and "accuracy" not in page.heading.value


def test_images_without_labels_and_a_card_without_entries_are_shown(make_page):
    page = make_page(card={}, labels=None, image_classes=None, true_masks=None)
    assert "ResidualAttentionNetwork</h1>" in page.heading.value
    assert "trained on" not in page.heading.value and "accuracy" not in page.heading.value
    assert page.masks.canvas.alt.startswith("Image 0. ")


def test_images_of_another_size_and_a_single_one_are_shown(make_page):
    page = make_page(torch.rand(1, 3, 40, 24), labels=None, true_masks=None, source="noise")
    assert "noise; 1 of 40×24 pixels" in page.heading.value
    assert page.masks.image.disabled and page.kernels.image.disabled


def test_names_from_files_are_words_and_never_markup(make_page, scenes):
    page = make_page(source="folder <b>", image_classes=("<i>",) * 10)
    assert "<b>" not in page.heading.value and "<i>" not in page.heading.value
    assert "folder &lt;b&gt;" in page.heading.value


def test_a_closed_page_leaves_no_widget_behind(make_page):
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    page = make_page()
    for title in TITLES:
        page.tabs.go_to(title)
    page.close()
    assert set(registry) == before
