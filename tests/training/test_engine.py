"""The device a training runs on."""

import pytest
import torch
from torch import nn

from resattn_lab.training import Engine, choose_device
from resattn_lab.training.engine import compile_repeated_blocks


@pytest.fixture
def no_cuda(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.parametrize("device", ["cuda", "cuda:1"])
def test_a_cuda_device_that_is_not_there_is_refused_with_what_to_do(no_cuda, device):
    message = f"device '{device}' was asked for, .* sees no CUDA device; use device='cpu'"
    with pytest.raises(ValueError, match=message):
        Engine(device)


def test_a_number_that_no_cuda_device_has_is_refused_with_how_many_there_are(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(ValueError, match="'cuda:2' was asked for, but torch sees 2 CUDA dev"):
        choose_device("cuda:2")


@pytest.mark.parametrize("device", ["mps", "gpu", "cpu0", "cuda:", "cuda:a", ""])
def test_a_device_that_cannot_train_here_is_refused(device):
    with pytest.raises(ValueError, match=f"device must be auto, cpu or cuda, got '{device}'"):
        Engine(device)


GROUP = {
    **{"RANK": "1", "WORLD_SIZE": "2", "LOCAL_RANK": "1"},
    **{"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29500"},
}


@pytest.fixture
def environment(monkeypatch):
    """Sets the variables of torchrun to what is given, and no others."""

    def give(**values):
        for name in GROUP:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return give


@pytest.mark.parametrize("absent", GROUP)
def test_what_is_left_of_torchruns_variables_means_nothing(environment, absent):
    """RANK=1 alone once made a training that computed everything and wrote nothing."""
    environment(RANK="1")
    assert Engine("cpu").leads
    environment(**{name: value for name, value in GROUP.items() if name != absent})
    assert (Engine("cpu").rank, Engine("cpu").processes) == (0, 1)
    environment(**GROUP)
    assert (Engine("cpu").rank, Engine("cpu").processes) == (1, 2)


@pytest.mark.parametrize("rank, processes", [("2", "2"), ("1", "1"), ("-1", "2"), ("a", "2")])
def test_a_place_that_there_is_not_is_refused(environment, rank, processes):
    environment(**{**GROUP, "RANK": rank, "WORLD_SIZE": processes})
    message = f"RANK must be a number below WORLD_SIZE, got '{rank}' and '{processes}'; unset"
    with pytest.raises(ValueError, match=message):
        Engine("cpu")


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


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_a_network_is_prepared_on_the_cuda_device():
    engine = Engine()
    assert next(engine.prepare(nn.Conv2d(3, 8, 3)).parameters()).is_cuda
    assert str(engine) == torch.cuda.get_device_name()


def test_a_prepared_network_keeps_its_layout_where_that_is_asked_for():
    network = nn.Conv2d(3, 8, 3)
    Engine("cpu", channels_last=False).prepare(network)
    assert network.weight.is_contiguous()
    assert not network.weight.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_the_forward_pass_has_the_precision_of_the_engine(precision):
    layer, x = nn.Linear(2, 2), torch.ones(1, 2)
    with Engine("cpu", precision=precision).autocast():
        assert layer(x).dtype == getattr(torch, precision)
    assert layer(x).dtype == layer.weight.dtype == torch.float32


def test_alone_a_process_gathers_what_it_has_and_takes_the_plain_gradient():
    engine, layer = Engine("cpu"), nn.Linear(2, 1)
    value = torch.tensor([1.0, 2.0])
    assert torch.equal(engine.gather(value), value)
    expected = torch.autograd.grad(layer(value).sum(), layer.weight)[0]
    engine.backward(layer(value).sum(), images=5)
    assert torch.equal(layer.weight.grad, expected)
    assert engine.leads


class Outer(nn.Module):
    """One of a kind, around three that are alike."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(Inner() for _ in range(3))
        self.end = nn.Sequential(*(nn.ReLU() for _ in range(5)))

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.end(x)


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 2)

    def forward(self, x):
        return self.layer(x)


@pytest.fixture
def compiled(monkeypatch):
    """The modules whose ``compile`` was called; when run, they now give zeros."""
    from torch._dynamo import config

    modules = []

    def compile(module):
        modules.append(module)
        module._compiled_call_impl = torch.zeros_like

    monkeypatch.setattr(nn.Module, "compile", compile)
    with config.patch(recompile_limit=8):
        yield modules


def test_the_blocks_that_repeat_most_are_compiled_and_torchs_own_are_not(compiled):
    network = Outer()
    compile_repeated_blocks(network)
    assert compiled == list(network.blocks)


def test_a_network_without_blocks_of_its_own_is_compiled_as_a_whole(compiled):
    network = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.ReLU())
    compile_repeated_blocks(network)
    assert compiled == [network]


def test_there_may_be_a_compiled_block_for_each_shape(compiled):
    from torch._dynamo import config

    compile_repeated_blocks(Outer())
    assert config.recompile_limit == 64


def test_nothing_is_compiled_unless_asked_for_and_release_undoes_it(compiled):
    network, x = Outer(), torch.ones(1, 2)
    expected = network(x)
    Engine("cpu").prepare(network)
    assert compiled == []
    engine = Engine("cpu", compile=True)
    engine.prepare(network)
    assert not torch.equal(network.blocks[0](x), Inner.forward(network.blocks[0], x))
    engine.release(network)
    assert torch.equal(network(x), expected)
