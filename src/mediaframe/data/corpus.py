"""A corpus: labelled sentences, the articles they stand in, and what coders said."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediaframe.article.sentences import Sentence, place_in_articles
from mediaframe.codebook import BUNDLED, Codebook
from mediaframe.config.data import CorpusConfig
from mediaframe.data.columns import DateOrder
from mediaframe.data.formats import guess_format, read_format
from mediaframe.data.formats.fields import (
    CODER_PREFIX,
    IDS_AND_TEXT,
    LABELS,
    holds_labels,
)
from mediaframe.errors import InputError
from mediaframe.files.columns import AS_NAMED, Columns, no_column, probable
from mediaframe.files.faults import refuse
from mediaframe.files.folders import digest_files
from mediaframe.files.rows import PlacedRow, Row
from mediaframe.files.summary import Summarised, Summary
from mediaframe.files.text import read_file

Targets = NDArray[np.bool_]

CORPUS_COLUMN = "corpus"  # where several are read as one


@dataclass(frozen=True)
class Coding:
    """What one coder said: targets, and which sentences the coder coded at all."""

    targets: Targets  # (sentences, labels)
    is_coded: NDArray[np.bool_]  # (sentences,)

    def take(self, rows: NDArray[np.intp]) -> "Coding":
        """Return the coding of some sentences."""
        return Coding(self.targets[rows], self.is_coded[rows])

    @classmethod
    def nothing(cls, targets: Targets) -> "Coding":
        """Return the coding of one who coded none of the sentences."""
        return cls(np.zeros_like(targets), np.zeros(len(targets), dtype=np.bool_))

    @classmethod
    def joined(cls, codings: Sequence["Coding"]) -> "Coding":
        """Return the codings of several corpora, one after the other."""
        return cls(
            np.vstack([coding.targets for coding in codings]),
            np.concatenate([coding.is_coded for coding in codings]),
        )


@dataclass(frozen=True, repr=False)
class Corpus(Summarised):
    """Sentences sorted by article, in article order, with one row of targets each."""

    name: str
    sha256: str  # of the bytes it was read from
    labels: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    targets: Targets  # (sentences, labels)
    coders: Mapping[str, Coding]  # by the coder's column
    columns: Mapping[str, tuple[str | None, ...]]  # outlet, date, topic and whatever else was there

    def __post_init__(self) -> None:
        """Refuse a corpus whose parts disagree."""
        lengths = {len(coding.is_coded) for coding in self.coders.values()}
        if lengths - {len(self.sentences)}:
            msg = f"codings of {lengths} sentences, but there are {len(self.sentences)}"
            raise ValueError(msg)
        expected = (len(self.sentences), len(self.labels))
        coded = {name: coding.targets for name, coding in self.coders.items()}
        for name, targets in {"targets": self.targets, **coded}.items():
            if targets.shape != expected:
                msg = f"{name} is {targets.shape}, but sentences x labels is {expected}"
                raise ValueError(msg)

    def summary(self) -> Summary:
        """Return how large the corpus is, and how many sentences carry each label."""
        counts = self.targets.sum(axis=0).tolist()
        size = max(1, len(self.sentences))
        rows = [(n, str(c), f"{c / size:.1%}") for n, c in zip(self.labels, counts, strict=True)]
        told = (("coders", self.coders), ("columns", self.columns))
        return Summary(
            f"Corpus {self.name}: {len(self.sentences)} sentences of {self.n_articles} articles",
            tuple(f"{what}: {', '.join(names)}" for what, names in told if names),
            (("label", "sentences", "share"), *rows),
        )

    @property
    def articles(self) -> tuple[str, ...]:
        """The article of each sentence."""
        return tuple(sentence.article_id for sentence in self.sentences)

    @property
    def n_articles(self) -> int:
        """How many articles there are."""
        return len(set(self.articles))

    def take(self, rows: NDArray[np.intp]) -> "Corpus":
        """Return the corpus of some sentences."""
        return replace(
            self,
            sentences=tuple(self.sentences[row] for row in rows),
            targets=self.targets[rows],
            coders={name: coding.take(rows) for name, coding in self.coders.items()},
            columns={
                name: tuple(values[row] for row in rows) for name, values in self.columns.items()
            },
        )


def bundled_file() -> AbstractContextManager[Path]:
    """Give the file of the corpus that ships."""
    return as_file(files("mediaframe.data") / "bundled" / "corpus.jsonl")


def read_corpus(
    path: str | Path,
    codebook: Codebook,
    *,
    columns: Columns = AS_NAMED,
    dates: DateOrder | None = None,
    needs_labels: bool = True,
) -> Corpus:
    """Return the corpus that ships (`bundled`), or the one in a file or folder of any format.

    Args:
        path: the file or folder.
        codebook: whose labels the sentences carry.
        columns: the user's own names of columns, for a file.
        dates: the order of day and month, where no day tells it.
        needs_labels: refuse sentences that nobody settled, which else count as carrying none.

    Raises:
        InputError: unreadable, a missing or repeated id, an unknown label, with file and line.
    """
    if str(path) == BUNDLED:
        with bundled_file() as bundled:
            return replace(read_corpus(bundled, codebook), name=BUNDLED)
    path = Path(path)
    file_format = guess_format(path, columns)
    stamp = _stamp(path)
    rows = read_format(path, file_format, codebook, columns=columns, dates=dates)
    if needs_labels:
        _check_labelled(rows)
    digest = corpus_digest(path)
    if _stamp(path) != stamp:
        msg = f"{path}: changed while it was read; start again when it is whole"
        raise InputError(msg)
    return corpus_of(rows, path.name, digest, codebook)


def _stamp(path: Path) -> list[tuple[str, int, int, int]]:
    """Return what changes where a file, or one in a folder, is written to or replaced."""
    found = [(each, each.stat()) for each in (path, *path.rglob("*"))] if path.exists() else []
    return sorted((str(each), one.st_ino, one.st_size, one.st_mtime_ns) for each, one in found)


def read_corpora(config: CorpusConfig, codebook: Codebook) -> Corpus:
    """Return one corpus, or several as one, in which the column `corpus` tells them apart, and so do ids.

    Raises:
        InputError: as `read_corpus`; two corpora of one name, or a column `corpus` that is taken.
    """
    paths = config.paths
    corpora = [
        read_corpus(path, codebook, columns=config.columns, dates=config.dates) for path in paths
    ]
    if len(corpora) == 1:
        return corpora[0]
    names = [Path(path).stem for path in paths]
    for path, name, corpus in zip(paths, names, corpora, strict=True):
        if names.count(name) > 1:
            twice = [str(one) for one in paths].count(str(path)) > 1
            cause = (
                "is named twice; name it once"
                if twice
                else f"two corpora are called {name}; rename one of the files"
            )
            msg = f"{path}: {cause}"
            raise InputError(msg)
        if CORPUS_COLUMN in corpus.columns:
            msg = f"{path}: has a column {CORPUS_COLUMN}, which is to tell corpora apart; rename it"
            raise InputError(msg)
    return join_corpora(dict(zip(names, corpora, strict=True)))


def join_corpora(corpora: Mapping[str, Corpus]) -> Corpus:
    """Return several corpora of the same labels as one; ids begin with the name of the corpus, as in `name/id`."""
    placed = [(name, corpus) for name, corpus in sorted(corpora.items())]
    columns = dict.fromkeys(column for _, corpus in placed for column in corpus.columns)
    coders = dict.fromkeys(coder for _, corpus in placed for coder in corpus.coders)
    return Corpus(
        " + ".join(corpora),
        _joint_digest({name: corpus.sha256 for name, corpus in placed}),
        placed[0][1].labels,
        tuple(
            replace(
                sentence,
                article_id=f"{name}/{sentence.article_id}",
                sentence_id=f"{name}/{sentence.sentence_id}",
            )
            for name, corpus in placed
            for sentence in corpus.sentences
        ),
        np.vstack([corpus.targets for _, corpus in placed]),
        {
            coder: Coding.joined(
                [corpus.coders.get(coder, Coding.nothing(corpus.targets)) for _, corpus in placed]
            )
            for coder in coders
        },
        {CORPUS_COLUMN: tuple(name for name, corpus in placed for _ in corpus.sentences)}
        | {
            column: tuple(
                value
                for _, corpus in placed
                for value in corpus.columns.get(column, (None,) * len(corpus.sentences))
            )
            for column in columns
        },
    )


def corpora_digest(paths: Sequence[str | Path]) -> str:
    """Return the sha256 of what `read_corpora` reads; `bundled` is the corpus that ships."""
    digests = {}
    for path in paths:
        with bundled_file() if str(path) == BUNDLED else nullcontext(Path(path)) as file:
            digests[Path(path).stem] = corpus_digest(file)
    return _joint_digest(digests) if len(digests) > 1 else next(iter(digests.values()))


def _joint_digest(digests: Mapping[str, str]) -> str:
    lines = "\n".join(f"{name} {digest}" for name, digest in sorted(digests.items()))
    return sha256(lines.encode()).hexdigest()


def _check_labelled(rows: Sequence[PlacedRow]) -> None:
    places = [place for place, row in rows if row[LABELS] is None]
    if len(places) == len(rows):
        others = [column for column in rows[0][1] if column not in (*IDS_AND_TEXT, LABELS)]
        if probable(LABELS, others):
            raise InputError(no_column(places[0], LABELS, others, can_name=True))
    refuse(
        [f"{place}: labels: missing; write [] where a sentence has no label" for place in places]
    )


def corpus_digest(path: Path) -> str:
    """Return the sha256 of a file, or of a folder's files with their names."""
    if path.is_file():
        return sha256(read_file(path)).hexdigest()
    return digest_files(path, (file for file in path.rglob("*") if file.is_file()))


def corpus_of(rows: Sequence[PlacedRow], name: str, digest: str, codebook: Codebook) -> Corpus:
    """Lay checked rows out by article, in article order."""
    ordered = [row for _, row in sorted(rows, key=lambda placed: placed[1]["article_id"])]
    columns = list(ordered[0])
    others = [c for c in columns if c not in IDS_AND_TEXT and not holds_labels(c)]
    return Corpus(
        name,
        digest,
        codebook.label_names,
        place_in_articles(
            *([row[key] for row in ordered] for key in ("text", "article_id", "sentence_id"))
        ),
        _coding(ordered, LABELS, codebook).targets,
        {c: _coding(ordered, c, codebook) for c in columns if c.startswith(CODER_PREFIX)},
        {column: tuple(row[column] for row in ordered) for column in others},
    )


def _coding(rows: Sequence[Row], column: str, codebook: Codebook) -> Coding:
    """Return what a column of labels says; where it says nothing, the sentence was not coded."""
    targets = np.zeros((len(rows), len(codebook.labels)), dtype=np.bool_)
    position = {label: index for index, label in enumerate(codebook.label_names)}
    for index, row in enumerate(rows):
        targets[index, [position[label] for label in row[column] or ()]] = True
    return Coding(targets, np.array([row[column] is not None for row in rows]))
