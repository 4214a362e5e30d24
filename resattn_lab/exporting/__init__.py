"""Networks as ONNX files, for machines without torch: written, read back, compared."""

from .onnx_file import EXPORTERS, Exported, export_onnx
from .run_onnx import run_onnx

__all__ = ["EXPORTERS", "Exported", "export_onnx", "run_onnx"]
