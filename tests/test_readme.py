"""The README's figures are those that the benchmarks wrote, and its links lead somewhere."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
RESULTS = ROOT / "benchmarks" / "results"


def results(name: str) -> dict:
    return json.loads((RESULTS / name).read_text())


def test_the_figures_of_the_network_in_the_box_are_measured_ones():
    figures = results("mask_agreement.json")
    assert f"accuracy | {figures['accuracy']:.1%}" in README
    assert f"chance | {figures['chance']:.1%}" in README
    for name, row in figures["trained"].items():
        untrained = figures["untrained"][name]
        cells = [
            f"`{name.removesuffix('.mask')}`",
            f"{row['mean_mask_on_object']:.1%}",
            f"{row['best_channel_on_object']:.1%}",
            f"{untrained['mean_mask_on_object']:.1%}",
            f"{untrained['best_channel_on_object']:.1%}",
        ]
        assert f"| {' | '.join(cells)} |" in README


def test_the_figures_of_the_panels_are_measured_ones():
    figures = results("panel_redraw.json")
    shipped, paper = figures["milliseconds"].values()
    for what, value in shipped.items():
        assert f"| {what} | {value:.0f} | {paper[what]:.0f} |" in README


def test_the_card_is_told_as_it_is():
    card = json.loads(
        (ROOT / "resattn_lab" / "checkpoints" / "scenes_attention_56.json").read_text()
    )
    assert card["command"] in README
    assert f"{card['seconds'] / 60:.0f} minutes on two CPU cores" in README


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(target):
    assert target.startswith("https://") or (ROOT / target).exists()


def test_every_notebook_is_in_the_table():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"(notebooks/{path.name})" in README


def test_nothing_is_left_to_fill_in():
    assert "{{" not in README
