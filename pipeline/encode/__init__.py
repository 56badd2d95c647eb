"""The ONNX models behind one small interface. Nothing is downloaded at run time."""

from pipeline.encode.encoder import GRAPH, WIDTH, WORDS, Encoder
from pipeline.encode.pair import PAIR_FACTS, PAIR_GRAPH, PairModel

__all__ = ["GRAPH", "PAIR_FACTS", "PAIR_GRAPH", "WIDTH", "WORDS", "Encoder", "PairModel"]
