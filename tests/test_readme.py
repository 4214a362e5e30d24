"""The README's figures are those that the benchmarks wrote, and its links lead somewhere."""

import json
import re
from pathlib import Path
from statistics import fmean

import pytest

from resattn_lab.ablations import CLAIMS, VERDICTS, decide, judge, load_results
from resattn_lab.checkpoints import load_checkpoint, load_snapshots
from resattn_lab.course import record
from resattn_lab.training import RECIPES, TAKES

ROOT = Path(__file__).parents[1]
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(ROOT / "scripts")
    import readme_tables
    import results_page
    import study_power
    import verdict_by_luck
README = (ROOT / "README.md").read_text()
RESULTS = ROOT / "benchmarks" / "results"


RECORDED = sorted((ROOT / "results").glob("*.json"))


def results(name: str) -> dict:
    return json.loads((RESULTS / name).read_text())


def percent(share: float) -> str:
    return f"{share:.1%}"


def test_the_accuracy_of_the_network_in_the_box_is_that_of_one_record():
    assert readme_tables.section("box") in README
    accuracy = record("mask_evidence")["parts"]["agreement"]["accuracy"][0]
    assert README.count(percent(accuracy)) == 1


def test_the_control_beside_no_mask_is_told_as_it_was_found():
    photographs = load_results(ROOT / "results" / "ablations")["depth", "photographs"]
    found = [fmean(photographs.values(v)) for v in ("ResNet-164", "ARL 164", "NAL 164")]
    told = "errs {:.1f} %, Attention-164 with the 1 + {:.1f} %, and naive {:.1f} %"
    assert told.format(*found) in " ".join(README.split())


def test_the_card_is_told_as_it_is():
    _, card = load_checkpoint("scenes_attention_56")
    assert card["command"] in README
    assert f"{card['seconds'] / 60:.0f} minutes on two CPU cores" in README


def test_the_figures_of_a_training_step_are_measured_ones():
    figures = results("training_step.json")
    for name, row in figures["steps"].items():
        share = percent(row["share_of_matmul_rate"])
        cells = [name, f"{row['median_ms']:.0f}", f"{row['over_plain']:.2f}", share]
        assert f"| {' | '.join(cells)} |" in README
    for name, row in figures["inference"]["forward"].items():
        cells = [name, f"{row['median_ms']:.0f}", f"{row['over_plain']:.2f}"]
        assert f"| {' | '.join(cells)} |" in README
    assert f"{figures['compile_seconds']:.0f} s at the first call" in README
    assert f"takes {percent(figures['data_share_of_our_step'])} of a step" in README
    assert f"move by {figures['inference']['largest_difference']:.1e} at most" in README
    memory = figures["memory"]["64"]
    assert f"{memory['megabytes']:,} MB for 64 images" in README


def test_how_long_the_recipes_take_was_measured():
    for name in ("smoke", "short"):
        recorded = json.loads((ROOT / "results" / f"scenes_{name}.json").read_text())
        seconds, device = recorded["seconds"], recorded["device"]
        takes = f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} minutes"
        told = f"{takes} on planted scenes ({device})"
        assert TAKES[name] == told
        assert told in README
    step = results("training_step.json")["steps"]["ours"]["median_ms"]
    hours = RECIPES["paper"].iterations * step / 1e3 / 3600
    told = f"about {hours:.0f} hours at {step / 1e3:.2f} s a step (CPU, 2 threads); not run"
    assert TAKES["paper"] == told
    assert told in README


def test_the_snapshots_are_counted_and_belong_to_the_result_that_is_named():
    snapshots = load_snapshots("scenes_training")
    recorded = json.loads((ROOT / "results" / "scenes_short.json").read_text())
    assert len(snapshots) == 10 and "ten snapshots of `scenes_short`" in README
    assert {snapshot.card["commit"] for snapshot in snapshots} == {recorded["commit"]}


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_every_recorded_result_is_told_as_it_is(path):
    recorded = json.loads(path.read_text())
    accuracy = recorded["test_accuracy"]
    cells = [
        f"`{path.stem}`",
        recorded["data"]["train"].split(",")[0].split(":")[0]
        if "scenes" in path.stem
        else recorded["data"]["train"].split(":")[0],
        f"{recorded['network']['width']:g}",
        f"{len(recorded['epochs'])}",
        f"{percent(accuracy['last_epoch'])}",
        f"{percent(accuracy['chosen_by_validation'])}",
        f"{recorded['seconds']:,.0f} s, {recorded['device']}",
    ]
    assert f"| {' | '.join(cells)} |" in README


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(target):
    assert target.startswith("https://") or (ROOT / target).exists()


def test_every_notebook_is_in_the_table_with_its_measured_times():
    times = results("notebooks.json")
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert sorted(times["seconds"]) == [path.name for path in paths]
    for path in paths:
        took = times["seconds"][path.name]
        row = next(line for line in README.splitlines() if f"(notebooks/{path.name})" in line)
        assert row.endswith(f"| {took['full']} s | {took['fast']} s |")
    total = sum(took["fast"] for took in times["seconds"].values())
    assert f"all in fast mode (`RESATTN_FAST=1`) take {total} s" in README


def test_the_table_of_claims_is_what_the_results_say():
    assert readme_tables.section("claims") in README
    assert all(claim.says in README for claim in CLAIMS.values())


def test_the_page_of_results_is_what_the_results_say():
    page = (ROOT / "docs" / "results.md").read_text()
    assert page == results_page.page()


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


def test_the_tables_of_panels_are_measured_ones():
    assert readme_tables.section("panels") in README
    redraw, browser = results("panel_redraw.json"), results("key_to_picture.json")
    assert f"| {redraw['milliseconds']['shipped network']['masks: channel']:.0f} |" in README
    assert f"KernelExplorer {browser['panels']['KernelExplorer']['median_ms']} ms" in README


def test_the_figures_of_the_live_page_are_measured_ones():
    figures = results("live_page.json")
    ours, onnx = figures["live_page"], figures["onnxruntime_web"]
    move, answer = (ours[f"move_{kind}_pass_ms"]["median"] for kind in ("without", "with"))
    cells = [
        "the live page",
        f"{ours['bytes'] / 1e6:.1f}",
        f"{ours['first_picture_ms']} ms",
        f"{move:.0f} ms",
        f"{answer:.0f} ms",
    ]
    assert f"| {' | '.join(cells)} |" in README
    cells = [
        f"onnxruntime-web {onnx['version']}",
        f"{onnx['bytes'] / 1e6:.1f}",
        f"{onnx['start_ms']} ms",
    ]
    assert f"| {' | '.join(cells)} | | " in README
    assert f" | {onnx['pass_ms']['median']:.0f} ms, the pass alone |" in README


def test_the_animation_is_small():
    assert (ROOT / "docs" / "live_page.webp").stat().st_size <= 1_000_000


def test_the_tables_of_masks_are_what_the_record_says():
    assert readme_tables.section("masks") in README
    agreement = record("mask_evidence")["parts"]["agreement"]["maps"]
    assert f"| {agreement['colour']['iou'][0]:.3f} (" in README


def test_what_three_networks_differ_in_is_what_the_record_says():
    assert readme_tables.section("seeds") in README
    parts = record("scene_networks")["parts"]
    stages = [parts["32"]["spread"]["trained"][name] for name in readme_tables.MODULES]
    for found in (stage["pointing"] for stage in stages):
        least, most = found["least"], found["most"]
        assert f"{found['mean']:.3f} ({least:.3f} to {most:.3f})" in README


def test_nothing_is_left_to_fill_in():
    assert "{{" not in README
