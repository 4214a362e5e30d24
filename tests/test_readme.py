"""README and pages of results say what was recorded, and links lead somewhere."""

import json
import re
from pathlib import Path
from statistics import median

import pytest

from resattn_lab.ablations import VERDICTS, decide, judge
from resattn_lab.checkpoints import load_checkpoint, load_snapshots
from resattn_lab.course import record
from resattn_lab.training import RECIPES, TAKES, Recipe

ROOT = Path(__file__).parents[1]
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(ROOT / "scripts")
    import front_page
    import performance_page
    import result_tables
    import results_page
    import study_power
    import verdict_by_luck
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text()
RESULTS = (DOCS / "results.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]


def measured(name: str) -> dict:
    return json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text())


@pytest.mark.parametrize("path", front_page.SECTIONS, ids=lambda path: path.name)
def test_findings_and_minutes_are_what_records_and_notebooks_say(path):
    assert path.read_text() == front_page.page(path)


def test_the_readme_is_read_to_its_end():
    assert len(README.splitlines()) <= 120


def test_the_page_of_performance_is_what_the_benchmarks_wrote():
    assert (DOCS / "performance.md").read_text() == performance_page.page()


def test_the_page_of_results_is_what_the_results_say():
    assert results_page.page() == RESULTS


def test_the_accuracy_of_the_network_in_the_box_is_that_of_one_record():
    accuracy = record("mask_evidence")["parts"]["agreement"]["accuracy"][0]
    assert f"It names {accuracy:.1%}" in RESULTS
    card = load_checkpoint("scenes_attention_56")[1]
    assert f"trained by `{card['command']}`" in RESULTS


def test_how_long_the_recipes_take_was_measured():
    recorded_as = {
        "smoke": "scenes_smoke",
        "short": "scenes_short",
        "lesson": "cifar10_lesson",
    }
    for name, file in recorded_as.items():
        recorded = json.loads((ROOT / "results" / f"{file}.json").read_text())
        seconds, device = recorded["seconds"], recorded["device"]
        takes = f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} minutes"
        images = "planted scenes" if file.startswith("scenes") else "CIFAR-10"
        assert TAKES[name] == f"{takes} on {images} ({device})"
    step = measured("training_step")["steps"]["ours"]["median_ms"]
    hours = RECIPES["paper"].iterations * step / 1e3 / 3600
    told = f"about {hours:.0f} hours at {step / 1e3:.2f} s a step (CPU, 2 threads); not run"
    assert TAKES["paper"] == told


def test_the_recorded_lesson_was_trained_by_the_recipe_of_that_name():
    recorded = json.loads((ROOT / "results" / "cifar10_lesson.json").read_text())
    recipe = Recipe.from_dict({**recorded["recipe"], "precision": "auto"})
    assert recipe == RECIPES["lesson"]


def test_a_step_at_half_the_side_costs_about_a_third():
    epochs = json.loads((ROOT / "results" / "cifar10_lesson.json").read_text())["epochs"]
    part = len(epochs) // 3
    half, whole = (
        median(e["seconds"] for e in some) for some in (epochs[:part], epochs[-part:])
    )
    assert "costs about a third of a whole one" in (DOCS / "training.md").read_text()
    assert half / whole == pytest.approx(1 / 3, abs=0.05)


def test_the_snapshots_are_counted_and_belong_to_the_result_that_is_named():
    snapshots = load_snapshots("scenes_training")
    recorded = json.loads((ROOT / "results" / "scenes_short.json").read_text())
    assert len(snapshots) == 10 and "ten snapshots of `scenes_short`" in performance_page.page()
    assert {snapshot.card["commit"] for snapshot in snapshots} == {recorded["commit"]}


LINKS = [
    (page, target)
    for page in PAGES
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
]


@pytest.mark.parametrize("page, target", LINKS, ids=lambda part: getattr(part, "name", part))
def test_links_lead_somewhere(page, target):
    assert target.startswith("https://") or (page.parent / target).exists()


def test_every_notebook_was_timed():
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert sorted(measured("notebooks")["seconds"]) == [path.name for path in paths]


def test_the_plan_of_the_five_arms_follows_from_the_recorded_spreads():
    assert (
        json.loads((ROOT / "results/rule/fusion_power.json").read_text()) == study_power.plan()
    )


def test_what_luck_gives_is_counted_again_with_fewer_tries():
    rows = json.loads((ROOT / "results/rule/luck.json").read_text())["rows"]
    for row, again in zip(rows, verdict_by_luck.simulate(tries=4000), strict=True):
        for name, value in row.items():
            assert again[name] == (
                pytest.approx(value, abs=0.04) if name in VERDICTS else value
            )


@pytest.mark.parametrize("paired", [True, False])
@pytest.mark.parametrize("spreads", verdict_by_luck.SPREADS.values(), ids=str)
def test_the_simulation_judges_as_the_rule_does(paired, spreads):
    for gap in (0.0, 1.0):
        drawn = verdict_by_luck.draw(3, gap, spreads, 60)
        low, high = verdict_by_luck.ends(*drawn, paired)
        for one, other, *ends in zip(*(x.tolist() for x in (*drawn, low, high)), strict=True):
            verdict = judge(one, other, paper_gap=1.0, paired=paired)
            assert (verdict.low, verdict.high) == pytest.approx(ends, abs=1e-4)
            assert verdict.word == decide(*ends, 1.0)


def test_luck_errs_as_rarely_as_the_rule_promises():
    for row in verdict_by_luck.simulate(tries=4000):
        wrong = "repeated" if row["true_gap"] == "0" else "not repeated"
        assert row[wrong] < 0.04


def test_the_animation_is_small():
    assert (ROOT / "docs" / "live_page.webp").stat().st_size <= 1_000_000


def test_what_three_networks_differ_in_is_what_the_record_says():
    parts = record("scene_networks")["parts"]
    stages = [parts["32"]["spread"]["trained"][name] for name in result_tables.MODULES]
    for found in (stage["pointing"] for stage in stages):
        least, most = found["least"], found["most"]
        assert f"{found['mean']:.3f} ({least:.3f} to {most:.3f})" in RESULTS


def test_nothing_is_left_to_fill_in():
    assert "{{" not in README
