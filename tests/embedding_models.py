"""Embedding models small enough to write by hand: a table of vectors, one a word."""

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

has_onnx = bool(find_spec("onnxruntime") and find_spec("tokenizers"))
needs_onnx = pytest.mark.skipif(not has_onnx, reason="the extra `embeddings` is not installed")
WORDS = ("[UNK]", "rain", "said", "minister", "claims", "denies", "police", "the")


def write_tokenizer(folder: Path) -> None:
    """Write a tokenizer that knows a few words."""
    values = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {
            "type": "WordLevel",
            "vocab": {word: number for number, word in enumerate(WORDS)},
            "unk_token": "[UNK]",
        },
    }
    (folder / "tokenizer.json").write_text(json.dumps(values))


def write_onnx_model(folder: Path, *, seed: int = 0, name: str = "model.onnx") -> np.ndarray:
    """Write a model folder whose layers look each word up in a table; return the table."""
    table = np.random.default_rng(seed).normal(size=(len(WORDS), 4)).astype(np.float32)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_gather(table))
    write_tokenizer(folder)
    return table


def write_json(path: Path, values: Mapping[str, object] | Sequence[object]) -> None:
    """Write a settings file of a model folder."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(values))


def _gather(table: np.ndarray) -> bytes:
    """Return an ONNX model, as protocol buffers, of one step: rows of `table` by `input_ids`."""
    node = _field(1, b"table") + _field(1, b"input_ids") + _field(2, b"last") + _field(4, b"Gather")
    tensor = b"".join(_field(1, size) for size in table.shape)
    tensor += _field(2, 1) + _field(8, b"table") + _field(9, table.tobytes())
    graph = _field(1, node) + _field(2, b"g") + _field(5, tensor)
    graph += _field(11, _value(b"input_ids", 7, 2)) + _field(12, _value(b"last", 1, 3))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _field(2, 13))


def _value(name: bytes, kind: int, dimensions: int) -> bytes:
    shape = b"".join(_field(1, _field(2, f"d{n}".encode())) for n in range(dimensions))
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + _varint(value >> 7)
