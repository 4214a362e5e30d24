"""Running a study: resumed without repetition, written whole, read back, judged."""

import json
import sys
from dataclasses import replace

import pytest
import torch
from typer.testing import CliRunner

from resattn_lab.ablations import (
    SETTINGS,
    STUDIES,
    Setting,
    Study,
    Variant,
    claim_table,
    comparison_lines,
    comparison_table,
    load_data,
    load_results,
    run_study,
    run_variant,
    verdict_lines,
)
from resattn_lab.ablations.run_study import _learning_rates, stage_responses, validation_mean
from resattn_lab.ablations.studies import TUNING_SEEDS
from resattn_lab.cli import app
from resattn_lab.data import Splits, load_images, scene_set, write_drawn_folder
from resattn_lab.files import held
from resattn_lab.networks import build_network
from resattn_lab.training import Recipe


@pytest.fixture(scope="module")
def tiny():
    """Two steps of two small networks, under the names of the study "masks"."""
    recipe = Recipe(iterations=2, batch_size=8, augment=False)
    setting = Setting(
        size=16, train=32, clutter=0, initialisation="zero_residual", recipe=recipe
    )
    variants = {
        name: Variant(network="cifar_attention_56", options=options)
        for name, options in (("mixed", {}), ("channel", {"attention": "channel"}))
    }
    study = Study(title="t", source="Table 1", widths={"tiny": 0.125}, variants=variants)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SETTINGS, "tiny", setting)
        patch.setitem(STUDIES, "masks", study)
        yield Splits(
            *(
                scene_set(n, seed=0, part=p, size=16)
                for p, n in (("train", 32), ("validation", 10), ("test", 20))
            )
        )


def run(path, data, said, seeds=(0, 1)):
    run_study(
        "masks",
        path,
        data=data,
        source="scenes",
        setting="tiny",
        seeds=seeds,
        device="cpu",
        facts={"command": "c", "commit": "abc"},
        said=said.append,
    )


@pytest.fixture(scope="module")
def of_seed_0(tiny, tmp_path_factory):
    """The results of one seed, as they were written, and what was said."""
    path, said = tmp_path_factory.mktemp("first") / "masks_scenes.json", []
    run(path, tiny, said, seeds=(0,))
    return path.read_text(), said


@pytest.fixture
def begun(of_seed_0, tmp_path):
    """A file with the results of one seed."""
    path = tmp_path / "masks_scenes.json"
    path.write_text(of_seed_0[0])
    return path


def test_what_was_run_is_not_run_again(tiny, of_seed_0, begun):
    first, said = json.loads(begun.read_text())["runs"], list(of_seed_0[1])
    assert [(r["variant"], r["seed"]) for r in first] == [("mixed", 0), ("channel", 0)]
    run(begun, tiny, said)
    kept = json.loads(begun.read_text())
    assert kept["runs"][:2] == first and len(kept["runs"]) == len(said) == 4
    assert kept["facts"]["classes"] == 10
    assert kept["facts"]["commit"] == "abc" and "CPU" in kept["facts"]["device"]


def test_results_of_another_recipe_are_not_mixed_in(tiny, begun, monkeypatch):
    before = begun.read_bytes()
    other = replace(SETTINGS["tiny"], recipe=Recipe(iterations=3, batch_size=8, augment=False))
    monkeypatch.setitem(SETTINGS, "tiny", other)
    with pytest.raises(ValueError, match="holds runs with other conditions"):
        run(begun, tiny, [], seeds=(1,))
    assert begun.read_bytes() == before


def test_the_same_seed_gives_the_same_numbers(tiny, begun, tmp_path):
    again = tmp_path / "again.json"
    run(again, tiny, [], seeds=(0,))
    made = [
        [(r["error"], r["train_loss"], r["responses"]) for r in json.loads(text)["runs"]]
        for text in (begun.read_text(), again.read_text())
    ]
    assert made[0] == made[1]


def test_an_unknown_study_or_setting_is_refused(tiny, tmp_path):
    for names, message in (
        (("colour", "tiny"), "unknown study"),
        (("masks", "huge"), "setting"),
    ):
        with pytest.raises(ValueError, match=message):
            run_study(
                names[0], tmp_path / "x.json", data=tiny, source="scenes", setting=names[1]
            )


def test_a_stages_response_is_the_mean_absolute_value_of_what_it_puts_out():
    torch.manual_seed(0)
    network, images = build_network("cifar_attention_56", width=0.125), torch.rand(3, 3, 16, 16)
    found = stage_responses(network, images)
    with torch.inference_mode():
        first = network.stage1(network.stem(images))  # no mean image: nothing to subtract
    assert found[0] == pytest.approx(first.abs().mean().item(), rel=1e-5)
    assert len(found) == 3


def written(folder, name, study, errors):
    runs = [
        {"variant": variant, "seed": seed, "error": error, "responses": [2.0, 1.0, 0.5]}
        for variant, values in errors.items()
        for seed, error in reversed(list(enumerate(values)))
    ]
    facts = {"study": study, "source": "scenes", "setting": "small", "facts": {}, "runs": runs}
    (folder / name).write_text(json.dumps(facts))


def test_claims_are_judged_from_the_files(tmp_path):
    errors = {"mixed": [30, 31, 32], "channel": [40, 41, 43], "local": [30, 31, 33]}
    written(tmp_path, "masks_scenes.json", "masks", errors)
    found = load_results(tmp_path)["masks", "scenes"]
    assert found.values("mixed") == [30, 31, 32]  # in the order of the seeds
    assert found.values("mixed", "response") == [25.0, 25.0, 25.0]
    assert found.values("spatial") == [] and found.seeds == [0, 1, 2]
    rows = {row.key: row for row in claim_table(tmp_path)}
    assert set(rows) == {"mixed_channel", "mask"}  # nothing was run for the others
    assert rows["mixed_channel"].verdict.word == "repeated"
    assert rows["mask"].verdict.word == "not testable at this size"
    line = verdict_lines(tmp_path)[0]
    assert "31.0 against 41.3 %" in line and "pairs +10.0, +10.0, +11.0;" in line


def test_only_seeds_that_both_networks_have_make_a_pair(tmp_path):
    errors = {"mixed": [30, 31, 32, 33], "channel": [40, 41, 43]}
    written(tmp_path, "masks_scenes.json", "masks", errors)
    found = load_results(tmp_path)["masks", "scenes"]
    assert found.pairs("mixed", "channel") == ([30, 31, 32], [40, 41, 43])
    (row,) = claim_table(tmp_path)
    assert row.lower == [30, 31, 32] and len(row.verdict.gaps) == 3


def test_comparisons_are_made_from_the_files_and_have_no_paper_to_hold_them_against(tmp_path):
    errors = {"ARL 164": [60, 61, 63], "ResNet-164": [61, 61, 62], "NAL 164": [75, 80, 81]}
    written(tmp_path, "depth_scenes.json", "depth", errors)
    found = {(c.lower, c.higher): verdict for c, *_, verdict in comparison_table(tmp_path)}
    assert set(found) == {("ARL 164", "ResNet-164"), ("ResNet-164", "NAL 164")}
    assert found["ARL 164", "ResNet-164"].gaps == (1, 0, -1)
    assert found["ResNet-164", "NAL 164"].low > 0
    line = comparison_lines(tmp_path)[0]
    assert "than no mask? ARL 164 61.3 against ResNet-164 61.3 %, gap +0.0 (-2.5" in line


def test_a_folder_without_results_says_what_makes_them(tmp_path):
    with pytest.raises(FileNotFoundError, match="resattn-lab ablate writes new ones"):
        load_results(tmp_path)


def test_scenes_of_the_small_setting_are_its_size_and_the_same_each_time():
    data = load_data("scenes", SETTINGS["small"])
    assert [len(part) for part in data] == [4800, 500, 2000]
    assert data.train.images.shape[-2:] == (16, 16)
    assert torch.equal(data.test.images, load_data("scenes", SETTINGS["small"]).test.images)


@pytest.mark.parametrize("data, kind", [("cifar10", "cifar10"), ("my pets", "photographs")])
def test_results_are_called_after_the_images_and_those_have_the_size_of_the_setting(
    tmp_path, monkeypatch, data, kind
):
    ablations, asked = sys.modules["resattn_lab.ablations"], []
    parts = [scene_set(30, seed=0, part=part) for part in ("train", "test")]
    monkeypatch.setattr(
        sys.modules[load_images.__module__], "load_cifar", lambda *a, **o: parts
    )
    monkeypatch.setattr(ablations, "run_study", lambda *a, **o: asked.append((*a, o)))
    for name in ("verdict_lines", "comparison_lines"):
        monkeypatch.setattr(ablations, name, lambda folder: [])
    monkeypatch.chdir(tmp_path)
    write_drawn_folder(tmp_path / "my pets", per_class=6)
    result = CliRunner().invoke(app, ["ablate", "masks", "--data", data, "--out", "out"])
    assert result.exit_code == 0, result.output
    [(study, path, options)] = asked
    assert (study, options["source"], path.name) == ("masks", kind, f"masks_{kind}.json")
    assert options["data"].train.images.shape[-2:] == (16, 16)


def fusion_study(monkeypatch, **changes):
    arms = ("(1 + M)·T", "no mask")
    study = STUDIES["fusion"]
    small = replace(
        study,
        widths={"tiny": 0.125},
        variants={name: study.variants[name] for name in arms},
        learning_rates=(0.01, 0.1),
        **changes,
    )
    monkeypatch.setitem(STUDIES, "fusion", small)
    return small


def run_fusion(path, data, seeds=(0,)):
    said = []
    run_study(
        "fusion",
        path,
        data=data,
        source="scenes",
        setting="tiny",
        seeds=seeds,
        device="cpu",
        said=said.append,
    )
    return said


@pytest.fixture(scope="module")
def tuned(tiny, tmp_path_factory):
    """Two arms tuned by two rates, and run: the file, and what was said."""
    path = tmp_path_factory.mktemp("tuned") / "fusion_scenes.json"
    with pytest.MonkeyPatch.context() as patch:
        fusion_study(patch)
        return path, run_fusion(path, tiny)


def test_a_grid_is_run_on_seeds_of_its_own_and_the_best_rate_is_used(tuned):
    path, said = tuned
    assert len(said) == 2 * 2 * 2 + 2
    found = load_results(path.parent)["fusion", "scenes"]
    assert {row["seed"] for row in found.tuning} == set(TUNING_SEEDS)
    assert found.seeds == [0] and len(found.runs) == 2
    for made in found.runs:
        scores = {r: validation_mean(found.tuning, made["variant"], r) for r in (0.01, 0.1)}
        assert scores[made["learning_rate"]] == max(scores.values())


def test_tuning_that_was_done_is_not_done_again(tiny, tuned, tmp_path, monkeypatch):
    fusion_study(monkeypatch)
    path, whole = tmp_path / "fusion_scenes.json", json.loads(tuned[0].read_text())
    cut = {**whole, "tuning": whole["tuning"][:7], "runs": []}
    path.write_text(json.dumps(cut))
    assert len(run_fusion(path, tiny)) == 1 + 2
    again = json.loads(path.read_text())
    assert again["tuning"] == whole["tuning"]
    assert [r["error"] for r in again["runs"]] == [r["error"] for r in whole["runs"]]
    assert run_fusion(path, tiny) == []


def test_of_equally_good_rates_the_smaller_is_taken():
    study = replace(STUDIES["fusion"], variants={"a": Variant(network="cifar_attention_56")})
    rows = [
        {"variant": "a", "seed": seed, "learning_rate": rate, "validation_accuracy": accuracy}
        for rate, accuracy in ((0.003, 0.1), (0.01, 0.2), (0.03, 0.5), (0.1, 0.5))
        for seed in TUNING_SEEDS
    ]
    assert _learning_rates(study, {"tuning": rows}, 9.0, None, None) == {"a": 0.03}
    plain = replace(study, learning_rates=())
    assert _learning_rates(plain, {}, 9.0, None, None) == {"a": 9.0}


def test_arms_of_one_seed_begin_with_the_same_trunk(tiny, monkeypatch):
    started = {}

    def fit(network, data, recipe, **options):
        started[recipe.seed, len(started)] = network.state_dict()
        raise KeyboardInterrupt  # it is about the beginning

    monkeypatch.setattr(sys.modules[run_variant.__module__], "fit", fit)
    arms = STUDIES["fusion"].variants
    for name in ("(1 + M)·T", "no mask", "2M·T"):
        with pytest.raises(KeyboardInterrupt):
            run_variant(
                arms[name],
                tiny,
                SETTINGS["tiny"],
                width=0.125,
                seed=4,
                device="cpu",
                weights_of=arms["(1 + M)·T"],
            )
    full, without, double = started.values()
    assert set(without) < set(full) == set(double)
    assert all(torch.equal(full[name], value) for name, value in without.items())
    assert all(torch.equal(full[name], value) for name, value in double.items())


def test_results_of_other_images_of_equal_counts_are_not_mixed_in(tiny, begun):
    before = begun.read_bytes()
    pixels = tiny.train.images.clone()
    pixels[0, 0, 0, 0] ^= 1
    other = tiny._replace(train=replace(tiny.train, images=pixels))
    with pytest.raises(ValueError, match="holds runs with other fingerprints"):
        run(begun, other, [], seeds=(1,))
    assert begun.read_bytes() == before


def test_results_from_before_images_had_a_fingerprint_are_gone_on_with(tiny, begun):
    stored, said = json.loads(begun.read_text()), []
    del stored["facts"]["fingerprints"]
    begun.write_text(json.dumps(stored))
    run(begun, tiny, said, seeds=(0, 1))
    assert len(said) == 2


def test_results_that_another_process_is_writing_are_left_alone(tiny, begun):
    before = begun.read_bytes()
    with held(begun), pytest.raises(FileExistsError, match="another process is writing"):
        run(begun, tiny, [])
    run(begun, tiny, [], seeds=(0,))  # there is nothing to do
    assert begun.read_bytes() == before
    assert [file.name for file in begun.parent.iterdir()] == [begun.name]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"study": "masks"}', "not JSON"])
@pytest.mark.parametrize("name", ["masks_scenes.json", "other.json"])
def test_a_file_that_holds_no_results_is_named_before_anything_is_trained(
    tmp_path, monkeypatch, content, name
):
    (tmp_path / name).write_text(content)
    refused_before_images_are_read(monkeypatch, tmp_path, f"{name} holds no results")
    assert (tmp_path / name).read_text() == content


@pytest.mark.parametrize(
    "out, message",
    [("", "--out is empty; give it a value"), ("file/below", "nothing can be written there")],
)
def test_an_out_that_cannot_be_is_refused_before_anything_is_trained(
    tmp_path, monkeypatch, out, message
):
    (tmp_path / "file").write_text("")
    refused_before_images_are_read(monkeypatch, out and tmp_path / out, message)


def refused_before_images_are_read(monkeypatch, out, message):
    from resattn_lab import ablations

    monkeypatch.setattr(ablations, "load_data", lambda *a: pytest.fail("images were read"))
    result = CliRunner().invoke(app, ["ablate", "masks", "--out", str(out)])
    assert result.exit_code == 2, result.output
    assert len(result.output.splitlines()) == 1 and message in result.output
