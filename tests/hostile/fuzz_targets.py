"""What is fuzzed: each target takes any bytes and a folder to write them to, and raises nothing but our own error.

A target is what stands at the door: a file that a stranger gave. Where an input is taken, what comes of it must hold together.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from mediaframe.article.cutting import cut_article
from mediaframe.article.normal import normal
from mediaframe.codebook import load_codebook
from mediaframe.config import FeatureConfig, LogisticHead, ReadingConfig, WordConfig
from mediaframe.config.file import load_config
from mediaframe.data.corpus import corpus_of
from mediaframe.data.external import read_external
from mediaframe.data.formats import guess_format, read_format
from mediaframe.evaluation.parts.gold_files import read_gold
from mediaframe.files.text import decode
from mediaframe.measurement.news import read_news
from mediaframe.model.classifier import Classifier
from mediaframe.model.features import ReadingVectorizer, assemble
from mediaframe.model.ngrams import Learned
from mediaframe.reader.evidence import find_evidence
from mediaframe.reader.inspection import _inspected
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_sentences
from mediaframe.serving.labeller import Model, load_model
from mediaframe.serving.predictions import read_inputs
from tests.builders import make_model

Target = Callable[[bytes, Path], None]

SEEDS = Path(__file__).with_name("seeds")
# Between the parts of an input that is more than one file.
PART = b"\n=====\n"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one; files of our own are made below it


def new_folder() -> Path:
    """Return a folder for inputs, in memory if there is such a place."""
    return Path(mkdtemp(prefix="fuzz-", dir=MEMORY if MEMORY.is_dir() else None))


def config(data: bytes, folder: Path) -> None:
    """An experiment file, with one that it may extend."""
    path = folder / "experiment.yaml"
    (folder / "base.yaml").write_bytes(b"name: base\nhead: {kind: ridge}\n")
    path.write_bytes(data)
    load_config(path)


def override(data: bytes, folder: Path) -> None:
    """A setting of the command line."""
    path = folder / "experiment.yaml"
    path.write_text("name: x\n", encoding="utf-8")
    load_config(path, [data.decode(errors="replace")])


def codebook(data: bytes, folder: Path) -> None:
    """A file of labels and rules."""
    (folder / "codebook.yaml").write_bytes(data)
    lexicon_terms(load_codebook(folder / "codebook.yaml"))


def corpus(data: bytes, folder: Path, *, name: str, file_format: str | None = None) -> None:
    """A corpus in one file."""
    path = folder / name
    path.write_bytes(data)
    _read(path, file_format or guess_format(path))


def _read(path: Path, file_format: str) -> None:
    rows = read_format(path, file_format, _CODEBOOK)
    found = corpus_of(rows, path.name, "0" * 64, _CODEBOOK)
    assert len(found.sentences) == len({sentence.sentence_id for sentence in found.sentences})


def brat(data: bytes, folder: Path) -> None:
    """A text with its annotations."""
    text, annotations, *_ = [*data.split(PART), b""]
    (folder / "a.txt").write_bytes(text)
    (folder / "a.ann").write_bytes(annotations)
    _read(folder, "brat")


def cas(data: bytes, folder: Path) -> None:
    """A document of UIMA, with its type system."""
    document, types, *_ = [*data.split(PART), b""]
    (folder / "a.xmi").write_bytes(document)
    (folder / "TypeSystem.xml").write_bytes(types or _type_system())
    _read(folder, "cas")


@cache
def _type_system() -> bytes:
    return next(SEEDS.glob("cas/*")).read_bytes().split(PART)[1]


def dataset(data: bytes, folder: Path) -> None:
    """A folder of Hugging Face datasets."""
    state, info, rows, *_ = [*data.split(PART), b"", b""]
    (folder / "state.json").write_bytes(state)
    (folder / "dataset_info.json").write_bytes(info)
    (folder / "data-00000-of-00001.arrow").write_bytes(rows)
    _read(folder, "dataset")


def external(data: bytes, folder: Path) -> None:
    """What another model said."""
    path = folder / "scores.jsonl"
    path.write_bytes(data)
    read_external(path, _CODEBOOK, [])


def gold(data: bytes, folder: Path) -> None:
    """Articles in which people marked who says what."""
    path = folder / "gold.yaml"
    path.write_bytes(data)
    read_gold([str(path)], _CODEBOOK)


def scored_news(data: bytes, folder: Path) -> None:
    """News that a model scored, to be measured."""
    path = folder / "news.jsonl"
    path.write_bytes(data)
    read_news(path, _CODEBOOK.label_names, ["outlet"])


def inputs(data: bytes, folder: Path, *, name: str, unit: str) -> None:
    """A file to label."""
    path = folder / name
    path.write_bytes(data)
    read_inputs([str(path)], None, unit)


def article(data: bytes, _folder: Path) -> None:
    """The raw text of an article: sentences stand where they say, trimmed, and nothing that can be read is lost."""
    text = decode(data, "article.txt")
    sentences = cut_article(text, "a")
    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in sentences)
    edges = [edge for s in sentences for edge in (s.start, s.end)]
    assert edges == sorted(edges)


def reader(data: bytes, _folder: Path) -> None:
    """What is read of an article, and the evidence for every label: words that stand in the article."""
    text = decode(data, "article.txt")
    assert normal(normal(text)) == normal(text)
    read = read_sentences(_lexicon(), cut_article(text, "a"))
    for sentence in read:
        for rule in _CODEBOOK.rules.values():
            for words in find_evidence(sentence, rule):
                assert text[words.start : words.end] == words.text != ""
    if read:
        _inspected(read, _CODEBOOK).model_dump_json()


def model_settings(data: bytes, folder: Path) -> None:
    """`model.json` with a right checksum, so that what it says is looked at."""
    _, weights = _model(reads=True)
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        values = None
    _load(folder, _sealed(values) if isinstance(values, dict) else data, weights)


def model_weights(data: bytes, folder: Path) -> None:
    """`weights.safetensors` with a right digest, so that what it holds is looked at."""
    settings, _ = _model(reads=False)
    digest = sha256(data).hexdigest()
    model = _load(folder, _sealed(json.loads(settings) | {"weights_sha256": digest}), data)
    scores = model.predict_proba(["The mayor said so."])
    assert ((scores >= 0) & (scores <= 1)).all()


def _sealed(values: dict[str, object]) -> bytes:
    values.pop("checksum", None)
    values["checksum"] = sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    return json.dumps(values).encode()


def _load(folder: Path, settings: bytes, weights: bytes) -> Model:
    (folder / "model.json").write_bytes(settings)
    (folder / "weights.safetensors").write_bytes(weights)
    return load_model(folder)


@cache
def _model(*, reads: bool) -> tuple[bytes, bytes]:
    """Return the two files of a model of short definitions and a few words, and a few signals if it reads articles."""
    codebook = _CODEBOOK.model_copy(
        update={
            "labels": tuple(each.model_copy(update={"definition": "…", "rule": ()}) for each in _CODEBOOK.labels),
            **dict.fromkeys(("rulings", "examples"), ()),
        }
    )  # fmt: skip
    config = FeatureConfig(
        words=WordConfig(), characters=None, reading=ReadingConfig() if reads else None
    )
    columns = ("read:attributed", "cue:saying", "before1:attributed") if reads else ()
    reader = ReadingVectorizer(lexicon_terms(codebook), codebook.rules, 1, columns=columns)
    learned: Learned = {"words": (["said", "the"], np.ones(2))}
    features = assemble(config, learned, reader if reads else None)
    coef = np.linspace(-1, 1, 3 * (2 + len(columns))).reshape(3, -1)
    model = replace(
        make_model(LogisticHead(C=(1.0,))),
        codebook=codebook,
        features=config,
        classifier=Classifier(codebook.label_names, features, coef, np.zeros(3), np.full(3, 0.5)),
    )
    folder = new_folder()
    model.save(folder)
    return (folder / "model.json").read_bytes(), (folder / "weights.safetensors").read_bytes()


@cache
def _lexicon() -> Lexicon:
    return Lexicon(lexicon_terms(_CODEBOOK))


_CODEBOOK = load_codebook()

TARGETS: dict[str, Target] = {
    "config": config,
    "override": override,
    "codebook": codebook,
    "jsonl": partial(corpus, name="c.jsonl"),
    "csv": partial(corpus, name="c.csv"),
    "parquet": partial(corpus, name="c.parquet"),
    "label-studio": partial(corpus, name="c.json"),
    "doccano": partial(corpus, name="c.jsonl", file_format="doccano"),
    "prodigy": partial(corpus, name="c.jsonl", file_format="prodigy"),
    "brat": brat,
    "cas": cas,
    "dataset": dataset,
    "external": external,
    "gold": gold,
    "scored-news": scored_news,
    "articles-jsonl": partial(inputs, name="a.jsonl", unit="article"),
    "sentences-csv": partial(inputs, name="a.csv", unit="sentence"),
    "article": article,
    "reader": reader,
    "model-settings": model_settings,
    "model-weights": model_weights,
}


def seeds(target: str) -> Iterator[tuple[str, bytes]]:
    """Yield the inputs to begin with, by name: those kept, and the files of a model as it is saved today."""
    for path in sorted((SEEDS / target).glob("*")):
        yield path.name, path.read_bytes()
    if target.startswith("model-"):
        is_weights = target == "model-weights"
        yield "saved", _model(reads=not is_weights)[is_weights]
