"""A small network and a few scenes to look into."""

import pytest
import torch

from resattn_lab.data import planted_scenes
from resattn_lab.networks import build_network


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return build_network("cifar_attention_56", width=0.25).eval()


@pytest.fixture(scope="module")
def scenes():
    return planted_scenes(6, seed=4)
