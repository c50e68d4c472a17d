"""Small real objects for tests."""

import json
import re
import timeit
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.config import (
    EvaluationConfig,
    FeatureConfig,
    HeadConfig,
    ReadingConfig,
    TrainingConfig,
    WordConfig,
)
from mediaframe.data.corpus import Corpus
from mediaframe.data.splits import deal_folds
from mediaframe.files.progress import Advance, unwatched
from mediaframe.model.features import Rules, reading_vectorizer
from mediaframe.model.heads import make_head
from mediaframe.model.training import Recipe, TrainingResult, train
from mediaframe.reader.reading import lexicon_terms
from mediaframe.results.descriptions import (
    CodebookVersion,
    CorpusDescription,
    CorpusOrigin,
    PartDescription,
    PartSize,
)
from mediaframe.results.metrics import System
from mediaframe.results.scores import OF_RUNS, EvaluationScores, SettingTried
from mediaframe.results.subgroups import Subgroups
from mediaframe.results.systems import MODEL, Coded, evaluate
from mediaframe.serving.labeller import Model
from mediaframe.serving.manifest import TrainingRecord

LABELS = load_codebook().label_names
SMALL_FEATURES = FeatureConfig(
    words=WordConfig(min_df=1), characters=None, reading=ReadingConfig(weight=0.25)
)
SMALL_TRAINING = TrainingConfig(folds=2)

# Each line is news in small: plain narration, a source, an official, a dispute.
SENTENCES = (
    ("Rain closed two roads near {town} on Monday.", ()),
    ("Commuters in {town} waited an hour, Lena Ortiz said.", ("attribution",)),
    (
        "Prices in {town} will ease by spring, the finance minister said.",
        ("attribution", "official_claim"),
    ),
    (
        "The bakery owner in {town} claims the oven never worked.",
        ("attribution", "contested_claim"),
    ),
    (
        "Police in {town} say the driver fled; his sister denies it.",
        ("attribution", "official_claim", "contested_claim"),
    ),
    ("The alleged forgery in {town} has divided historians.", ("contested_claim",)),
)
TOWNS = (
    "Halven",
    "Orrin",
    "Westmark",
    "Dunmore",
    "Sel",
    "Brackwater",
    "Ilmen",
    "Cort",
    "Avel",
    "Tarn",
    "Moss",
    "Quay",
)


def make_rows(articles: int = 8, sentences: int = 6) -> list[dict[str, Any]]:
    """Return corpus rows: articles that differ, each with every combination of labels in turn."""
    return [
        {
            "sentence_id": f"a{article:02d}:{number}",
            "article_id": f"a{article:02d}",
            "text": template.format(town=f"{TOWNS[article % len(TOWNS)]} {article}"),
            "labels": list(labels),
        }
        for article in range(articles)
        for number, (template, labels) in enumerate(
            SENTENCES[(article + step) % len(SENTENCES)] for step in range(sentences)
        )
    ]


def make_corpus(articles: int = 8, sentences: int = 6) -> Corpus:
    """Return a corpus of the same sentences without a file."""
    rows = make_rows(articles, sentences)
    return Corpus(
        "made",
        "0" * 64,
        LABELS,
        place_in_articles(
            [str(row["text"]) for row in rows],
            [str(row["article_id"]) for row in rows],
            [str(row["sentence_id"]) for row in rows],
        ),
        np.array([[label in row["labels"] for label in LABELS] for row in rows]),
        {},
        {},
    )


def write_jsonl(path: Path, rows: Sequence[object]) -> Path:
    """Write rows as JSON Lines; return the path."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_config(folder: Path, corpus: Path, /, **settings: object) -> Path:
    """Write a small, quick experiment on a corpus, which draws no figures unless it is told to; return its path."""
    values: dict[str, object] = {
        "name": "small",
        "seed": 1,
        "corpus": {"path": str(corpus)},
        "split": {"test_share": 0.3},
        "features": {"words": {"min_df": 1}, "characters": None, "reading": {}},
        "head": {"kind": "logistic", "C": [0.3, 3]},
        "training": {"folds": 2},
        "evaluation": {"resamples": 100},
        "report": {"figures": False},
        **settings,
    }
    path = folder / "small.yaml"
    path.write_text(json.dumps(values), encoding="utf-8")  # JSON is YAML
    return path


def train_small(  # noqa: PLR0913 - every part of a recipe may vary
    head: HeadConfig,
    corpus: Corpus | None = None,
    *,
    features: FeatureConfig = SMALL_FEATURES,
    training: TrainingConfig = SMALL_TRAINING,
    rules: Rules | None = None,
    jobs: int = 1,
    seed: int = 1,
    advance: Advance = unwatched,
) -> TrainingResult:
    """Train on a corpus of the same sentences, with the cues and rules that ship."""
    corpus = make_corpus() if corpus is None else corpus
    codebook = load_codebook()
    cues = reading_vectorizer(
        features.reading, lexicon_terms(codebook), codebook.rules if rules is None else rules
    )
    recipe = Recipe(
        corpus.labels,
        features,
        cues,
        make_head(head).pin(),
        training,
        seed=seed,
        implied=codebook.implied,
    )
    fold_of = deal_folds(corpus.sentences, training.folds, 1)
    return train(recipe, corpus.sentences, corpus.targets, fold_of, jobs=jobs, advance=advance)


def head_of(settings: HeadConfig) -> Any:
    """Return the head that settings describe, whatever else than every head it can do."""
    return make_head(settings)


def growth(work: Callable[[str], object], unit: str, short: int, long: int) -> float:
    """Return how many times more CPU `work` takes on `long` characters of a repeated unit than on `short`."""

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        return min(timeit.repeat(lambda: work(text), timer=process_time, number=1, repeat=2))

    # A hundredth, so that the clock does not decide.
    return (seconds(long) + 0.01) / (seconds(short) + 0.01)


def make_noisy_rows(articles: int = 16, sentences: int = 6) -> list[dict[str, Any]]:
    """Return corpus rows in which every seventh sentence is labelled wrongly, and two coders."""
    rows = make_rows(articles, sentences)
    for number, row in enumerate(rows):
        truth = row["labels"]
        row["labels"] = [] if number % 7 == 3 else truth
        row |= {"coder_one": row["labels"], "coder_two": [] if number % 5 == 2 else truth}
    return rows


def make_scores(
    labels: Sequence[str] = LABELS,
    coders: Sequence[str] = ("coder_one", "coder_two"),
    *,
    seed: int = 0,
) -> EvaluationScores:
    """Return scores as a run has them: a model that is often right on the sentences of ten articles."""
    rng = np.random.default_rng(seed)
    targets = rng.random((60, len(labels))) < 0.4
    probabilities = np.clip(0.35 * targets + 0.65 * rng.random(targets.shape), 0, 1)
    systems = [
        System(MODEL, probabilities >= 0.5, probabilities),
        System("always_yes", np.ones_like(targets)),
    ]
    coded = Coded(
        tuple(labels),
        targets,
        tuple(f"a{row // 6}" for row in range(60)),
        {name: targets ^ (rng.random(targets.shape) < 0.1) for name in coders},
        np.arange(60),
    )
    positives = dict(zip(labels, targets.sum(axis=0).tolist(), strict=True))
    prevalence = {label: round(count / 60, 6) for label, count in positives.items()}
    size = PartSize(articles=10, sentences=60, positives=positives)
    part = PartDescription(**dict(size), prevalence=prevalence)
    head = "logistic (C=1)"
    on_test = evaluate(coded, systems, EvaluationConfig(resamples=100), np.random.default_rng(seed))
    return EvaluationScores(
        **dict(on_test),
        subgroups=Subgroups(minimum_positives=10, groupings={}),
        clusters=dict.fromkeys(labels, ()),
        test=part,
        experiment="small",
        corpus=CorpusDescription(name="made.jsonl", sha256="0" * 64, **dict(size)),
        origin=CorpusOrigin(
            bundled="none",
            coders=tuple(coders),
            outlets=3,
            first_date="2024-01-05",
            last_date="2024-03-09",
        ),
        seed=seed,
        codebook=CodebookVersion(name="framing", version="1"),
        head="logistic",
        features=("words", "reading"),
        train=part,
        left_out_articles=0,
        unmet_share=None,
        shared_articles=0,
        chosen=dict.fromkeys(labels, head),
        unconverged=dict.fromkeys(labels, 0),
        tuning=(SettingTried(head=head, average_precision=dict.fromkeys(labels, 0.5)),),
        thresholds=dict.fromkeys(labels, 0.5),
        misses=(),
        behaviour=None,
    )


def edited(
    scores: EvaluationScores, change: Callable[[dict[str, Any]], object]
) -> EvaluationScores:
    """Return scores read from a file in which `change` was made."""
    values = scores.to_json()
    change(values)
    return EvaluationScores.model_validate_json(json.dumps(values))


def as_evaluation(scores: EvaluationScores) -> EvaluationScores:
    """Return scores of a run as those of the evaluation of a model that was trained on `mine.jsonl`."""
    values = {name: value for name, value in scores.to_json().items() if name not in OF_RUNS}
    values["model_trained_on"] = {
        "experiment": "small",
        "seed": 1,
        "corpus": "mine.jsonl",
        "corpus_sha256": "1" * 64,
        "config_sha256": "2" * 64,
        "sentences": 21,
        "articles": 3,
        "positives": dict.fromkeys(scores.labels, 7),
    }
    return EvaluationScores.model_validate_json(json.dumps(values))


def make_model(head: HeadConfig, **parts: Any) -> Model:
    """Return a trained model as a run has it before saving; `parts` are those of `train_small`."""
    trained = train_small(head, **parts)
    return Model(
        codebook=load_codebook(),
        features=parts.get("features", SMALL_FEATURES),
        classifier=trained.classifier,
        heads=tuple(each.settings for each in trained.chosen),
        calibration="sigmoid",
        training=TrainingRecord(
            experiment="small",
            seed=1,
            corpus="made",
            corpus_sha256="0" * 64,
            config_sha256="0" * 64,
            sentences=48,
            articles=8,
            positives=dict.fromkeys(LABELS, 20),
        ),
    )


def make_encoder(folder: Path) -> Path:
    """Save an encoder of two layers with random weights, and a tokenizer of the words of `SENTENCES`; needs the extra `transformer`."""
    tokenizers, transformers = import_module("tokenizers"), import_module("transformers")
    known = [text for text, _ in SENTENCES]
    known += [*TOWNS, "far near before word closed roads commuters it waited sister denies"]
    words = sorted(set(re.findall(r"\w+|[^\w\s]", " ".join(known).lower())))
    letters = sorted(set("".join(words)))
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    pieces = dict.fromkeys([*special, *letters, *(f"##{letter}" for letter in letters), *words])
    vocabulary = {piece: place for place, piece in enumerate(pieces)}  # a trainer orders it by luck
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]")  # noqa: S106 - no password
    )
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder.mkdir(exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = transformers.BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    import_module("torch").manual_seed(0)
    transformers.BertModel(config).save_pretrained(folder)
    return folder
