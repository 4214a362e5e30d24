"""The whole network: its wiring, its sizes, its mean image, its errors."""

import json
from dataclasses import asdict

import pytest
import torch

from resattn_lab.blocks import (
    AttentionModule,
    ChannelGate,
    Fusion,
    InceptionUnit,
    LocalMaskBranch,
    MixedGate,
    ResidualUnit,
    ResNeXtUnit,
    SoftMaskBranch,
    SpatialGate,
)
from resattn_lab.networks import (
    NETWORKS,
    RIVALS,
    ModuleOptions,
    NetworkSpecification,
    ResidualAttentionNetwork,
    build_network,
)

SMALL = {"cifar_attention_56": 0.25, "attention_56": 0.125}  # widths that run in a blink


def small(name="cifar_attention_56", **options):
    """The same weights for every call with the same sizes."""
    torch.manual_seed(0)
    return build_network(name, width=SMALL[name], **options)


def modules_of(network):
    return [m for m in network.modules() if isinstance(m, AttentionModule)]


@pytest.mark.parametrize("name, size", [("cifar_attention_56", 32), ("attention_56", 65)])
@pytest.mark.parametrize("attention_residual", [True, False])
def test_every_parameter_gets_a_gradient(name, size, attention_residual):
    network = small(name, attention_residual=attention_residual)
    logits = network(torch.rand(4, 3, size, size))
    torch.nn.functional.cross_entropy(logits, torch.arange(4)).backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all() and parameter.grad.any(), name


@pytest.mark.parametrize("name", ["cifar_attention_92", "attention_92"])
def test_no_parameter_and_no_module_is_used_in_two_places(name):
    network = build_network(name, width=0.25)
    for places in (network.named_parameters, network.named_modules):
        found = [id(thing) for _, thing in places(remove_duplicate=False)]
        assert len(found) == len(set(found)) > 100


@pytest.mark.parametrize("size", [(8, 8), (9, 9), (17, 17), (32, 32), (33, 33), (40, 24)])
def test_the_32_family_takes_images_of_any_size(size):
    assert small().eval()(torch.rand(2, 3, *size)).shape == (2, 10)


@pytest.mark.parametrize("size", [(17, 17), (33, 57), (64, 64), (97, 63)])
def test_the_224_family_takes_images_of_any_size_from_17_pixels(size):
    network = small("attention_56").eval()
    assert network.smallest_image == 17
    assert network(torch.rand(2, 3, *size)).shape == (2, 10)


@pytest.mark.parametrize("size", [(16, 16), (16, 64), (64, 16)])
def test_images_too_small_for_the_poolings_are_refused_with_what_to_do(size):
    wanted = rf"at least 17×17 pixels, got {size[0]}×{size[1]}; enlarge.*smaller encoder_depth"
    with pytest.raises(ValueError, match=wanted):
        small("attention_56")(torch.rand(2, 3, *size))


@pytest.mark.parametrize(
    "options, smallest",
    [({}, 5), ({"encoder_depth": 1}, 5), ({"encoder_depth": 3}, 17), ({"mask": "local"}, 1)],
    ids=str,
)
def test_the_smallest_image_follows_from_the_poolings(options, smallest):
    network = small(**options).eval()
    assert network.smallest_image == smallest
    assert network(torch.rand(2, 3, smallest, smallest)).shape == (2, 10)
    if smallest > 1:
        with pytest.raises(ValueError, match=f"at least {smallest}×{smallest}"):
            network(torch.rand(2, 3, smallest - 1, smallest))


@pytest.mark.parametrize("in_channels", [1, 5])
def test_images_may_have_one_channel_or_five(in_channels):
    network = small(in_channels=in_channels).eval()
    assert network(torch.rand(2, in_channels, 16, 16)).shape == (2, 10)


def test_seven_classes_give_seven_logits():
    assert small(classes=7).eval()(torch.rand(2, 3, 16, 16)).shape == (2, 7)


def test_the_class_count_cannot_be_given_by_position():
    with pytest.raises(TypeError, match="positional argument"):
        build_network("cifar_attention_56", 7)


def test_width_multiplies_every_channel_count():
    with torch.device("meta"):
        shapes = [
            {
                name: p.shape
                for name, p in build_network("attention_56", width=w).named_parameters()
            }
            for w in (1.0, 0.5)
        ]
    assert shapes[0].keys() == shapes[1].keys()
    for name, whole in shapes[0].items():
        fixed = {0: 10, 1: 3} if name.startswith(("classifier", "stem.0")) else {}
        for axis, size in enumerate(whole[:2]):
            scaled = size if fixed.get(axis) == size else size // 2
            assert shapes[1][name][axis] == scaled, name


@pytest.mark.parametrize(
    "name, width, message",
    [
        ("cifar_attention_56", 0, "width must be positive, got 0"),
        ("cifar_attention_56", -1.0, "width must be positive, got -1.0"),
        ("cifar_attention_56", float("nan"), "width must be positive, got nan"),
        ("cifar_attention_56", float("inf"), "width must be positive, got inf; .* at most 16"),
        ("cifar_attention_56", 1e6, "width must be positive, got 1000000.0; .* at most 16"),
        ("cifar_attention_56", 10**400, "width must be positive, got 1000"),
        ("cifar_attention_56", "0.5", "width must be positive, got '0.5'; a number"),
        ("cifar_attention_56", None, "width must be positive, got None; a number"),
        ("cifar_attention_56", True, "width must be positive, got True; a number"),
        ("cifar_attention_56", 0.1, "positive multiple of 4, got 6"),
        ("cifar_attention_56", 0.01, "stem_channels must be a positive integer, got 0"),
        ("attentionnext_56", 0.125, "has 16 channels, which 32 groups do not divide"),
        ("attentioninception_56", 0.05, "positive multiple of 8, got 13"),
    ],
)
def test_a_width_that_the_units_cannot_have_is_refused_with_what_came(name, width, message):
    with pytest.raises(ValueError, match=message):
        build_network(name, width=width)


def test_an_unknown_network_is_answered_with_every_name():
    wanted = f"unknown network 'resnet'; choose one of {', '.join([*NETWORKS, *RIVALS])}$"
    with pytest.raises(ValueError, match=wanted):
        build_network("resnet")


@pytest.mark.parametrize(
    "option, choices",
    [
        ({"unit": "dense"}, "preactivation, resnext, inception"),
        ({"attention": "hard"}, "mixed, channel, spatial"),
        ({"mask": "global"}, "encoder_decoder, local, constant"),
    ],
)
def test_an_unknown_part_is_answered_with_the_choices(option, choices):
    ((name, part),) = option.items()
    with pytest.raises(ValueError, match=f"unknown {name} '{part}'; choose one of {choices}$"):
        build_network("cifar_attention_56", **option)


def test_an_unknown_option_is_answered_with_what_a_module_takes():
    wanted = "unknown option depth, stem; an Attention Module takes encoder_depth, p, t, r"
    with pytest.raises(ValueError, match=wanted):
        build_network("cifar_attention_56", stem="cifar", depth=3)


@pytest.mark.parametrize("option", ["classes", "in_channels"])
@pytest.mark.parametrize("value", [0, -3, 2.5, True, 10**12, float("nan"), "ten"])
def test_a_count_that_is_none_is_refused_by_name(option, value):
    with pytest.raises(ValueError, match=f"{option} must be a positive integer, got {value!r}"):
        build_network("cifar_attention_56", **{option: value})


@pytest.mark.parametrize("option", ["p", "t", "r", "encoder_depth"])
@pytest.mark.parametrize("value", [1.5, "two", True, None, 10**9])
def test_an_option_that_is_no_sensible_count_is_refused_before_anything_is_built(option, value):
    wanted = f"{option} must be an integer, at most [0-9]+, got {value!r}"
    with pytest.raises(ValueError, match=wanted):
        build_network("cifar_attention_56", **{option: value})


@pytest.mark.parametrize("value", ["no", "False", 0, 1, None])
def test_attention_residual_is_true_or_false_and_nothing_that_counts_as_it(value):
    """A text that says no would be taken for yes."""
    wanted = f"attention_residual must be True or False, got {value!r}"
    with pytest.raises(ValueError, match=wanted):
        build_network("cifar_attention_56", width=0.25, attention_residual=value)
    with pytest.raises(ValueError, match=wanted):
        AttentionModule(16, attention_residual=value)
    with pytest.raises(ValueError, match=wanted):
        Fusion(attention_residual=value)


@pytest.mark.parametrize("options", [{}, {"module_options": {"p": 0}}, {"unit": ResNeXtUnit}])
def test_a_specification_builds_with_its_own_defaults(options):
    specification = NetworkSpecification(
        stem="cifar",
        stem_channels=16,
        channels=(128, 128, 128),
        modules=(1, 0, 0),
        tail_units=1,
        tail_channels=128,
        **options,
    )
    network = ResidualAttentionNetwork(specification).eval()
    assert network(torch.rand(2, 3, 32, 32)).shape == (2, 10)
    kind = options.get("unit", ResidualUnit)
    assert isinstance(network.stage1.open, kind) and isinstance(network.tail[0], kind)


def test_a_specification_with_an_unknown_stem_is_refused():
    with pytest.raises(ValueError, match="unknown stem 'mnist'; choose one of imagenet, cifar"):
        NetworkSpecification(
            stem="mnist", stem_channels=16, channels=(16, 16, 16), modules=(1, 1, 1)
        )


@pytest.mark.parametrize("shape", [(2, 1, 16, 16), (2, 16, 16, 3), (3, 16, 16)])
def test_images_of_another_shape_are_refused_with_what_came(shape):
    wanted = rf"must be \(N, 3, H, W\), got \({', '.join(map(str, shape))}\); in_channels"
    with pytest.raises(ValueError, match=wanted):
        small()(torch.rand(shape))


def test_whole_numbers_are_refused_with_what_to_do():
    images = torch.zeros(2, 3, 16, 16, dtype=torch.uint8)
    with pytest.raises(ValueError, match="floats in .0, 1., got torch.uint8; divide uint8"):
        small()(images)


@pytest.mark.parametrize("size", [(1, 1), (16, 16)])
def test_the_mean_image_is_subtracted_inside(size):
    x, mean = torch.rand(2, 3, 16, 16), torch.rand(3, *size)
    with_mean, without = small(pixel_mean=mean).eval(), small().eval()
    assert torch.equal(with_mean(x), without(x - mean))
    assert not torch.allclose(with_mean(x), without(x))


def test_a_mean_image_of_another_size_is_stretched_over_the_image():
    """Two rows, 0 and 1, become a ramp over nine: 0, 1/8 … 1."""
    mean = torch.tensor([[0.0, 0.0], [1.0, 1.0]]).expand(3, 2, 2)
    ramp = (torch.arange(9) / 8).view(1, 1, 9, 1)
    x = torch.rand(2, 3, 9, 13, dtype=torch.float64)
    with_mean, without = small(pixel_mean=mean).double().eval(), small().double().eval()
    torch.testing.assert_close(with_mean(x), without(x - ramp))


@pytest.mark.parametrize("shape", [(1, 1, 1), (16, 16), (1, 3, 16, 16)])
def test_a_mean_image_of_other_channels_is_refused_with_what_came(shape):
    with pytest.raises(ValueError, match=r"pixel_mean must be \(3, H, W\), got"):
        small(pixel_mean=torch.zeros(shape))


def test_the_mean_image_is_a_copy_and_not_trained():
    mean = torch.rand(3, 8, 8)
    network = small(pixel_mean=mean)
    mean.zero_()
    assert network.pixel_mean.any()
    assert "pixel_mean" in network.state_dict()
    assert "pixel_mean" not in dict(network.named_parameters())


OPTIONS = {
    "Eq. 3": ({}, lambda m: m.fusion.attention_residual),
    "Eq. 1": ({"attention_residual": False}, lambda m: not m.fusion.attention_residual),
    "mixed": ({}, lambda m: isinstance(m.mask.gate, MixedGate)),
    "channel": ({"attention": "channel"}, lambda m: isinstance(m.mask.gate, ChannelGate)),
    "spatial": ({"attention": "spatial"}, lambda m: isinstance(m.mask.gate, SpatialGate)),
    "encoder_decoder": ({}, lambda m: isinstance(m.mask, SoftMaskBranch)),
    "local": ({"mask": "local"}, lambda m: isinstance(m.mask, LocalMaskBranch)),
    "preactivation": ({}, lambda m: type(m.trunk[0]) is ResidualUnit),
    "inception": ({"unit": "inception"}, lambda m: isinstance(m.trunk[0], InceptionUnit)),
    "encoder_depth": ({"encoder_depth": 1}, lambda m: m.mask.encoder_depth == 1),
    "p": ({"p": 2}, lambda m: len(m.pre) == len(m.post) == 2),
    "t": ({"t": 3}, lambda m: len(m.trunk) == 3),
    "r": ({"r": 2}, lambda m: len(m.mask.levels.down) == len(m.mask.levels.up) == 2),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_reaches_every_attention_module(option):
    options, has = OPTIONS[option]
    network = build_network("cifar_attention_92", width=0.5, **options)
    assert [has(module) for module in modules_of(network)] == [True] * 6


def test_the_poolings_are_3_2_and_1_where_nothing_else_is_asked_for():
    network = small()
    assert [module.mask.encoder_depth for module in modules_of(network)] == [3, 2, 1]


@pytest.mark.parametrize("name", ["attention_56", "cifar_attention_56"])
def test_the_unit_option_also_reaches_the_units_between_the_modules(name):
    network = build_network(name, width=0.5, unit="inception")
    assert not any(isinstance(m, ResidualUnit) for m in network.modules())


def test_what_the_options_are_when_none_is_given_is_what_they_say():
    """All but the poolings, which the stages have as many as the paper gives each."""
    options = {k: v for k, v in asdict(ModuleOptions()).items() if k != "encoder_depth"}
    assert str(small(**options)) == str(small())


def test_the_option_of_one_network_stays_out_of_the_next():
    build_network("cifar_attention_56", width=0.25, attention="spatial")
    assert not any(isinstance(m, SpatialGate) for m in small().modules())


@pytest.mark.parametrize(
    "name, options",
    [
        ("cifar_attention_56", {"classes": 7, "in_channels": 1, "t": 1}),
        (
            "attention_56",
            {"attention_residual": False, "mask": "local", "attention": "spatial"},
        ),
    ],
)
def test_its_arguments_written_down_build_the_same_network_again(name, options):
    network = small(name, **options)
    torch.manual_seed(0)
    again = build_network(**json.loads(json.dumps(network.arguments)))
    assert str(again) == str(network)
    states = network.state_dict(), again.state_dict()
    assert states[0].keys() == states[1].keys()
    assert all(torch.equal(states[0][key], states[1][key]) for key in states[0])


def test_weights_can_be_carried_over_to_another_network_of_the_same_kind():
    trained = small(pixel_mean=torch.rand(3, 16, 16))
    trained(torch.rand(4, 3, 16, 16))  # moves the running statistics
    other = build_network(**trained.arguments, pixel_mean=torch.zeros(3, 16, 16))
    x = torch.rand(2, 3, 16, 16)
    assert not torch.allclose(other.eval()(x), trained.eval()(x))
    other.load_state_dict(trained.state_dict())
    assert torch.equal(other(x), trained(x))


def test_zero_residual_lets_the_signal_through_unharmed():
    """Every unit is the identity or its projection: responses stay in one range."""
    network, sizes = small(initialisation="zero_residual").eval(), []
    for module in modules_of(network):
        module.trunk.register_forward_hook(
            lambda m, x, out: sizes.append(torch.equal(x[0], out))
        )
    network(torch.rand(2, 3, 16, 16))
    assert sizes == [True, True, True]


def test_every_image_is_judged_on_its_own_once_trained():
    network = small().double().eval()
    images = torch.rand(3, 3, 16, 16, dtype=torch.float64)
    alone = torch.cat([network(image[None]) for image in images])
    torch.testing.assert_close(network(images), alone)


def test_nothing_in_the_network_works_in_place():
    """A recorder keeps references; an in-place layer would rewrite what it kept."""
    for name in ("cifar_attention_56", "attention_56"):
        assert not any(getattr(module, "inplace", False) for module in small(name).modules())
