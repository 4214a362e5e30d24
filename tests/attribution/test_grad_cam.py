"""Grad-CAM against the formula, on a network small enough to do by hand."""

import pytest
import torch
from torch import nn

from resattn_lab import attribution
from resattn_lab.attribution import captum_is_installed, grad_cam
from resattn_lab.networks import build_network, prepare_for_inference

needs_captum = pytest.mark.skipif(not captum_is_installed(), reason="captum is not installed")


class TwoChannels(nn.Module):
    """The image and its negative, averaged over places, weighed for two classes."""

    def __init__(self):
        super().__init__()
        self.features = nn.Conv2d(1, 2, 1, bias=False)
        self.classify = nn.Linear(2, 2, bias=False)
        with torch.no_grad():
            self.features.weight.copy_(torch.tensor([1.0, -1.0]).reshape(2, 1, 1, 1))
            self.classify.weight.copy_(torch.tensor([[8.0, 0.0], [0.0, 4.0]]))

    def forward(self, images):
        return self.classify(self.features(images).mean(dim=(2, 3)))


@needs_captum
def test_it_is_the_weighed_sum_that_one_gets_by_hand():
    images = torch.tensor([[[[1.0, -2.0], [3.0, 0.0]]]] * 2)
    found = grad_cam(TwoChannels(), "features", images, torch.tensor([0, 1]))
    # d logit 0 / d feature = 8/4 in the first channel, so 2·x; for class 1 it is 1·(−x)
    assert found.tolist() == [[[2.0, 0.0], [6.0, 0.0]], [[0.0, 2.0], [0.0, 0.0]]]
    assert not found.requires_grad


@needs_captum
def test_it_leaves_no_hook_no_gradient_and_works_without_autograd_and_on_prepared_networks():
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", width=0.25).eval()
    images, classes = torch.rand(2, 3, 32, 32), torch.tensor([3, 7])
    with torch.no_grad():
        found = grad_cam(network, "stage3", images, classes)
    assert found.shape == (2, 8, 8) and (found >= 0).all()
    assert all(p.grad is None for p in network.parameters())
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())
    prepared = grad_cam(prepare_for_inference(network), "stage3", images, classes)
    torch.testing.assert_close(prepared, found, rtol=1e-3, atol=1e-5)


def test_an_unknown_layer_is_named():
    with pytest.raises(ValueError, match="TwoChannels has no module 'feature'.*features"):
        grad_cam(TwoChannels(), "feature", torch.ones(1, 1, 2, 2), torch.tensor([0]))


def test_where_captum_is_missing_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(captum_is_installed.__globals__, "find_spec", lambda name: None)
    assert not captum_is_installed()
    with pytest.raises(ImportError, match="pip install captum"):
        grad_cam(TwoChannels(), "features", torch.ones(1, 1, 2, 2), torch.tensor([0]))
    assert set(attribution.__all__) == {"captum_is_installed", "grad_cam"}
