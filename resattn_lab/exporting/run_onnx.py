"""Running an ONNX file with onnxruntime, as a program without torch would."""

from pathlib import Path

import torch
from torch import Tensor

from resattn_lab.extras import check_installed


def run_onnx(source: Path | str | bytes, images: Tensor) -> dict[str, Tensor]:
    """Everything that the file puts out for these images, by name.

    Args:
        source: the file, or its content.
        images: (N, C, H, W), float in [0, 1]; H and W are the file's, N is free.

    Returns:
        ``"logits"`` (N, classes), and each mask (N, C, h, w) by its branch's name.

    Raises:
        RuntimeError: onnxruntime is not installed.
        FileNotFoundError: there is no such file.
        ValueError: images of another shape than the file takes.
    """
    check_installed("export", "onnxruntime")
    import onnxruntime  # imported where it is used: an extra

    if not isinstance(source, bytes):
        source = Path(source).read_bytes()
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    (wanted,) = session.get_inputs()
    if list(images.shape[1:]) != wanted.shape[1:]:
        raise ValueError(
            f"images must be (N, {', '.join(map(str, wanted.shape[1:]))}), "
            f"got {tuple(images.shape)}; the size is chosen when the file is made"
        )
    names = [output.name for output in session.get_outputs()]
    outputs = session.run(names, {wanted.name: images.numpy()})
    return {name: torch.from_numpy(part) for name, part in zip(names, outputs, strict=True)}
