"""What every panel does, on a small one without a network: errors, bursts, a selection."""

import asyncio
import re
import time
from pathlib import Path

import ipywidgets
import pytest
import traitlets
from own_loop import run_in_own_loop, run_without_a_loop

from resattn_lab.panels import Panel, Selection
from resattn_lab.panels.declared import Choice, Press, Slider, Switch
from resattn_lab.panels.marks import Picture


class Small(Panel):
    """Two sliders, a list, a switch and a button; image 7 cannot be drawn."""

    shares = ("image", "module", "channel")

    image, channel = Slider("image", 100), Slider("channel")
    module = Choice("module")
    mean = Switch("mean", True)
    back = Press("back", more=True)

    def __init__(self, modules=("a", "b"), channels=5, selection=None):
        self.drawn_images: list[int] = []
        super().__init__(
            channel={"max": channels}, module={"options": modules}, selection=selection
        )

    def adjust(self, name):
        if name == "channel":
            self.mean.value = False

    def press_back(self):
        self.image.value, self.channel.value = 0, 0

    def look(self, s):
        if s.image == 7:
            raise ZeroDivisionError("7 <cannot> be drawn")
        self.drawn_images.append(s.image)
        return 2 * s.image

    def draw(self, s, seen):
        return Picture([[s.image / 100]], name="only")

    def words(self, s, seen):
        return f"Image {s.image} of A & B, module {s.module}."

    def summary(self):
        return "Small"

    def touched(self, place, across, down):
        self.image.value = round(100 * across)


@pytest.fixture
def panel():
    made = Small()
    yield made
    made.close()


@pytest.fixture
def pair():
    shared = Selection(image=4, module="b", channel=2)
    both = Small(selection=shared), Small(("b", "c"), 3, shared)
    yield shared, *both
    for made in both:
        made.close()


def from_page(control, value):
    """What ipywidgets does with a message of the page."""
    update = {"method": "update", "state": {"value": value}, "buffer_paths": []}
    control._handle_msg({"content": {"data": update}, "buffers": []})


async def burst(control, values, *, gap=0.0):
    """Messages that arrive in the running loop, then a while without any."""
    for value in values:
        from_page(control, value)
        await asyncio.sleep(gap)
    await asyncio.sleep(0.2)


# Errors


def test_what_code_sets_wrongly_is_raised_to_it_and_shown(panel):
    panel.image.value = 6
    picture, words = panel.canvas.value, panel.canvas.alt
    with pytest.raises(ZeroDivisionError, match="7 <cannot> be drawn"):
        panel.image.value = 7
    assert 'role="alert"' in panel.caption.value
    assert "ZeroDivisionError.</b> 7 &lt;cannot&gt; be drawn" in panel.caption.value
    assert (panel.canvas.value, panel.canvas.alt) == (picture, words)


def test_the_next_good_move_takes_the_message_away(panel):
    with pytest.raises(ZeroDivisionError):
        panel.image.value = 7
    panel.image.value = 8
    assert "alert" not in panel.caption.value and "Image 8" in panel.caption.value


def test_an_error_of_adjust_is_shown_and_raised_too(panel, monkeypatch):
    def broken(name):
        raise LookupError("nothing there")

    monkeypatch.setattr(panel, "adjust", broken)
    with pytest.raises(LookupError):
        panel.channel.value = 1
    assert "LookupError.</b> nothing there" in panel.caption.value
    monkeypatch.undo()
    panel.channel.value = 2  # and the panel is not deaf after it
    assert "alert" not in panel.caption.value and panel.drawn_images == [0, 0]


def test_what_the_page_sets_wrongly_is_shown_and_logged(panel, caplog):
    run_in_own_loop(burst(panel.image, [7]))
    assert 'role="alert"' in panel.caption.value
    [record] = [r for r in caplog.records if r.exc_info]
    assert record.levelname == "ERROR" and record.exc_info[0] is ZeroDivisionError


def test_the_alternative_text_has_no_entities_and_the_caption_has(panel):
    assert "A & B" in panel.canvas.alt and "A &amp; B" in panel.caption.value


# Bursts


def test_a_burst_from_the_page_ends_on_the_last_and_draws_a_few_times(panel):
    panel.drawn_images.clear()
    run_in_own_loop(burst(panel.image, [*range(8, 108 - 8), 3]))
    assert panel.drawn_images[-1] == 3 and panel.image.value == 3
    assert len(panel.drawn_images) <= 5  # a slow machine needs tenths of seconds for them
    assert "Image 3" in panel.caption.value


def test_moves_that_keep_coming_are_drawn_before_they_end(panel, monkeypatch):
    monkeypatch.setattr("resattn_lab.panels.burst.PAUSE", 0.1)  # longer than any gap
    panel.drawn_images.clear()
    run_in_own_loop(burst(panel.image, range(10, 90), gap=0.004))
    assert 2 <= len(panel.drawn_images) < 80 and panel.drawn_images[-1] == 89


def test_a_single_move_of_the_page_is_drawn_within_a_few_milliseconds(panel):
    async def move():
        from_page(panel.image, 5)
        start = time.perf_counter()
        while panel.drawn_images[-1] != 5 and time.perf_counter() - start < 5:
            await asyncio.sleep(0.001)
        return time.perf_counter() - start

    assert run_in_own_loop(move()) < 0.5
    assert panel.drawn_images == [0, 5]


def test_what_code_sets_is_drawn_at_once_also_while_a_loop_runs(panel):
    async def cell():
        for number in (1, 2, 3):
            panel.image.value = number
            assert panel.drawn_images[-1] == number

    run_in_own_loop(cell())
    assert panel.drawn_images == [0, 1, 2, 3]


def test_code_that_comes_after_a_move_of_the_page_is_drawn_once(panel):
    async def both():
        from_page(panel.image, 5)
        panel.channel.value = 2
        assert panel.drawn_images == [0, 5]
        await asyncio.sleep(0.1)

    run_in_own_loop(both())
    assert panel.drawn_images == [0, 5]


def test_without_a_loop_a_move_of_the_page_is_drawn_at_once(panel):
    run_without_a_loop(lambda: from_page(panel.image, 5))
    assert panel.drawn_images == [0, 5]


def test_a_panel_that_was_closed_draws_no_more():
    made = Small()

    async def close():
        from_page(made.image, 5)
        made.close()
        await asyncio.sleep(0.1)

    run_in_own_loop(close())
    assert made.drawn_images == [0]


def test_a_burst_moves_the_panels_that_follow_as_few_times(pair):
    shared, one, other = pair
    other.drawn_images.clear()
    run_in_own_loop(burst(one.image, range(10, 90)))
    assert other.drawn_images[-1] == shared.image == 89 and len(other.drawn_images) <= 5


def test_a_burst_moves_what_is_linked_with_those_that_follow_as_few_times(pair):
    third = Small()
    traitlets.link((pair[2].image, "value"), (third.image, "value"))
    run_in_own_loop(burst(pair[1].image, range(10, 90)))
    assert third.drawn_images[-1] == 89 and len(third.drawn_images) <= 7
    third.close()


# Selection


def test_the_panels_begin_with_what_the_selection_says(pair):
    for panel in pair[1:]:
        assert (panel.image.value, panel.module.value, panel.channel.value) == (4, "b", 2)
        assert panel.selection is pair[0] and "Image 4" in panel.canvas.alt


def test_a_move_in_one_panel_moves_the_other_once_and_keeps_it_in_line(pair):
    shared, one, other = pair
    other.drawn_images.clear()
    one.image.value = 9
    assert shared.image == other.image.value == 9 and other.drawn_images == [9]
    other.mean.value = True
    one.channel.value = 1
    assert shared.channel == other.channel.value == 1 and not other.mean.value
    other.module.value = "b"
    other.image.value = 3
    assert (one.image.value, one.drawn_images[-1]) == (3, 3)


def test_setting_the_selection_moves_every_panel(pair):
    shared, one, other = pair
    shared.image = 11
    assert one.drawn_images[-1] == other.drawn_images[-1] == 11


def test_what_another_panel_can_show_leaves_this_one_alone(pair):
    shared, one, other = pair
    one.module.value = "a"
    assert other.module.value == "b" and shared.module == "a"
    one.channel.value = 5
    assert other.channel.value == 2 and shared.channel == 5
    other.image.value = 6
    assert shared.image == one.image.value == 6 and shared.module == "a"


def test_what_no_panel_can_show_is_cut_in_the_selection_too(pair):
    shared, one, other = pair
    shared.image = 1000
    assert one.image.value == other.image.value == shared.image == 100
    shared.image = -3
    assert one.image.value == other.image.value == shared.image == 0
    shared.channel = 9
    assert (one.channel.value, other.channel.value, shared.channel) == (5, 2, 5)


def test_a_selection_that_is_beyond_the_first_panel_is_cut_when_it_is_built():
    shared = Selection(image=1000, channel=77)
    made = Small(selection=shared)
    assert (made.image.value, shared.image) == (100, 100)
    assert (made.channel.value, shared.channel) == (5, 5) and made.drawn_images == [100]
    made.close()
    shared.image = 1000  # nobody follows any more
    assert shared.image == 1000


def test_without_a_selection_a_panel_begins_one_that_others_can_follow(panel):
    panel.module.value = "b"
    other = Small(("b", "c"), selection=panel.selection)
    assert panel.selection.module == other.module.value == "b"
    assert (panel.selection.image, panel.selection.channel) == (0, 0)
    other.close()


def test_an_error_in_a_panel_that_follows_stands_there_and_is_raised(pair):
    _, one, other = pair
    other.look = lambda s: 1 / 0
    with pytest.raises(ZeroDivisionError):
        one.image.value = 8
    assert "alert" in other.caption.value and "alert" not in one.caption.value
    assert one.drawn_images[-1] == 8


def test_a_closed_panel_follows_no_more_and_leaves_no_widget():
    registry = ipywidgets.widgets.widget._instances
    before, shared = set(registry), Selection()
    made = Small(selection=shared)
    made.close()
    shared.image = 3
    assert made.drawn_images == [0] and set(registry) == before


# A cell that is run again


class Shell:
    """What tells a panel which cell is running, as a notebook's kernel does."""

    def __init__(self):
        self.parent = {}

    def get_parent(self):
        return self.parent

    def run(self, cell, message):
        self.parent = {"header": {"msg_id": message}, "metadata": {"cellId": cell}}


@pytest.fixture
def shell(monkeypatch):
    made = Shell()
    monkeypatch.setattr("resattn_lab.panels.lifetime.get_ipython", lambda: made)
    monkeypatch.setattr("resattn_lab.panels.lifetime._built", {})
    return made


def test_a_cell_that_is_run_again_closes_the_panels_of_its_last_run(shell):
    registry = ipywidgets.widgets.widget._instances
    shell.run("above", "1")
    other = Small()
    before = set(registry)
    shell.run("here", "2")
    first, count = {Small().model_id, Small().model_id}, len(registry)
    shell.run("here", "3")
    second = [Small(), Small()]
    assert len(registry) == count and not first & set(registry)
    assert all(panel.comm is not None for panel in (*second, other))
    for panel in second:
        panel.close()
    assert set(registry) == before
    other.close()


def test_a_cell_whose_panel_cannot_be_built_leaves_the_last_one(shell):
    shell.run("here", "1")
    kept = Small()
    shell.run("here", "2")
    with pytest.raises(TypeError):
        Small(channels="many")
    kept.image.value = 3
    assert kept.drawn_images == [0, 3]
    kept.close()


def test_without_names_of_cells_nothing_is_closed(shell):
    kept = Small()
    shell.parent = {"header": {"msg_id": "2"}, "metadata": {}}
    other = Small()
    assert kept.comm is not None
    for panel in (kept, other):
        panel.close()


# Words


def test_signs_of_html_in_the_words_stay_signs(panel, monkeypatch):
    monkeypatch.setattr(panel, "words", lambda s, seen: "a <i>b</i> & 'c' \"d\"")
    panel.refresh()
    assert panel.canvas.alt == "a <i>b</i> & 'c' \"d\""
    assert "a &lt;i&gt;b&lt;/i&gt; &amp; 'c' \"d\"<" in panel.caption.value


# What is declared


def test_every_control_is_a_widget_of_the_panel_and_keeps_its_declaration_in_the_class(panel):
    assert isinstance(panel.image, ipywidgets.IntSlider) and panel.image.description == "image"
    assert isinstance(Small.image, Slider)
    assert vars(panel.values()) == {"image": 0, "channel": 0, "module": "a", "mean": True}
    assert panel.seen == 0


def test_a_control_with_nothing_to_choose_is_disabled():
    made = Small(("a",), 0)
    assert made.module.disabled and made.channel.disabled and not made.image.disabled
    made.close()


def test_what_is_given_for_a_control_that_is_not_there_is_refused():
    class Wrong(Small):
        def __init__(self):
            Panel.__init__(self, imgae={"max": 3})

    with pytest.raises(TypeError, match="Wrong has no control imgae"):
        Wrong()


def test_a_broken_step_makes_a_slider_of_broken_numbers():
    assert isinstance(Slider("a", 2, step=0.1).build(), ipywidgets.FloatSlider)
    assert isinstance(Slider("a", 2).build(max=7), ipywidgets.IntSlider)


def test_a_button_that_sets_several_controls_makes_one_picture(panel):
    panel.image.value, panel.channel.value = 5, 3
    panel.drawn_images.clear()
    panel.back.click()
    assert panel.drawn_images == [0] and panel.selection.image == 0


def test_a_press_on_the_picture_reaches_the_mark_that_lies_there(panel):
    [place] = panel.drawn.places
    middle = (place.left + place.right) // 2, (place.top + place.bottom) // 2
    from_page(panel._pointer, f"press {middle[0]} {middle[1]}")
    assert panel.image.value == panel.selection.image == 50
    from_page(panel._pointer, f"press {place.right + 1} {middle[1]}")  # beside it
    assert panel.image.value == 50


def test_building_draws_once_whatever_the_selection_says(pair):
    assert [panel.drawn_images for panel in pair[1:]] == [[4], [4]]


def test_no_private_name_of_ipywidgets_is_used_by_the_panels():
    import resattn_lab.panels

    for path in Path(resattn_lab.panels.__file__).parent.glob("*.py"):
        assert not re.search(r"_property_lock|_instances|_handle_msg", path.read_text())


def test_a_button_or_a_pointer_that_changes_nothing_draws_nothing(panel):
    panel.drawn_images.clear()
    panel.back.click()
    [place] = panel.drawn.places
    from_page(panel._pointer, f"move {place.left + 1} {place.top + 1} 7")
    assert panel.drawn_images == []
