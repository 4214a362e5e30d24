"""A training goes on with what it was started with, or not at all."""

import re
from dataclasses import replace

import pytest
import torch
from test_nothing_lost import (
    SHORT,
    failing_at,
    noise_images,
    small_network,
    splits,
    train_shortly,
)
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from resattn_lab.blocks import AttentionModule, ResidualUnit
from resattn_lab.training.state_file import check_same, flatten, outline


@pytest.fixture
def stopped(tmp_path):
    """The folder of a training that was interrupted after its fourth step."""
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path / "run", network=failing_at(4))
    return tmp_path / "run"


def contents(folder):
    """What lies in a folder, and when each file was written."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [(str(path), path.stat().st_mtime_ns, path.read_bytes()) for path in files]


def assert_refused(folder, error, message, resume=True, **options):
    before = contents(folder)
    with pytest.raises(error, match=message):
        train_shortly(folder, resume, **options)
    assert contents(folder) == before


ADVICE = "go on with what it was started with, or start anew in another folder"


@pytest.mark.parametrize(
    "field, was, is_",
    [
        ("learning_rate", "0.05", 0.06),
        ("iterations", "7", 8),
        ("batch_size", "16", 8),
        ("seed", "3", 4),
        ("label_noise", "0.2", 0.1),
        ("average", "0.9", None),
        ("precision", "float32", "bfloat16"),
        ("milestones", r"\[\]", (3,)),
    ],
)
def test_another_recipe_is_refused_with_what_differs(stopped, field, was, is_):
    came = re.escape(str(list(is_) if isinstance(is_, tuple) else is_))
    message = f"belongs to another training: recipe.{field} was {was}, is {came}; {ADVICE}"
    assert_refused(stopped, ValueError, message, recipe=replace(SHORT, **{field: is_}))


def test_a_network_of_another_shape_is_refused(stopped):
    network = small_network()
    network[5] = nn.Linear(8 * 8 * 8, 4)
    message = (
        r"network.5.weight was \(3, 512\), is \(4, 512\); network.5.bias was \(3,\), is \(4,\)"
    )
    assert_refused(stopped, ValueError, message, network=network)


def test_a_network_with_another_part_is_refused(stopped):
    network = nn.Sequential(*small_network(), nn.BatchNorm1d(3))
    message = r"network.6.weight was absent, is \(3,\); .* and 2 more; go on"
    assert_refused(stopped, ValueError, message, network=network)


def attention_network(**options):
    torch.manual_seed(0)
    module = AttentionModule(4, encoder_depth=1, p=0, **options)
    return nn.Sequential(nn.Conv2d(3, 4, 1), module, nn.Flatten(), nn.Linear(256, 3))


def test_a_network_of_the_same_shapes_that_computes_otherwise_is_refused(tmp_path):
    """Eq. 1 and Eq. 3 have the same weights; a state of one would load into the other."""
    naive, residual = (attention_network(attention_residual=value) for value in (False, True))
    shapes = [
        {name: tuple(t.shape) for name, t in network.state_dict().items()}
        for network in (naive, residual)
    ]
    assert shapes[0] == shapes[1]
    train_shortly(tmp_path, network=residual, recipe=replace(SHORT, iterations=1))
    assert_refused(
        tmp_path,
        ValueError,
        r"was Fusion\(attention_residual=True\), is Fusion\(attention_residual=False\); go on",
        network=naive,
        recipe=replace(SHORT, iterations=1),
    )


@pytest.mark.parametrize("part", ["train", "validation"])
@pytest.mark.parametrize("what", ["images", "labels"])
def test_data_of_which_one_pixel_or_label_changed_are_refused(stopped, part, what):
    data = splits(40, 20, 10)
    changed = getattr(getattr(data, part), what).clone()
    changed.view(-1)[-1] ^= 1
    data = data._replace(**{part: replace(getattr(data, part), **{what: changed})})
    message = f"data.{part} was [0-9a-f]{{64}}, is [0-9a-f]{{64}}; go on"
    assert_refused(stopped, ValueError, message, data=data)


def test_images_of_another_size_are_refused(stopped):
    assert_refused(stopped, ValueError, "data.size was None, is 8; go on", size=8)


def test_a_loader_over_more_images_is_refused(tmp_path):
    def loaders(count):
        images = noise_images(count, seed=1)
        loader = DataLoader(TensorDataset(images.floats(), images.labels), batch_size=16)
        return {"data": (splits(40, 20, 10)._replace(train=loader)), "recipe": recipe}

    recipe = replace(SHORT, label_noise=0.0, iterations=2)
    train_shortly(tmp_path, **loaders(40))
    assert_refused(tmp_path, ValueError, "data.train was 40, is 41; go on", **loaders(41))


def test_other_test_images_have_no_part_in_the_training(stopped):
    data = splits(40, 20, 10)._replace(test=noise_images(12, seed=77))
    history = train_shortly(stopped, resume=True, data=data)
    assert history.test_accuracy * 12 == pytest.approx(round(history.test_accuracy * 12))


def test_the_same_images_in_another_memory_layout_are_the_same_data(stopped):
    data = splits(40, 20, 10)
    images = data.train.images.to(memory_format=torch.channels_last)
    train_shortly(stopped, True, data=data._replace(train=replace(data.train, images=images)))


def test_three_differences_are_named_and_the_others_counted(tmp_path):
    kept = {"recipe": {"seed": 1, "epochs": 2, "size": (1, 2)}, "extra": 1}
    wanted = {"recipe": {"seed": 2, "epochs": 3, "size": [1, 2]}, "other": 1, "more": 2}
    with pytest.raises(ValueError) as refused:
        check_same(kept, wanted, tmp_path / "state")
    assert "seed was 1, is 2; recipe.epochs was 2, is 3; other was absent, is 1 and 2 more" in (
        str(refused.value)
    )
    check_same(kept, kept, tmp_path / "state")


def test_a_nested_dict_is_flattened_by_its_path():
    assert flatten({"a": {"b": {"c": 1}, "d": (1, 2)}, "e": {}}) == {"a.b.c": 1, "a.d": [1, 2]}


def test_the_outline_is_that_of_a_network_before_and_after_it_is_trained(tmp_path):
    network = attention_network()
    before = outline(network)
    assert before["1.fusion"] == "Fusion(attention_residual=True)"
    assert before["3.weight"] == "(3, 256)"
    train_shortly(tmp_path, network=network, recipe=replace(SHORT, iterations=1))
    assert outline(network) == before


def test_where_no_state_was_kept_there_is_nothing_to_go_on_with(tmp_path):
    message = "there is no training to go on with: .*run.state.resattn does not exist"
    with pytest.raises(FileNotFoundError, match=message):
        train_shortly(tmp_path / "run", resume=True)
    assert not (tmp_path / "run").exists()


def test_without_a_folder_there_is_nothing_to_go_on_with():
    with pytest.raises(ValueError, match="resume needs the folder of the training to go on"):
        train_shortly(None, resume=True)


@pytest.mark.parametrize("finished", [False, True])
def test_a_training_is_not_begun_over_an_earlier_one(stopped, finished):
    if finished:
        train_shortly(stopped, resume=True)
    message = (
        r"run holds a training already; go on with it \(resume=True, or resattn-lab train "
        r"--resume .*run\), or choose another folder"
    )
    assert_refused(stopped, FileExistsError, message, resume=False, snapshots=2)


def test_an_altered_state_is_not_gone_on_with(stopped):
    path = stopped / "state.resattn"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert_refused(stopped, ValueError, "is truncated or was altered")


@pytest.mark.parametrize("save_every, snapshots", [(0, 0), (-1, 0), (1, -1)])
def test_states_and_snapshots_that_cannot_be_are_refused(tmp_path, save_every, snapshots):
    message = f"save_every must be above 0 and snapshots 0 or more, got {save_every} and"
    with pytest.raises(ValueError, match=message):
        train_shortly(tmp_path / "run", save_every=save_every, snapshots=snapshots)
    assert not (tmp_path / "run").exists()


def test_a_layer_under_its_later_name_is_the_same_training(tmp_path):
    """States from before ``StridedProjection`` name no layer there, as it was torch's own."""
    torch.manual_seed(0)
    wanted = {"network": outline(ResidualUnit(4, 8, stride=2))}
    layers = [name for name, kind in wanted["network"].items() if "StridedProj" in kind]
    assert layers == ["projection"]
    kept = {"network": {n: kind for n, kind in wanted["network"].items() if n not in layers}}
    check_same(kept, wanted, tmp_path / "state")
    del kept["network"]["norm1.weight"]
    with pytest.raises(ValueError, match="norm1.weight was absent"):
        check_same(kept, wanted, tmp_path / "state")
