"""The ONNX models behind one small interface. Nothing is downloaded at run time."""

from pipeline.encode.encoder import GRAPH, WIDTH, WORDS, Encoder

__all__ = ["GRAPH", "WIDTH", "WORDS", "Encoder"]
