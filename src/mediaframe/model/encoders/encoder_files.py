"""The files of a transformer encoder, and what it takes to run them: packages and a device.

An encoder is made of the bytes of three files, so nothing else in a folder is looked at and nothing is downloaded.
"""

from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from mediaframe.config import TransformerHead
from mediaframe.errors import InputError
from mediaframe.files.text import read_file

CONFIG, WEIGHTS, TOKENIZER = FILES = ("config.json", "model.safetensors", "tokenizer.json")
PACKAGES = ("tokenizers", "torch", "transformers")
Files = Mapping[str, bytes]


def check_extra() -> None:
    """Refuse to go on without the packages that encoders need.

    Raises:
        InputError: one is not installed.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        msg = f'head.kind: transformer needs {", ".join(missing)}; pip install "mediaframe[transformer]"'
        raise InputError(msg)


def read_encoder(folder: str) -> Files:
    """Return the files of an encoder that a user names.

    Raises:
        InputError: one cannot be read.
    """
    try:
        return {name: read_file(Path(folder) / name) for name in FILES}
    except OSError as error:
        msg = (
            f"head.path: {error.filename}: {error.strerror}; name a folder with {', '.join(FILES)}"
        )
        raise InputError(msg) from error


def pin_encoder(head: TransformerHead) -> tuple[TransformerHead, Files]:
    """Return the files of an encoder, and its head with their digest and the folder's name: they will lie in the model.

    Raises:
        InputError: a file or package that it needs is not there, a GPU where it asks for one, or it is another encoder.
    """
    files = read_encoder(head.path)
    check_extra()
    device_of(head)
    digest = sha256(b"".join(sha256(files[name]).digest() for name in FILES)).hexdigest()
    if head.sha256 not in (None, digest):
        msg = f"head.path: {head.path} holds another encoder (sha256 {digest}, not {head.sha256}); name the right one"
        raise InputError(msg)
    return head.model_copy(update={"path": Path(head.path).name, "sha256": digest}), files


def device_of(head: TransformerHead) -> str:
    """Return `cpu` or `cuda`.

    Raises:
        InputError: `cuda` is asked for and not there.
    """
    if head.device == "cpu":
        return "cpu"
    has_cuda = import_module("torch").cuda.is_available()
    if head.device == "cuda" and not has_cuda:
        msg = "head.device: cuda, but torch finds no GPU; set head.device=auto"
        raise InputError(msg)
    return "cuda" if has_cuda else "cpu"


def wherever_loaded(head: TransformerHead) -> TransformerHead:
    """Return a saved head for the machine that loads it, which may have no GPU."""
    return head if head.device == "cpu" else head.model_copy(update={"device": "auto"})
