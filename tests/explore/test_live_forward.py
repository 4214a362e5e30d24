"""The page's own forward pass says what torch and ONNX Runtime say."""

import json

import pytest
import torch
from node import HERE, run_node

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import scene_set
from resattn_lab.explore.live.packed import pack_numbers
from resattn_lab.explore.live.program import write_program
from resattn_lab.exporting import export_onnx, run_onnx
from resattn_lab.interventions import mask_strength
from resattn_lab.networks import build_network, one_attention
from resattn_lab.recording import record_activations, record_masks


def in_javascript(network, images, folder, *, strengths=None, precision="single"):
    """Logits, masks, trunks and computed steps of each image, as the page computes them."""
    program = write_program(network, tuple(images.shape[-2:]))
    strengths = strengths or [[1] * len(program.modules)] * len(images)
    runs = [
        {"image": image.flatten().tolist(), "strengths": given}
        for image, given in zip(images, strengths, strict=True)
    ]
    weights = {"text": pack_numbers(program.weights, precision), "precision": precision}
    given = folder / "given.json"
    given.write_text(
        json.dumps({"program": program.to_dict(), "weights": weights, "runs": runs})
    )
    return json.loads(run_node(HERE / "forward.mjs", given))


def largest_difference(results, logits, masks) -> float:
    """Over all images, logits and masks."""
    apart = [0.0]
    for number, result in enumerate(results):
        pairs = [(result["logits"], logits[number])]
        pairs += [
            (came, mask[number].flatten())
            for came, mask in zip(result["masks"], masks, strict=True)
        ]
        apart += [(torch.tensor(came) - wanted).abs().max().item() for came, wanted in pairs]
    return max(apart)


def with_statistics(network, size):
    """Batch norms that scale and shift, as after a training."""
    channels = network.specification.in_channels
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
                module.bias.uniform_(-0.3, 0.3)
        network.train()(torch.rand(8, channels, *size))
    return network.eval()


@pytest.fixture(scope="module")
def against_onnx(tmp_path_factory):
    """The network in the box on 20 scenes: the network, its images, ONNX Runtime's results."""
    network, _ = load_checkpoint("scenes_attention_56")
    path = tmp_path_factory.mktemp("onnx") / "network.onnx"
    export_onnx(network, path, image_size=32, exporter="trace")
    images = scene_set(20, seed=7, part="test").images
    wanted = run_onnx(path, images.float() / 255)
    return network, images, wanted.pop("logits"), list(wanted.values())


@pytest.mark.parametrize("precision, tolerance", [("single", 1e-5), ("half", 2e-2)])
def test_logits_and_masks_of_twenty_images_are_those_of_onnx_runtime(
    precision, tolerance, against_onnx, tmp_path
):
    network, images, logits, masks = against_onnx
    results = in_javascript(network, images, tmp_path, precision=precision)
    apart = largest_difference(results, logits, masks)
    print(f"{precision} precision: {apart:.1e}")
    assert len(masks) == 3 and apart < tolerance


VARIANTS = [
    ("cifar_attention_56", (32, 32), {"attention_residual": False}),
    ("cifar_attention_56", (64, 64), {"attention": "channel"}),
    ("cifar_attention_56", (33, 47), {"attention": "spatial"}),
    ("cifar_attention_56", (32, 32), {"mask": "local", "p": 0}),
    ("cifar_attention_56", (32, 32), {"unit": "resnext", "width": 1}),
    ("cifar_attention_56", (33, 32), {"unit": "inception", "in_channels": 1, "width": 0.5}),
    ("cifar_attention_92", (40, 32), {"r": 2, "t": 1}),
    ("attention_56", (64, 64), {"encoder_depth": 1, "width": 1 / 8}),
    ("attentioninception_56", (65, 70), {"encoder_depth": 1, "width": 1 / 8}),
    ("attentionnext_56", (64, 64), {"encoder_depth": 1, "width": 1 / 4}),
]


@pytest.mark.parametrize("name, size, options", VARIANTS)
def test_every_kind_of_network_runs_as_in_torch(name, size, options, tmp_path):
    options = {"width": 1 / 4, **options}
    channels = options.get("in_channels", 3)
    network = build_network(name, pixel_mean=torch.rand(channels, 32, 32), **options)
    network = with_statistics(network, size)
    images = torch.randint(0, 256, (2, channels, *size), dtype=torch.uint8)
    with torch.inference_mode(), record_masks(network) as masks:
        logits = network(images.float() / 255)
    results = in_javascript(network, images, tmp_path)
    scale = max(1.0, logits.abs().max().item())
    assert largest_difference(results, logits, list(masks.values())) < 1e-4 * scale


def test_a_changed_strength_runs_again_from_its_module_on_and_says_what_torch_says(tmp_path):
    network, _ = load_checkpoint("scenes_attention_56")
    image = scene_set(1, seed=7, part="test").images
    strengths = [[1, 1, 1], [1, 1, 0], [1, 0.5, 0], [0, 0.5, 0], [1, 1, 1], [1, 1, 1]]
    results = in_javascript(
        network, image.expand(len(strengths), -1, -1, -1), tmp_path, strengths=strengths
    )
    names = ("stage1.0", "stage2.0", "stage3.0")
    for given, result in zip(strengths, results, strict=True):
        with (
            torch.inference_mode(),
            mask_strength(network, dict(zip(names, given, strict=True))),
            record_activations(network, [f"{name}.mask" for name in names]) as masks,
        ):
            logits = network(image.float() / 255)
        assert largest_difference([result], logits, list(masks.values())) < 1e-4
    computed = [result["computed"] for result in results]
    assert computed[0] > computed[4] == computed[3] > computed[2] > computed[1] > 0
    assert computed[5] == 0


def test_what_the_page_cannot_run_is_refused():
    with pytest.raises(ValueError, match="runs networks of build_network, got a OneAttention"):
        write_program(one_attention("SE", seed=0), (32, 32))
    plain = build_network("cifar_resnet_164", width=1 / 4).eval()
    with pytest.raises(ValueError, match="no Attention Module to look at"):
        write_program(plain, (32, 32))
    network = build_network("cifar_attention_56", width=1 / 4).eval()
    with pytest.raises(ValueError, match="need images of at least"):
        write_program(network, (2, 32))
    network.stage1.open = torch.nn.Conv2d(4, 16, 1)
    with pytest.raises(ValueError, match="cannot run a Conv2d"):
        write_program(network, (32, 32))


def test_weights_too_large_for_half_precision_are_refused():
    with pytest.raises(ValueError, match="up to 1e.05 do not fit into half precision"):
        pack_numbers(torch.tensor([1.0, 1e5]).numpy(), "half")
