"""Torch's two ways to make an ONNX graph of a network."""

import io
import warnings
from collections.abc import Sequence

import torch
from torch import Tensor, nn


def from_graph(network: nn.Module, images: Tensor, names: Sequence[str]) -> bytes:
    """By ``torch.export``: the way that torch keeps up; it takes its time."""
    program = torch.onnx.export(
        network,
        (images,),
        dynamo=True,
        verbose=False,
        input_names=["images"],
        output_names=list(names),
        dynamic_shapes={"images": {0: torch.export.Dim("count")}},
    )
    return program.model_proto.SerializeToString()


def from_trace(network: nn.Module, images: Tensor, names: Sequence[str]) -> bytes:
    """By TorchScript: quick, and to be given up by torch some day.

    It warns of every check of a shape, as those are not in the file; that is meant here, and
    what comes out is compared with the network afterwards.
    """
    content = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", torch.jit.TracerWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network,
            (images,),
            content,
            dynamo=False,
            input_names=["images"],
            output_names=list(names),
            dynamic_axes={name: {0: "count"} for name in ("images", *names)},
        )
    return content.getvalue()


EXPORTERS = {"graph": from_graph, "trace": from_trace}
