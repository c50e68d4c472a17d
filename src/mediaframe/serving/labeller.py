"""A model in a script, just trained or loaded: sentences or articles in, labels, scores and evidence out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence, lone_sentences, place_in_articles
from mediaframe.codebook import Codebook
from mediaframe.config import FeatureConfig, HeadConfig
from mediaframe.errors import ModelFileError
from mediaframe.model.certainty import Certainties
from mediaframe.model.classifier import Classifier
from mediaframe.model.explanation import Explanation, explain
from mediaframe.reader.evidence import Evidence, Source, find_evidence, find_source
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import ReadSentence, in_batches, lexicon_terms, read_sentences
from mediaframe.reader.tokens import collecting_nothing
from mediaframe.serving.artifact import read_model, save_model
from mediaframe.serving.manifest import SETTINGS, Manifest, TrainingRecord, model_card
from mediaframe.serving.seal import seal_reader
from mediaframe.serving.weights import pack_weights


@dataclass(frozen=True)
class LabelledSentence:
    """A sentence with its labels, the score of every label, the words behind those given, and whom it is tied to."""

    sentence: Sentence
    labels: tuple[str, ...]
    scores: dict[str, float]
    evidence: dict[str, tuple[Evidence, ...]]
    source: Source | None = None  # of a sentence with labels

    def to_row(self, *, show_text: bool = True) -> dict[str, Any]:
        """Return the row that prediction files hold; without text it has ids, spans and scores only."""
        row: dict[str, Any] = {
            "article_id": self.sentence.article_id,
            "sentence_id": self.sentence.sentence_id,
            "text": self.sentence.text,
            "start": self.sentence.start,
            "end": self.sentence.end,
            "labels": list(self.labels),
            "scores": self.scores,
            "evidence": {
                label: [asdict(words) for words in found] for label, found in self.evidence.items()
            },
            "source": self.source and self.source._asdict(),
        }
        if show_text:
            return row
        bare = {
            label: [{**words, "text": None} for words in found]
            for label, found in row["evidence"].items()
        }
        source = self.source and self.source._replace(name=None)._asdict()
        return {**row, "text": None, "evidence": bare, "source": source}


@dataclass(frozen=True)
class Model:
    """What training gives and `load_model` returns. `predict` and `predict_proba` are scikit-learn's; the rest knows articles."""

    codebook: Codebook
    features: FeatureConfig
    classifier: Classifier
    heads: tuple[HeadConfig, ...]  # the one chosen for each label
    calibration: str
    training: TrainingRecord
    certainty: Certainties | None = None  # which decisions hold an error bound, if that is known

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the labels, in the order of the columns."""
        return self.classifier.labels

    @property
    def head(self) -> HeadConfig:
        """The head of the first label; those of others differ in the values chosen alone."""
        return self.heads[0]

    @property
    def thresholds(self) -> dict[str, float]:
        """The score from which each label is given."""
        return dict(zip(self.labels, self.classifier.thresholds.tolist(), strict=True))

    @property
    def weights_sha256(self) -> str:
        """The digest of the numbers, which is that of the file that holds them."""
        return sha256(pack_weights(self.features, self.classifier)).hexdigest()

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(lexicon_terms(self.codebook))

    def predict_proba(
        self, sentences: Sequence[str], articles: Sequence[str] | None = None
    ) -> NDArray[np.float64]:
        """Return (sentences, labels): the probability of each label.

        Args:
            sentences: texts, in article order.
            articles: the article of each sentence, so that context counts; without it each stands alone.

        Raises:
            ValueError: as many articles as sentences are needed, or `sentences` is one text.
        """
        return self.classifier.score(_placed(sentences, articles))

    def predict(
        self, sentences: Sequence[str], articles: Sequence[str] | None = None
    ) -> NDArray[np.int64]:
        """Return (sentences, labels): 1 where a label is given; arguments as in `predict_proba`."""
        scores = self.predict_proba(sentences, articles)
        return self.classifier.decide(scores).astype(np.int64)

    def label_article(self, text: str, article_id: str = "article") -> list[LabelledSentence]:
        """Cut raw text into sentences and label each in its context."""
        return self.label(cut_article(text, article_id))

    def read(self, sentences: Sequence[Sentence]) -> list[ReadSentence]:
        """Read sentences that know their articles, once for all that is asked of them."""
        return read_sentences(self._lexicon, sentences)

    def label(self, sentences: Sequence[Sentence]) -> list[LabelledSentence]:
        """Label sentences that know their articles, in article order."""
        labelled: dict[int, LabelledSentence] = {}
        for positions, batch in in_batches(sentences):
            labelled.update(zip(positions, self._label_batch(batch), strict=True))
        return [labelled[position] for position in range(len(sentences))]

    @collecting_nothing()
    def _label_batch(self, sentences: Sequence[Sentence]) -> list[LabelledSentence]:
        read = self.read(sentences)
        scores = self.classifier.weigh(self.classifier.read(read))
        decisions = self.classifier.decide(scores)
        return list(map(self._labelled, sentences, read, scores, decisions))

    def _labelled(
        self,
        sentence: Sentence,
        read: ReadSentence,
        scores: NDArray[np.float64],
        decided: NDArray[np.bool_],
    ) -> LabelledSentence:
        rules = self.codebook.rules
        labels = tuple(label for label, given in zip(self.labels, decided, strict=True) if given)
        evidence = {label: find_evidence(read, rules.get(label, ())) for label in labels}
        named = dict(zip(self.labels, scores.tolist(), strict=True))
        asked = [rules[label] for label in labels if label in rules]
        source = find_source(read, asked) if labels else None
        return LabelledSentence(sentence, labels, named, evidence, source)

    def explain(self, sentence: str) -> list[Explanation]:
        """Return, for each label, what in a lone sentence spoke for and against it."""
        return self._explain(lone_sentences([sentence]))[0]

    def explain_article(self, text: str) -> list[tuple[Sentence, list[Explanation]]]:
        """Cut raw text into sentences and explain the labels of each in its context."""
        sentences = cut_article(text, "article")
        return list(zip(sentences, self._explain(sentences), strict=True))

    def _explain(self, sentences: Sequence[Sentence]) -> list[list[Explanation]]:
        return explain(self.classifier, self._lexicon, self.codebook.rules, sentences)

    def to_sklearn(self) -> Pipeline:
        """Return the plain scikit-learn pipeline, for those who want to go on with it."""
        return self.classifier.to_sklearn()

    def save(self, folder: str | Path, figures: Sequence[str] = ()) -> None:
        """Write a model folder, sealed to the reader; `figures` are lines of its card that tell how good the model is."""
        reader = self.classifier.reader
        manifest = Manifest(
            codebook=self.codebook,
            labels=self.labels,
            features=self.features,
            reader=None if reader is None else seal_reader(reader),
            heads=dict(zip(self.labels, self.heads, strict=True)),
            thresholds=self.thresholds,
            calibration=self.calibration,
            training=self.training,
            certainty=None if self.certainty is None else dict(self.certainty),
        )
        save_model(Path(folder), manifest, self.classifier, model_card(manifest, figures))


def _placed(sentences: Sequence[str], articles: Sequence[str] | None) -> Sequence[Sentence]:
    if isinstance(sentences, str):
        msg = "sentences is one text; give a list of texts, or use label_article"
        raise ValueError(msg)  # noqa: TRY004 - a wrong value of a right type
    if articles is None:
        return lone_sentences(sentences)
    if len(articles) != len(sentences):
        msg = (
            f"{len(sentences)} sentences, but {len(articles)} articles; give one for each sentence"
        )
        raise ValueError(msg)
    return place_in_articles(sentences, articles, [str(i) for i in range(len(sentences))])


MODELS = Path(str(files("mediaframe"))) / "models"
"""Where the models lie that ship."""


def shipped_models() -> list[str]:
    """Return the names of the models that ship; such a name means them, not a folder beside."""
    return sorted(path.parent.name for path in MODELS.glob(f"*/{SETTINGS}"))


def model_folder(path: str | Path) -> Path:
    """Return the folder named, the model folder in that of a run, or the one of a model that ships.

    Raises:
        ModelFileError: there is none.
    """
    folder = MODELS / path if str(path) in shipped_models() else Path(path)
    if not folder.exists():
        msg = f"{path}: no such model; name the folder of a run, or one that ships: {', '.join(shipped_models())}"
        raise ModelFileError(msg)
    inner = folder / "model"
    return inner if (inner / SETTINGS).is_file() else folder


def load_model(path: str | Path) -> Model:
    """Return the model in a folder that `mediaframe run` wrote, or one that ships.

    Args:
        path: a model folder, the run folder around it, or the name of a model that ships, `news-en`.

    Raises:
        ModelFileError: missing, foreign, of another format version, damaged or altered, or read otherwise by now.
    """
    manifest, classifier = read_model(model_folder(path))
    heads = tuple(manifest.heads[label] for label in classifier.labels)
    return Model(
        manifest.codebook,
        manifest.features,
        classifier,
        heads,
        manifest.calibration,
        manifest.training,
        manifest.certainty,
    )
