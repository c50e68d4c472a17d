"""A sentence embedding model in a folder of the user's own: ONNX, or safetensors by way of transformers.

Nothing is ever downloaded, and no code of the folder runs. Each sentence is embedded by itself: a model whose activations
are quantised as it runs would read it differently beside others, and padding is work for nothing.
"""

import json
from collections.abc import Callable
from hashlib import file_digest, sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediaframe.config import EmbeddingConfig
from mediaframe.errors import InputError
from mediaframe.files.text import check_file, read_file

Vector = NDArray[np.float64]
Encode = Callable[[str], Vector]
Layers = Callable[[list[int]], Vector]
"""Token ids to (tokens, width), or to (width,) where the model pools by itself."""

TOKENIZER = "tokenizer.json"
ONNX, SAFETENSORS = ("model.onnx", "onnx/model.onnx"), "model.safetensors"
SETTINGS = ("config.json", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json")
LONGEST = 256  # tokens, where the folder does not say
TORCH = ("torch", "transformers")
PACKAGES = ("onnxruntime", "tokenizers", *TORCH)
_WHERE = (
    "name it with -s features.embeddings.path=FOLDER, for a saved model in MEDIAFRAME_EMBEDDINGS"
)


def pin(config: EmbeddingConfig) -> EmbeddingConfig:
    """Return settings that say where the folder is, wherever one stands, and the digest of what it holds.

    Raises:
        InputError: no such folder, not a model of a known kind, or other files than `sha256` says.
    """
    folder = Path(config.path).absolute()
    digest = _digest(folder)
    if config.sha256 not in (None, digest):
        msg = f"features.embeddings: {folder} holds another model (sha256 {digest}, not {config.sha256}); {_WHERE}"
        raise InputError(msg)
    return config.model_copy(update={"path": str(folder), "sha256": digest})


def packages() -> list[str]:
    """Return which of the packages that run an embedding model are installed."""
    return [name for name in PACKAGES if _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _weights(folder: Path) -> Path:
    """Return the file that holds a model's weights."""
    if not (folder / TOKENIZER).is_file():
        what = f"no {TOKENIZER} in it" if folder.is_dir() else "no such folder"
        msg = f"features.embeddings: {folder}: {what}; give the folder of a sentence embedding model, {_WHERE}"
        raise InputError(msg)
    exports = sorted(folder.glob("onnx/*.onnx"))
    for path in (*(folder / name for name in ONNX), *exports[:1], folder / SAFETENSORS):
        if len(exports) > 1 and path == exports[0]:
            names = ", ".join(export.name for export in exports)
            msg = f"features.embeddings: {folder}: onnx/ holds {names}; name one of them model.onnx"
            raise InputError(msg)
        if path.is_file():
            return path
    msg = f"features.embeddings: {folder}: neither {' nor '.join((*ONNX, SAFETENSORS))}; {_WHERE}"
    raise InputError(msg)


def _digest(folder: Path) -> str:
    """Return the sha256 over every file that an embedding depends on, weights kept beside their file included."""
    weights = _weights(folder)
    files = [*sorted(weights.parent.glob(f"{weights.name}*")), folder / TOKENIZER]
    files += [folder / name for name in SETTINGS if (folder / name).is_file()]
    total = sha256()
    for path in files:
        check_file(path)
        with path.open("rb") as content:
            total.update(path.name.encode() + b"\0" + file_digest(content, "sha256").digest())
    return total.hexdigest()


def load_encode(folder: Path) -> Encode:
    """Return what embeds a text: tokens through the layers, pooled, and brought to length 1.

    Raises:
        InputError: not a model of a known kind, or what runs it is not installed.
    """
    weights, pooling = _weights(folder), _pooling(folder)
    is_onnx = weights.suffix == ".onnx"
    tokenizers, *modules = _modules("tokenizers", *(["onnxruntime"] if is_onnx else TORCH))
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_setting(folder, SETTINGS[2]).get("max_seq_length") or LONGEST)
    layers = _onnx_layers(weights, *modules) if is_onnx else _torch_layers(folder, *modules)

    def encode(text: str) -> Vector:
        found = np.asarray(layers(tokenizer.encode(text).ids), dtype=np.float64)
        if found.ndim > 1:  # a sum points where the mean does, and is there for no tokens too
            found = (found[:1] if pooling == "cls" else found).sum(axis=0)
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-12))

    return encode


def _modules(*names: str) -> list[ModuleType]:
    try:
        return [import_module(name) for name in names]
    except ImportError as error:
        further = " torch transformers" if TORCH[0] in names else ""
        msg = f'features.embeddings: needs {" and ".join(names)}; pip install "mediaframe[embeddings]"{further}'
        raise InputError(msg) from error


def _onnx_layers(weights: Path, onnxruntime: ModuleType) -> Layers:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # sentences are spread instead
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime's errors share no class of their own
        msg = f"features.embeddings: {weights}: onnxruntime cannot load it ({str(error).splitlines()[0]}); is it complete?"
        raise InputError(msg) from error
    asked = {put.name for put in session.get_inputs()}
    unknown = asked - {"input_ids", "attention_mask", "token_type_ids"}
    if unknown:
        msg = f"features.embeddings: {weights}: asks for {', '.join(sorted(unknown))}; export the model with text as its input"
        raise InputError(msg)

    def layers(ids: list[int]) -> Vector:
        row = np.array([ids], dtype=np.int64)
        given = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
        }
        return np.asarray(session.run(None, {name: given[name] for name in asked})[0][0])

    return layers


def _torch_layers(folder: Path, torch: ModuleType, transformers: ModuleType) -> Layers:
    try:
        model = transformers.AutoModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, trust_remote_code=False
        ).train(mode=False)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        msg = f"features.embeddings: {folder}: transformers cannot load it ({str(error).splitlines()[0]}); is it complete?"
        raise InputError(msg) from error

    def layers(ids: list[int]) -> Vector:
        with torch.inference_mode():
            found = model(input_ids=torch.tensor([ids])).last_hidden_state[0]
        return np.asarray(found.float().numpy())

    return layers


def _pooling(folder: Path) -> str:
    """Return `mean` or `cls`, as a folder of sentence-transformers says; refuse what cannot be done here."""
    modules = _setting(folder, SETTINGS[1]) or []
    kinds = {str(module["type"]).rpartition(".")[2] for module in modules}
    settings = _setting(folder, SETTINGS[3])
    modes = {
        name.removeprefix("pooling_mode_").removesuffix("s").removesuffix("_token")
        for name, is_on in settings.items()
        if name.startswith("pooling_mode_") and is_on is True
    } or {settings.get("pooling_mode", "mean")}
    unknown = (kinds - {"Transformer", "Pooling", "Normalize"}) | (modes - {"mean", "cls"})
    if unknown or len(modes) > 1:
        named = ", ".join(sorted(map(str, unknown or modes)))
        msg = f"features.embeddings: {folder}: uses {named}; only pooling by mean or cls is known here, so take another model"
        raise InputError(msg)
    return str(modes.pop())


def _setting(folder: Path, name: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(read_file(folder / name))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        msg = f"features.embeddings: {folder / name}: not valid JSON ({error}); is the folder complete?"
        raise InputError(msg) from error
