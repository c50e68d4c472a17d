"""Model folders that are damaged or made to do harm: each is refused with one message that names the file."""

import json
import shutil
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save

from mediaframe.config import LogisticHead
from mediaframe.errors import ModelFileError
from mediaframe.serving.labeller import load_model
from tests.builders import make_model

SETTINGS, WEIGHTS = "model.json", "weights.safetensors"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """Return a saved model that no test changes."""
    folder = tmp_path_factory.mktemp("saved") / "model"
    make_model(LogisticHead(C=(1.0,))).save(folder)
    return folder


@pytest.fixture
def folder(tmp_path, pristine):
    """Return a saved model to tamper with."""
    return Path(shutil.copytree(pristine, tmp_path / "model"))


def refusal(folder: Path) -> str:
    with pytest.raises(ModelFileError) as caught:
        load_model(folder)
    return str(caught.value)


def refusal_of(file: Path, content: bytes) -> str:
    """Return the message by which a folder is refused whose file holds this."""
    file.write_bytes(content)
    return refusal(file.parent)


def flip(content: bytes, bit: int) -> bytes:
    flipped = bytearray(content)
    flipped[bit // 8] ^= 1 << bit % 8
    return bytes(flipped)


@pytest.mark.parametrize("name", [SETTINGS, WEIGHTS])
def test_a_file_that_is_cut_anywhere_is_refused(folder, name):
    content = (folder / name).read_bytes()

    lengths = np.linspace(0, len(content.rstrip()) - 1, 60, dtype=int)
    messages = [refusal_of(folder / name, content[:length]) for length in lengths]

    assert len(messages) == 60
    assert all(message.startswith(f"{folder / name}: ") for message in messages)
    assert "\n" not in "".join(messages)


@pytest.mark.parametrize("name", [SETTINGS, WEIGHTS])
def test_a_bit_that_is_flipped_anywhere_is_refused(folder, name):
    content, rng = (folder / name).read_bytes(), np.random.default_rng(1)

    bits = rng.integers(8 * len(content.rstrip()), size=300).tolist()
    messages = [refusal_of(folder / name, flip(content, bit)) for bit in bits]

    assert len(messages) == 300
    assert all(message.startswith(f"{folder / name}: ") for message in messages)
    assert "\n" not in "".join(messages)


def forge(folder: Path, weights: bytes) -> None:
    """Write weights, and settings with all the digests that belong to them."""
    (folder / WEIGHTS).write_bytes(weights)
    values = json.loads((folder / SETTINGS).read_bytes())
    del values["checksum"]
    values["weights_sha256"] = sha256(weights).hexdigest()
    values["checksum"] = sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    (folder / SETTINGS).write_text(json.dumps(values), encoding="utf-8")


def with_header(change):
    """Return weights whose header was changed as text."""

    def weigh(weights: bytes) -> bytes:
        length = int.from_bytes(weights[:8], "little")
        header: bytes = change(weights[8 : 8 + length].decode()).encode()
        return len(header).to_bytes(8, "little") + header + weights[8 + length :]

    return weigh


def name_twice(header: str) -> str:
    first = json.loads(header)["coef"]
    return header.replace("{", f'{{"coef":{json.dumps(first)},', 1)


def point_beyond(header: str) -> str:
    values = json.loads(header)
    values["intercept"]["data_offsets"][1] += 1 << 40
    return json.dumps(values)


def name_many(_weights: bytes) -> bytes:
    header = {
        f"t{n}": {"dtype": "F64", "shape": [0], "data_offsets": [0, 0]} for n in range(100_000)
    }
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(with_header(name_twice), id="a tensor named twice"),
        pytest.param(with_header(point_beyond), id="a tensor beyond the end"),
        pytest.param(with_header(lambda _header: "{}"), id="no tensors"),
        pytest.param(with_header(lambda _header: "[" * 5_000), id="a deep header"),
        pytest.param(lambda weights: (1 << 62).to_bytes(8, "little") + weights[8:], id="a header that lies about its length"),
        pytest.param(lambda weights: weights + b"more", id="bytes behind the end"),
        pytest.param(lambda _weights: b"\x80\x04\x95.", id="a pickle"),
        pytest.param(name_many, id="a hundred thousand tensors"),
    ],
)  # fmt: skip
def test_weights_with_a_hostile_header_are_refused_soon_even_with_the_right_digests(folder, change):
    forge(folder, change((folder / WEIGHTS).read_bytes()))
    begun = time.process_time()

    message = refusal(folder)

    assert time.process_time() - begun < 5
    assert message.startswith(f"{folder / WEIGHTS}: does not fit model.json (")
    assert len(message) < 500
    assert "\n" not in message


def test_a_forger_who_changes_nothing_is_not_noticed(folder):
    tensors = load_file(folder / WEIGHTS)

    forge(folder, save({name: np.ascontiguousarray(each) for name, each in tensors.items()}))

    assert load_model(folder).labels
