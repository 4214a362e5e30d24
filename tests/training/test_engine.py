"""The device a training runs on."""

import pytest
import torch
from torch import nn

from resattn_lab.training import Engine


@pytest.fixture
def no_cuda(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.parametrize("device", ["cuda", "cuda:1"])
def test_a_cuda_device_that_is_not_there_is_refused_with_what_to_do(no_cuda, device):
    message = f"device '{device}' was asked for, .* sees no CUDA device; use device='cpu'"
    with pytest.raises(ValueError, match=message):
        Engine(device)


def test_auto_takes_the_cpu_where_there_is_nothing_else(no_cuda):
    engine = Engine()
    assert engine.device.type == "cpu"
    assert str(engine).startswith(f"CPU, {torch.get_num_threads()} thread")


def test_auto_takes_a_cuda_device_where_there_is_one(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert Engine().device.type == "cuda"
    assert Engine("cpu").device.type == "cpu"


def test_a_prepared_network_computes_the_same_with_its_channels_last():
    network = nn.Conv2d(3, 8, 3)
    images = torch.randn(2, 3, 9, 9)
    expected = network(images)
    prepared = Engine("cpu").prepare(network)
    assert prepared is network
    assert network.weight.is_contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(prepared(images), expected)


@pytest.mark.parametrize("largest, norm", [(None, 5), (10, 5), (1, 1)])
def test_only_a_longer_gradient_is_shortened_and_it_keeps_its_direction(largest, norm):
    layer = nn.Linear(2, 1, bias=False)
    layer.weight.grad = torch.tensor([[3.0, 4.0]])
    Engine("cpu").clip(layer, largest)
    expected = torch.tensor([[0.6, 0.8]]) * norm
    torch.testing.assert_close(layer.weight.grad, expected)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_a_network_is_prepared_on_the_cuda_device():
    engine = Engine()
    assert next(engine.prepare(nn.Conv2d(3, 8, 3)).parameters()).is_cuda
    assert str(engine) == torch.cuda.get_device_name()
