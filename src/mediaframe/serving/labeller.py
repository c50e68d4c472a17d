"""A model in a script, just trained or loaded: sentences or articles in, labels, scores and evidence out."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from mediaframe.article.cutting import cut_article
from mediaframe.article.given import sentences_of
from mediaframe.article.sentences import Sentence, lone_sentences
from mediaframe.codebook import Codebook
from mediaframe.config import FeatureConfig, HeadConfig
from mediaframe.files.progress import Advance, stage_bars, unwatched
from mediaframe.files.summary import Summarised, Summary
from mediaframe.model.certainty import Certainties
from mediaframe.model.classifier import Classifier
from mediaframe.model.explanation import Explanation, explain
from mediaframe.reader.evidence import Evidence, Source, find_evidence, find_source
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import ReadSentence, in_batches, lexicon_terms, read_sentences
from mediaframe.reader.tokens import collecting_nothing
from mediaframe.serving.artifact import read_model, save_model
from mediaframe.serving.card import model_card
from mediaframe.serving.frames import article_column, label_columns
from mediaframe.serving.manifest import Manifest, TrainingRecord
from mediaframe.serving.seal import seal_reader
from mediaframe.serving.shipped import model_folder
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


@dataclass(frozen=True, repr=False)
class Model(Summarised):
    """What training gives and `load_model` returns. `predict` and `predict_proba` are scikit-learn's; the rest knows articles."""

    codebook: Codebook
    features: FeatureConfig
    classifier: Classifier
    heads: tuple[HeadConfig, ...]  # the one chosen for each label
    calibration: str
    training: TrainingRecord
    certainty: Certainties | None = None  # which decisions hold an error bound, if that is known

    def summary(self) -> Summary:
        """Return what the model was trained on, and threshold and head of each label."""
        record = self.training
        rows = [
            (name, f"{self.thresholds[name]:.3f}", str(record.positives[name]), head.kind)
            for name, head in zip(self.labels, self.heads, strict=True)
        ]
        trained = f"trained on {record.sentences} sentences of {record.articles} articles of {record.corpus}, seed {record.seed}"
        book = f"codebook {self.codebook.name} {self.codebook.version}"
        header = ("label", "threshold", "positives in training", "head")
        return Summary(f"Model {record.experiment}", (trained, book), (header, *rows))

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
        self,
        sentences: Iterable[str],
        articles: Iterable[Any] | None = None,
        *,
        progress: bool = False,
    ) -> NDArray[np.float64]:
        """Return (sentences, labels): the probability of each label.

        Args:
            sentences: texts, in article order: a list, a pandas Series, a column of a dataset, an array of one dimension.
            articles: the article of each sentence, so that context counts; without it each stands alone.
            progress: show a bar on stderr, in a terminal.

        Raises:
            ValueError: one text, a table, something that is no text, or another number of articles than of sentences.
        """
        placed = sentences_of(sentences, articles)
        with stage_bars(shown=progress) as stage:
            return self.classifier.score(placed, lambda done, of: stage("labelling", done, of))

    def predict(
        self,
        sentences: Iterable[str],
        articles: Iterable[Any] | None = None,
        *,
        progress: bool = False,
    ) -> NDArray[np.int64]:
        """Return (sentences, labels): 1 where a label is given; arguments as in `predict_proba`."""
        return self._decide(self.predict_proba(sentences, articles, progress=progress))

    def _decide(self, scores: NDArray[np.float64]) -> NDArray[np.int64]:
        return self.classifier.decide(scores).astype(np.int64)

    def predict_frame(
        self,
        frame: Any,  # noqa: ANN401 - a pandas DataFrame; pandas is loaded by those who have one
        text: Hashable = "text",
        article: Hashable | None = None,
        *,
        progress: bool = False,
    ) -> Any:  # noqa: ANN401 - as above
        """Return a pandas DataFrame with two columns more a label, `label.LABEL` (1 where it is given) and `score.LABEL`; index and columns are kept.

        Args:
            frame: a row a sentence, in article order.
            text: the column of the texts.
            article: the column that says which sentences stand in one article, by default `article_id` where there is one.
            progress: show a bar on stderr, in a terminal.

        Raises:
            ValueError: no such column, one that would be written over, or a text that is none.
        """
        if not hasattr(frame, "assign"):
            msg = f"predict_frame takes a pandas DataFrame, not a {type(frame).__name__}; give texts to predict"
            raise ValueError(msg)
        return frame.assign(**self._columns(frame, frame.columns, text, article, progress=progress))

    def predict_batch(
        self, batch: Mapping[str, Any], text: str = "text", article: str | None = None
    ) -> dict[str, NDArray[Any]]:
        """Return the columns that `predict_frame` adds, for columns by name: made for `Dataset.map` of Hugging Face.

            dataset.map(model.predict_batch, batched=True, batch_size=None)

        An article is read as far as it stands in one batch: with `batch_size=None` all rows are one.
        """
        return self._columns(batch, batch.keys(), text, article)

    def _columns(
        self,
        table: Any,  # noqa: ANN401 - whatever gives columns by name
        names: Iterable[Hashable],
        text: Hashable,
        article: Hashable | None,
        *,
        progress: bool = False,
    ) -> dict[str, NDArray[Any]]:
        article = article_column(names, text, article, self.labels)
        articles = None if article is None else table[article]
        scores = self.predict_proba(table[text], articles, progress=progress)
        return label_columns(self.labels, self._decide(scores), scores)

    def label_article(self, text: str, article_id: str = "article") -> list[LabelledSentence]:
        """Cut raw text into sentences and label each in its context."""
        return self.label(cut_article(text, article_id))

    def read(self, sentences: Sequence[Sentence]) -> list[ReadSentence]:
        """Read sentences that know their articles, once for all that is asked of them."""
        return read_sentences(self._lexicon, sentences)

    def label(
        self, sentences: Sequence[Sentence], advance: Advance = unwatched
    ) -> list[LabelledSentence]:
        """Label sentences that know their articles, in article order; `advance` is told how many are done, and of how many."""
        labelled: dict[int, LabelledSentence] = {}
        for positions, batch in in_batches(sentences):
            labelled.update(zip(positions, self._label_batch(batch), strict=True))
            advance(len(labelled), len(sentences))
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
