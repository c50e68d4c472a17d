"""A transformer encoder as features: a sentence, read with the ones before it, as one vector.

It is made of the bytes of its files, so that nothing in them can run. torch, transformers and tokenizers (extra `transformer`)
are loaded when an encoder is.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import FeatureUnion

from mediaframe.article.normal import normal
from mediaframe.article.sentences import Sentence, by_article
from mediaframe.config import TransformerHead
from mediaframe.model.encoders.encoder_files import (
    CONFIG,
    TOKENIZER,
    WEIGHTS,
    Files,
    check_extra,
    device_of,
)
from mediaframe.model.fixed import FixedFeatures, as_sentences

ENCODER = "encoder"
"""Name of these features, and of their folder within a model folder."""

BATCH = 32  # sentences read at once where nothing is learned
_UNWANTED = ("auto_map", "quantization_config", "attn_implementation", "_attn_implementation")
"""Settings of an encoder that would name code, or make transformers load some."""

Tensor = Any  # torch's
Encoding = Any  # that of tokenizers


class SentenceEncoder(FixedFeatures):
    """Sentences to vectors, by an encoder that is trained already."""

    def __init__(
        self,
        network: Any,  # noqa: ANN401 - of transformers
        tokenizer: Any,  # noqa: ANN401 - of tokenizers
        settings: TransformerHead,
        files: Files,
    ) -> None:
        """Take an encoder, its tokenizer, how they are used, and the files they were made of."""
        self.network = network
        self.tokenizer = tokenizer
        self.settings = settings
        self.files = files

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self.network.config.hidden_size)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns, which are numbers: no single one means anything."""
        return np.array([str(column) for column in range(self.width)], dtype=object)

    def transform(self, X: Sequence[Sentence | str]) -> NDArray[np.float64]:  # noqa: N803 - scikit-learn's
        """Return (sentences, width); sentences of an article are in order."""
        return self.read(self.tokenize(as_sentences(X)))

    def tokenize(self, sentences: Sequence[Sentence]) -> list[Encoding]:
        """Return the tokens of each sentence, after those of its context."""
        alone = self._split([sentence.text for sentence in sentences])
        before = self._split(_contexts(sentences, self.settings.context))
        special = self.tokenizer.num_special_tokens_to_add(is_pair=self.settings.context > 0)
        room = self.settings.max_length - special
        return [self._join(*pair, room) for pair in zip(before, alone, strict=True)]

    def _split(self, texts: Sequence[str]) -> list[Encoding]:
        # no halves of characters, which a tokenizer refuses
        whole = [normal(text).encode(errors="replace").decode() for text in texts]
        return list(self.tokenizer.encode_batch(whole, add_special_tokens=False))

    def _join(self, context: Encoding, sentence: Encoding, room: int) -> Encoding:
        """Return a sentence after what fits of its context, the nearest part of it."""
        sentence.truncate(room)
        left = room - len(sentence)
        if left == 0 or len(context) == 0:
            return self.tokenizer.post_process(sentence)
        context.truncate(left, direction="left")
        return self.tokenizer.post_process(context, sentence)

    def read(self, tokens: Sequence[Encoding]) -> NDArray[np.float64]:
        """Return (sentences, width); sentences of like length are read together."""
        torch = import_module("torch")
        vectors = np.zeros((len(tokens), self.width))
        by_length = np.argsort([len(sentence) for sentence in tokens], kind="stable")
        with steady(self.settings, self.network.device), torch.inference_mode():
            for start in range(0, len(tokens), BATCH):
                rows = by_length[start : start + BATCH]
                vectors[rows] = self.pool([tokens[row] for row in rows]).double().cpu().numpy()
        return vectors

    def pool(self, batch: Sequence[Encoding]) -> Tensor:
        """Return (batch, width): the mean over the sentence's own tokens, or the first token's vector."""
        torch, config = import_module("torch"), self.network.config
        shape = len(batch), max(len(tokens) for tokens in batch)
        ids = np.full(shape, config.pad_token_id or 0)
        segments, present, own = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens.ids
            segments[row, : len(tokens)] = tokens.type_ids
            present[row, : len(tokens)] = 1
            last = tokens.n_sequences - 1
            own[row, : len(tokens)] = [number == last for number in tokens.sequence_ids]
        named = {"input_ids": ids, "attention_mask": present}
        if getattr(config, "type_vocab_size", 0) > 1:
            named["token_type_ids"] = segments
        device = self.network.device
        inputs = {name: torch.from_numpy(values).to(device) for name, values in named.items()}
        hidden = self.network(**inputs).last_hidden_state
        if self.settings.pooling == "cls":
            return hidden[:, 0]
        weights = torch.from_numpy(own).to(device).unsqueeze(-1)
        return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)

    def to_files(self) -> Files:
        """Return the files that `build_encoder` makes the same encoder of."""
        state = {
            name: tensor.cpu().contiguous() for name, tensor in self.network.state_dict().items()
        }
        return {**self.files, WEIGHTS: import_module("safetensors.torch").save(state)}


def _contexts(sentences: Sequence[Sentence], most: int) -> list[str]:
    """Return the text before each sentence, up to `most` sentences of its article."""
    contexts = [""] * len(sentences)
    for run in by_article(sentences):
        for number, position in enumerate(run):
            before = run[max(0, number - most) : number]
            contexts[position] = " ".join(sentences[earlier].text for earlier in before)
    return contexts


def encoder_features(encoder: SentenceEncoder) -> FeatureUnion:
    """Return an encoder as the features of a classifier."""
    return FeatureUnion([(ENCODER, encoder)])


def encoder_of(features: FeatureUnion) -> SentenceEncoder | None:
    """Return the encoder among the features of a classifier, if it has one."""
    encoder = dict(features.transformer_list).get(ENCODER)
    return encoder if isinstance(encoder, SentenceEncoder) else None


def build_encoder(files: Files, head: TransformerHead) -> SentenceEncoder:
    """Return the encoder that files hold, in single precision.

    Raises:
        InputError: a package is missing, or the GPU asked for.
        ValueError: the files hold no encoder, or do not fit each other or the settings.
    """
    check_extra()
    device = device_of(head)
    try:
        tokenizer = import_module("tokenizers").Tokenizer.from_str(files[TOKENIZER].decode())
        network = _build_network(files)
    except Exception as error:  # these packages raise whatever they like
        msg = f"no encoder: {str(error).strip().partition(chr(10))[0]}"
        raise ValueError(msg) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    longest = getattr(network.config, "max_position_embeddings", head.max_length)
    if head.max_length > longest:
        msg = f"max_length is {head.max_length}, but the encoder reads {longest} tokens at most"
        raise ValueError(msg)
    kept = {name: files[name] for name in (CONFIG, TOKENIZER)}
    return SentenceEncoder(network.to(device), tokenizer, head, kept)


def _build_network(files: Files) -> Any:  # noqa: ANN401 - a model of transformers
    torch, transformers = import_module("torch"), import_module("transformers")
    state = import_module("safetensors.torch").load(files[WEIGHTS])
    if not all(tensor.isfinite().all() for tensor in state.values()):
        msg = "a number is not finite"
        raise ValueError(msg)
    values = json.loads(files[CONFIG])
    wanted = {name: value for name, value in values.items() if name not in _UNWANTED}
    config = transformers.AutoConfig.for_model(**wanted)
    with _quiet(transformers.utils.logging):
        network, found = transformers.MODEL_MAPPING[type(config)].from_pretrained(
            None,  # no folder: what is not given here is not looked for
            config=config,
            state_dict=state,
            dtype=torch.float32,
            attn_implementation="eager",  # every architecture has it, and it is deterministic
            output_loading_info=True,
        )
    missing = sorted(name for name in found["missing_keys"] if not name.startswith("pooler."))
    if missing:
        msg = f"{WEIGHTS} lacks {len(missing)} of its weights, the first being {missing[0]}"
        raise ValueError(msg)
    if getattr(network, "pooler", None) is not None:
        network.pooler = None  # pooling is ours
    return network


@contextmanager
def _quiet(logging: Any) -> Iterator[None]:  # noqa: ANN401 - a module
    """Keep transformers from printing what it loads."""
    level, shows_bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if shows_bars:
            logging.enable_progress_bar()


@contextmanager
def steady(settings: TransformerHead, device: object) -> Iterator[None]:
    """Make torch give the same bytes each time: deterministic algorithms and a fixed number of threads."""
    torch = import_module("torch")
    if str(device) != "cpu":
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # else cuBLAS refuses
    threads, mode = torch.get_num_threads(), torch.get_deterministic_debug_mode()
    torch.set_num_threads(settings.threads)
    torch.use_deterministic_algorithms(mode=True)
    memory = torch.utils.deterministic
    fills, memory.fill_uninitialized_memory = memory.fill_uninitialized_memory, False  # slow
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_deterministic_debug_mode(mode)
        memory.fill_uninitialized_memory = fills
