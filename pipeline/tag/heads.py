"""A head: a linear classifier over `Features`, with a temperature so that its probabilities can be believed.

Heads are fitted in train/ with scikit-learn and used here with one matrix product. A weight file is loaded only when
its sha256 is the one `models/manifest.json` names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix

MANIFEST = "manifest.json"


class ModelBroken(Exception):
    """A weight file is missing or is not the one the manifest names. The message says which, in Vietnamese."""


def sha256_of(path: Path) -> str:
    """The hexadecimal sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checked(directory: Path, name: str) -> Path:
    """The path of a model file after its sum was checked. Raises ModelBroken."""
    path = directory / name
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        wanted = manifest["files"][name]["sha256"]
        found = sha256_of(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelBroken(
            f"Thiếu tệp mô hình {path} hoặc tệp kê {MANIFEST}. Hãy lấy lại thư mục models/ từ bản cài đặt."
        ) from error
    if found != wanted:
        raise ModelBroken(
            f"Tệp mô hình {path} đã hỏng (mã kiểm {found[:12]}…, cần {wanted[:12]}…). "
            "Hãy lấy lại thư mục models/ từ bản cài đặt; chưa có gì bị mất."
        )
    return path


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of one head: `coefficients` is (labels, columns), `intercepts` (labels,)."""

    name: str
    labels: tuple[str, ...]
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    temperature: float = 1.0
    threshold: float | None = None
    """probability from which a two-label head says its second label"""
    doubt: float | None = None
    """of the gate: pooled share (`protection.pooled`) from which an item is protected"""

    def probabilities(self, rows: csr_matrix) -> NDArray[np.float64]:
        """(texts, labels), each row summing to 1."""
        logits = (rows @ self.coefficients.T + self.intercepts).astype(np.float64) / self.temperature
        logits -= logits.max(axis=1, keepdims=True)
        exponents = np.exp(logits)
        shares: NDArray[np.float64] = exponents / exponents.sum(axis=1, keepdims=True)
        return shares

    def predict(self, rows: csr_matrix) -> list[tuple[str, float]]:
        """The label and its probability for each row."""
        shares = self.probabilities(rows)
        if self.threshold is not None:
            return [
                (self.labels[1], float(p[1])) if p[1] >= self.threshold else (self.labels[0], float(p[0]))
                for p in shares
            ]
        return [(self.labels[int(best)], float(p[best])) for p, best in zip(shares, shares.argmax(axis=1), strict=True)]

    def save(self, path: Path) -> None:
        """Write weights (16 bit) and labels as safetensors."""
        facts = {
            "name": self.name,
            "labels": json.dumps(self.labels),
            "temperature": repr(self.temperature),
            "threshold": repr(self.threshold),
            "doubt": repr(self.doubt),
        }
        tensors: dict[str, NDArray[Any]] = {
            # safetensors writes memory as it lies: rows must lie one after the other
            "coefficients": np.ascontiguousarray(self.coefficients, dtype=np.float16),
            "intercepts": self.intercepts.astype(np.float32),
        }
        save_file(tensors, path, metadata=facts)

    @classmethod
    def load(cls, path: Path) -> Head:
        """Read back what `save` wrote."""
        with safe_open(path, framework="numpy") as file:
            facts = file.metadata()
            return cls(
                facts["name"],
                tuple(json.loads(facts["labels"])),
                # columns first: the product with a sparse row then needs no copy of all the weights
                np.asfortranarray(file.get_tensor("coefficients"), dtype=np.float32),
                file.get_tensor("intercepts"),
                float(facts["temperature"]),
                *(None if facts.get(name, "None") == "None" else float(facts[name]) for name in ("threshold", "doubt")),
            )


def write_manifest(directory: Path, notes: dict[str, dict[str, Any]]) -> None:
    """Name every model file of a directory with its sum, size and notes (origin, licence, figures; earlier ones stay)."""
    try:
        before = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        before = {}
    files = {
        path.name: before.get(path.name, {})
        | {"sha256": sha256_of(path), "bytes": path.stat().st_size, **notes.get(path.name, {})}
        for path in sorted(directory.iterdir())
        if path.suffix in {".safetensors", ".onnx", ".json"} and path.name != MANIFEST
    }
    text = json.dumps({"files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8")


def joined(titles: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Title and text as a head reads them: on lines of their own."""
    return [f"{title}\n{text}".strip() for title, text in zip(titles, texts, strict=True)]
