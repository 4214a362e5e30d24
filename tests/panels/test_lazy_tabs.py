"""Tabs that are made when they are opened, and follow one selection."""

import ipywidgets
import pytest

from resattn_lab.panels import Panel, Selection
from resattn_lab.panels.declared import Slider
from resattn_lab.panels.lazy_tabs import LazyTabs, Tab
from resattn_lab.panels.marks import Text


class Plain(Panel):
    """Draws next to nothing, counts how often."""

    shares = ("image",)

    image = Slider("image", 9)

    def __init__(self, selection):
        self.pictures = 0
        super().__init__(selection=selection)

    def draw(self, s, seen):
        self.pictures += 1
        return Text("nothing")

    def words(self, s, seen):
        return f"image {s.image}"

    def summary(self):
        return "Plain"


def failing(selection):
    raise RuntimeError("no <kernel> here")


@pytest.fixture
def selection():
    return Selection()


@pytest.fixture
def tabs(selection):
    made = LazyTabs(
        [Tab("one", "The first.", Plain), Tab("two", "", Plain), Tab("bad", "Bad.", failing)],
        selection,
    )
    yield made
    made.close()


def words(tabs, number):
    return [child.value for child in tabs.children[number].children if hasattr(child, "value")]


def test_a_panel_is_made_when_its_tab_is_first_opened(tabs):
    assert list(tabs.panels) == ["one"] and tabs.titles == ("one", "two", "bad")
    assert "The first." in words(tabs, 0)[0]
    tabs.selected_index = 1
    second = tabs.panels["two"]
    assert tabs.children[1].children == (second,)
    assert tabs.go_to("one") is tabs.panels["one"] and tabs.go_to("two") is second


def test_a_panel_that_is_opened_shows_what_was_chosen_in_another(tabs, selection):
    tabs.panels["one"].image.value = 4
    assert selection.image == 4
    assert tabs.go_to("two").image.value == 4
    tabs.panels["two"].image.value = 7
    assert selection.image == 7 and tabs.go_to("one").image.value == 7


def test_a_panel_that_is_not_seen_draws_nothing(tabs, selection):
    first, second = tabs.panels["one"], tabs.go_to("two")
    pictures = first.pictures
    for image in (1, 2, 3):
        second.image.value = image
    selection.image = 5
    assert second.image.value == 5 and first.pictures == pictures
    tabs.go_to("one")
    assert first.pictures == pictures + 1 and "image 5" in first.canvas.alt


def test_what_cannot_be_made_says_so_under_its_tab_and_in_the_log(tabs):
    for _ in range(2):  # the second try begins anew
        with pytest.raises(RuntimeError, match="no <kernel> here"):
            tabs.go_to("bad")
        said, failed = words(tabs, 2)
        assert 'role="alert"' in failed and "RuntimeError: no &lt;kernel&gt; here" in failed
    assert tabs.go_to("one").image.value == 0  # the others go on


def test_a_tab_that_is_not_there_is_named(tabs):
    with pytest.raises(ValueError, match="no tab 'three'; there are one, two, bad"):
        tabs.go_to("three")


def test_closed_tabs_leave_no_widget_behind(selection):
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    tabs = LazyTabs([Tab("one", "", Plain), Tab("two", "Two.", Plain)], selection)
    tabs.go_to("two")
    tabs.close()
    assert set(registry) == before
    selection.image = 3  # nobody listens any more


def test_the_own_selections_begin_with_the_shared_one():
    shared = Selection(image=2, module="stage1.0", channel=3)
    seen = []
    tabs = LazyTabs([Tab("one", "", lambda own: seen.append(own) or Plain(own))], shared)
    assert (seen[0].image, seen[0].module, seen[0].channel) == (2, "stage1.0", 3)
    assert tabs.panels["one"].image.value == 2
    tabs.close()
